"""Pages as people get them, each their own."""

import httpx

from sandbox.slack.methods.chat import show_ephemeral
from sandbox.world import World
from tests.sandbox.window.conftest import Post


async def test_the_address_alone_leads_to_ana_in_deals(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/")).url.path == "/ana/deals"


async def test_the_picker_leads_to_the_same_place_as_somebody_else(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/", params={"who": "ben", "at": "random"})).url.path == "/ben/random"
    assert (await browser.get("/", params={"who": "evil.example", "at": "x"})).url.path == "/ana/deals"


async def test_where_somebody_may_not_look_they_are_led_to_where_they_may(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/gina/deals")).url.path == "/gina/chorister"
    assert (await browser.get("/nobody/deals")).status_code == 404


async def test_what_only_one_may_see_is_on_no_other_page(world: World, browser: httpx.AsyncClient) -> None:
    ana, deals = world.company.person("ana").slack_id, world.slack.channels["deals"]
    show_ephemeral(world.slack.workspace, deals, ana, {"text": "a whisper"})
    assert "a whisper" in (await browser.get("/ana/deals")).text
    assert "a whisper" not in (await browser.get("/ben/deals")).text


async def test_a_message_is_escaped(post: Post) -> None:
    page = (await post("/say", channel="CDEALS0001", text="<script>alert(1)</script> & more")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page


async def test_a_new_message_opens_its_thread_and_a_reply_stays_in_it(world: World, post: Post) -> None:
    page = await post("/say", channel="CDEALS0001", text="hello", back="/ana/deals")
    thread = page.url.path.rpartition("/")[2]
    assert page.url.path == f"/ana/deals/{thread}"
    page = await post("/say", at=f"deals/{thread}", channel="CDEALS0001", text="again", thread=thread)
    assert page.url.path == f"/ana/deals/{thread}"
    assert [m["text"] for m in world.slack.thread("deals", thread)] == ["hello", "again"]


async def test_back_leads_nowhere_but_to_a_page_of_the_same_person(post: Post) -> None:
    for elsewhere in ("//evil.example/x", "https://evil.example", "/ben/deals"):
        assert (await post("/clock", step="minute", back=elsewhere)).url.path == "/ana/deals"


async def test_who_nobody_knows_does_nothing(browser: httpx.AsyncClient, world: World) -> None:
    before = world.clock.now()
    assert (await browser.post("/clock", data={"viewer": "UEVIL", "step": "hour"})).status_code == 400
    assert world.clock.now() == before


async def test_the_panels_show_what_goes_on(world: World, browser: httpx.AsyncClient, post: Post) -> None:
    world.truto.chorus.join("https://zoom.us/j/987654321")
    world.truto.crm.edit(world.company.deals[0].id, "NextStep", "Call Ingrid", world.clock.now())
    page = (await post("/fault", mishap="claude-529")).text
    for words in ("987654321", "Call Ingrid", "claude: 529", world.company.deals[0].name):
        assert words in page
    assert "claude: 529" not in (await post("/fault", mishap="clear")).text


async def test_the_same_world_is_drawn_the_same_twice(browser: httpx.AsyncClient, post: Post) -> None:
    """Only what changed is drawn anew in an open page, so nothing may change by itself."""
    await post("/say", channel="CDEALS0001", text="hello")
    assert (await browser.get("/ana/deals")).text == (await browser.get("/ana/deals")).text


async def test_a_thread_that_is_worked_on_has_a_stop_button(world: World, browser: httpx.AsyncClient) -> None:
    ts = await world.slack.say(world.company.person("ana"), "deals", "hello")
    sessions, deals = world.slack.workspace.sessions, world.slack.channels["deals"]
    assert "<button>Stop</button>" not in (await browser.get(f"/ana/deals/{ts}")).text
    sessions.set_status(deals, ts, "processing")
    assert "<button>Stop</button>" in (await browser.get(f"/ana/deals/{ts}")).text


async def test_prompts_are_suggested_to_whoever_has_not_written_yet(browser: httpx.AsyncClient) -> None:
    assert "Push my last meeting" in (await browser.get("/ana/chorister")).text
    assert "Push my last meeting" not in (await browser.get("/ana/deals")).text
