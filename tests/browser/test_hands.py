"""Forms, second clicks, and the keyboard alone."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Stage
from tests.browser.somebody import Somebody
from tests.digests import Digests
from tests.play import PUSH, RECORD, WRITE, Play

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def a_card(ana: Somebody, who: str) -> None:
    ana.who = who
    await ana.ask(PUSH)
    await ana.reads("your decision")


async def test_escape_closes_a_form_and_gives_the_focus_back_and_an_edited_value_is_written(
    ana: Somebody,
) -> None:
    await a_card(ana, "elif")
    await ana.button("Edit").focus()
    await ana.page.keyboard.press("Enter")
    await expect(ana.form).to_be_visible()
    assert await ana.form.evaluate("form => form.contains(document.activeElement)")
    await ana.page.keyboard.press("Escape")
    await expect(ana.form).to_have_count(0)
    await expect(ana.button("Edit")).to_be_focused()
    await ana.page.keyboard.press("Enter")
    field = ana.form.get_by_role("textbox", name="Metrics")
    await expect(field).to_be_visible()
    for box in await ana.form.get_by_role("textbox").all():
        await box.fill("")
    await ana.form.get_by_role("button", name="Update the card").click()
    await expect(ana.form).to_contain_text("Decline the card instead")
    await field.fill("Month end in 1 h instead of 6 h")
    await ana.form.get_by_role("button", name="Update the card").click()
    await expect(ana.form).to_have_count(0)
    await ana.reads("Month end in 1 h instead of 6 h")
    await ana.button("Approve").click()
    await ana.reads("CRM update: written")
    await expect(ana.panel("CRM record")).to_contain_text("Month end in 1 h instead of 6 h")


async def test_a_double_click_writes_once(ana: Somebody, stage: Stage) -> None:
    await a_card(ana, "dev")
    before = len(stage.world.truto.calls(WRITE))
    await ana.button("Approve").dblclick()
    await ana.reads("CRM update: written")
    clicks = [d for d in stage.world.slack.events if "proposal_approve" in str(d.payload.get("actions"))]
    assert [click.payload["user"]["id"] for click in clicks].count("UDEV000001") == 2
    assert len(stage.world.truto.calls(WRITE)) == before + 1


async def test_the_keyboard_alone_is_enough_to_ask_and_to_approve(ana: Somebody, stage: Stage) -> None:
    ana.who, page = "grace", ana.page
    await ana.open()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to writing")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox")).to_be_focused()
    await page.keyboard.type(f"@Chorister {PUSH}")
    await page.keyboard.press("Enter")
    await ana.reads("your decision")
    approve = ana.button("Approve")
    for _ in range(60):
        if await approve.evaluate("one => one === document.activeElement"):
            break
        await page.keyboard.press("Shift+Tab")
    await expect(approve).to_be_focused()
    await page.keyboard.press("Enter")
    await ana.reads("CRM update: written")


async def test_what_is_being_typed_survives_what_comes_in(ana: Somebody, stage: Stage) -> None:
    await ana.open("random")
    box = ana.page.get_by_role("textbox")
    await box.fill("half a sent")
    await stage.world.slack.say(stage.world.company.person("ben"), "random", "something in between")
    await expect(ana.page.get_by_role("log")).to_contain_text("something in between")
    await expect(box).to_be_focused()
    await ana.page.keyboard.type("ence")
    await expect(box).to_have_value("half a sentence")


async def test_a_setting_of_the_home_tab_is_made_in_its_form(ana: Somebody) -> None:
    ana.who, page = "sam", ana.page
    await ana.open()
    await page.get_by_role("button", name="Home").click()
    await page.get_by_role("button", name="New digest").click()
    await ana.form.get_by_label("Time", exact=True).fill("07:45")
    await ana.form.get_by_role("button", name="Schedule").click()
    await expect(ana.form).to_contain_text("07:45")
    await page.keyboard.press("Escape")
    await expect(ana.form).to_have_count(0)
    await expect(page.get_by_role("main")).to_contain_text("07:45")


async def test_a_deal_in_a_digest_is_snoozed(ana: Somebody, stage: Stage) -> None:
    ana.who = "sam"
    message = await Digests(Play(stage.world), stage.app).send()
    assert message is not None
    await ana.open(f"deals/{message['ts']}")
    snooze = ana.thread.get_by_role("combobox", name="Snooze")
    await snooze.first.focus()
    await ana.page.keyboard.press("ArrowDown")
    await ana.page.keyboard.press("ArrowDown")
    await expect(snooze.first).to_have_value("7")
    await ana.page.keyboard.press("Enter")
    await ana.reads("snoozed it until Wed 10 Jun")
    await expect(ana.thread.get_by_role("log")).not_to_contain_text("snoozed it until Thu 4 Jun")
    await snooze.nth(1).select_option("1")
    await ana.reads("snoozed it until Thu 4 Jun")


async def test_the_keyboard_chooses_who_speaks_and_leaves_a_message_s_menu_to_where_it_came_from(
    ana: Somebody,
) -> None:
    page, press = ana.page, ana.page.keyboard.press
    await ana.open("random")
    who = page.get_by_role("combobox", name="Speak as")
    names = await who.get_by_role("option").all_inner_texts()
    await who.focus()
    await press("ArrowDown")
    await press("ArrowDown")
    await press("Escape")
    await press("Tab")
    await who.focus()
    await expect(who).to_have_value("ana")
    await press("ArrowDown")
    await press("ArrowDown")
    assert page.url.endswith("/ana/random")
    await press("Enter")
    await expect(page).to_have_title(f"#random · {names[2]} · Chorister's sandbox")
    await expect(who).to_be_focused()
    menu = page.get_by_role("log").locator("summary").last
    await menu.focus()
    await press("Enter")
    await press("Tab")
    await press("Escape")
    await expect(menu).to_be_focused()
    await expect(page.locator("details.more[open]")).to_have_count(0)


async def test_on_a_phone_the_page_scrolls_and_messages_come_soon(ana: Somebody) -> None:
    page = ana.page
    await page.set_viewport_size({"width": 360, "height": 740})
    await ana.open()
    for part in (page.get_by_role("log"), page.get_by_role("main")):
        assert await part.evaluate("one => one.scrollHeight <= one.clientHeight")
    side = await page.get_by_role("navigation").bounding_box()
    assert side is not None
    assert side["height"] < 200
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await expect(page.get_by_role("textbox")).to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollHeight > innerHeight")


async def test_an_admin_turns_writes_off_and_on_and_adds_a_channel_to_auto_join(
    ana: Somebody, stage: Stage
) -> None:
    ana.who, page = "rosa", ana.page
    await ana.open()
    await page.get_by_role("button", name="Home").click()
    home = page.get_by_role("main")
    for turn, then in (("off", "on"), ("on", "off")):
        await home.get_by_role("button", name=f"Turn writes {turn}").click()
        await ana.form.get_by_role("button", name=f"Turn {turn}").click()
        await expect(home.get_by_role("button", name=f"Turn writes {then}")).to_be_visible()
    switch = await stage.app.house.switches.get("writes")
    assert switch is not None
    assert switch.on
    await home.get_by_role("button", name="Change", exact=True).first.click()
    auto_join = ana.form.get_by_role("group", name="Auto-join")
    await auto_join.get_by_label("random").check()
    await ana.form.get_by_role("button", name="Save").last.click()
    await expect(auto_join).to_contain_text("I am not in #random.")
    await auto_join.get_by_label("random").uncheck()
    await auto_join.get_by_label("deals").check()
    await ana.form.get_by_role("button", name="Save").last.click()
    await expect(ana.form).to_have_count(0)
    await expect(home).to_contain_text("#deals · chosen here by @Rosa Marino")
    await page.reload()
    await expect(home).to_contain_text("#deals · chosen here by @Rosa Marino")


async def test_after_a_recorded_call_its_host_reads_the_summary_in_the_thread(
    ana: Somebody, stage: Stage
) -> None:
    ana.who = "ben"
    await ana.ask(RECORD)
    await ana.reads("Chorus took the link")
    stage.world.clock.advance(10)
    await ana.reads("seen in the call")
    await ana.panel("Recorder").get_by_role("button", name="End the call").click()
    stage.world.clock.advance(3600)
    await ana.reads("After the call", "Summary")
    await expect(ana.button("Push to CRM")).to_be_visible()
