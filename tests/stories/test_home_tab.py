"""The Home tab: what is one's own, with its buttons; and for admins the settings, which hold at once for everybody."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.directory import NOW
from bot.slack import home_admin as admin
from bot.slack import home_mine as mine
from bot.slack.home_forms import DEFAULT
from bot.workflows.admins import NOBODY_KNOWS
from bot.workflows.settings_forms import STALE
from sandbox.slack import check_view
from sandbox.slack.render import lines_of
from sandbox.world import World
from tests.conftest import Start
from tests.digests import Digests
from tests.play import PUSH, RECORD, Play

LEAVE = "chorus_conversations_disconnect"
LINKS = (f"https://zoom.us/j/{n}" for n in range(987654321, 987654399))
View = dict[str, Any]


class Tab(Play):
    """Somebody at their Home tab."""

    app: App

    def shown(self, view: View) -> str:
        assert check_view({key: view[key] for key in ("type", "blocks")}) == []
        return "\n".join(lines_of(view["blocks"]))

    async def press(self, name: str, action: str, words: str) -> str:
        """Press a button of the tab; returns the tab that comes of it, with these words in it."""
        person, view = self.person(name), self.slack.home(self.person(name))
        assert view is not None
        await self.slack.click_view(person, view["id"], action)

        def told() -> str | None:
            said = self.shown(self.slack.home(person) or view)
            return said if words in said else None

        return await self.slack.wait_for(told, timeout=self.patience)

    async def modal(self, name: str, action: str, value: Any = None) -> View:
        """Press a button of the tab that opens a modal; returns that."""
        view, person = self.slack.home(self.person(name)), self.person(name)
        assert view is not None
        before = (self.slack.modal(person) or {}).get("id")
        await self.slack.click_view(person, view["id"], action, value=value)
        return await self.slack.wait_for(
            lambda: found if (found := self.slack.modal(person)) and found["id"] != before else None
        )

    async def fill(self, name: str, view: View, **typed: Any) -> View:
        """Send a form; returns what the bot answered."""
        state = {(field.replace("__", ":"), "value"): value for field, value in typed.items()}
        return await self.slack.submit(self.person(name), view["id"], state)

    async def joined(self, link: str) -> bool:
        """Whether a link that Ana posts in the channel is joined at once, and not offered."""
        thread = await self.say("ana", f"demo at {link}")
        ways = ("Chorus took the link", "Shall Chorus record it?")
        said = await self.slack.wait_for(lambda: [w for w in ways if w in "".join(self.texts(thread))])
        return said == [ways[0]]

    async def record(self, run: str) -> list[tuple[str, str]]:
        return [(row["what"], row["who"]) for row in await self.app.house.audit.of(run)]


@pytest.fixture
async def tab(world: World, start: Start) -> Any:
    admins = ",".join(world.company.person(name).slack_id for name in ("rosa", "ivo"))
    async with start(CHORISTER_DIGEST_TOKENS="0", CHORISTER_ADMINS=admins) as app:
        made = Tab(world)
        made.app = app
        yield made


async def test_what_an_admin_chooses_holds_at_once_and_can_be_taken_back(tab: Tab) -> None:
    rosa, ana = tab.person("rosa"), tab.person("ana")
    before = tab.shown(await tab.home("rosa"))
    assert "No channel." in before
    assert "`CHORISTER_AUTO_JOIN` says" not in before, "which says nothing"
    assert not await tab.joined(next(LINKS))

    form = await tab.modal("rosa", admin.CHANNELS)
    wrong = await tab.fill("rosa", form, auto_join=["CRANDOM001"])
    assert wrong["errors"]["auto_join"].startswith("I am not in #random. Invite me there")
    tab.world.clock.advance(NOW + 1)
    tab.slack.faults.add("429", match="users.info", retry_after=0)
    unknown = await tab.fill("rosa", form, auto_join=[tab.channel])
    assert NOBODY_KNOWS in "\n".join(lines_of(unknown["view"]["blocks"])), "Slack gives a form three seconds"
    assert await tab.app.house.choices.auto_join() == (), "what was told as failed does not hold"
    was = tab.slack.home(rosa)
    form = await tab.modal("rosa", admin.CHANNELS)
    assert await tab.fill("rosa", form, auto_join=[tab.channel]) == {}
    now = tab.shown(await tab.home_after("rosa", was))
    assert "Saved." in now
    assert f"#{tab.channel} · chosen here by @{rosa.slack_id}" in now
    assert await tab.joined(next(LINKS))

    # Slack may send a form twice; and a form that shows what does not stand any more is refused with what changed.
    sent = next(d for d in reversed(tab.slack.events) if d.payload.get("type") == "view_submission")
    await tab.slack.redeliver(sent)
    stale = await tab.modal("rosa", admin.CHANNELS)
    held = await tab.app.house.choices.holding("quiet")
    await tab.app.house.choices.choose(held.stored, ["C0THERS01"], rosa.slack_id, "elsewhere")
    refused = await tab.fill("rosa", stale, quiet=[tab.channel], auto_join=[])
    assert refused["response_action"] == "push"
    assert STALE in "\n".join(lines_of(refused["view"]["blocks"]))
    assert await tab.app.house.choices.quiet() == ("C0THERS01",)
    assert await tab.app.house.choices.auto_join() == (tab.channel,), "all of a form or nothing"

    # Whoever is no admin sees nothing of it, and what claims otherwise is refused and on record.
    assert "For admins" not in tab.shown(await tab.home("ana"))
    forged = await tab.slack.submit(ana, stale["id"], {("auto_join", "value"): []})
    assert "Only an admin" in "\n".join(lines_of(forged["view"]["blocks"]))
    assert await tab.app.house.choices.auto_join() == (tab.channel,)
    assert await tab.record(f"home:{ana.slack_id}") == [("refused admin", ana.slack_id)]

    # A button of theirs in somebody else's hand does nothing either; an admin need not be known in Chorus.
    await tab.slack.click_view(ana, tab.slack.home(rosa)["id"], admin.TURN)
    await tab.slack.wait_for(lambda: "Only an admin" in tab.shown(tab.slack.home(ana)))
    assert await tab.app.house.switches.get("writes") is None
    ivos = tab.shown(await tab.home("ivo"))
    assert "There is no Chorus user" in ivos
    assert "For admins" in ivos
    assert "My recorders" not in ivos

    await tab.home("rosa")
    await tab.press("rosa", f"{admin.BACK}:auto_join", "went back to it")
    assert not await tab.joined(next(LINKS))
    assert [what for what, _ in await tab.record("setting:auto_join")] == ["setting chosen"] * 2


async def test_rules_are_refused_with_their_line_and_change_the_next_digest(tab: Tab) -> None:
    digests, anas_id = Digests(tab, tab.app), str(tab.person("ana").chorus_user_id)
    digests.schedule = replace(digests.schedule, reps=(anas_id,))
    assert await digests.send()
    before = await digests.standings()
    last = await tab.app.house.readings.last_sent("S1")
    assert last is not None
    shown = tab.shown(await tab.home("ana"))
    assert sum(row["name"] in shown for id, row in last["standings"].items() if id in before) == min(
        len(before), mine.DEALS
    )

    await tab.home("rosa")
    form = await tab.modal("rosa", admin.RULES)
    bad = await tab.fill("rosa", form, rules__0="levels:\n  at_risk: 4\n  act: 2")
    assert bad["errors"]["rules:0"].startswith("Line 3: levels.act: must not be less")
    was = tab.slack.home(tab.person("rosa"))
    assert (
        await tab.fill(
            "rosa", form, rules__0="levels:\n  at_risk: 4\n  act: 9\nrules: {R2: {from: Negotiation}}"
        )
        == {}
    )
    now = tab.shown(await tab.home_after("rosa", was))
    assert "At risk from 4 reasons, act from 9" in now
    assert "R2 differs from what Chorister comes with" in now
    world = tab.world
    world.clock.advance(60)
    assert await digests.send()
    assert before
    assert await digests.standings() == {}
    assert "None of your deals was at risk by the last digest" in tab.shown(await tab.home("ana"))

    world.truto.faults.add("500", match="list_all_chorus_users", times=None)
    world.clock.advance(timedelta(minutes=10))
    away = tab.shown(await tab.home("rosa"))
    assert "I do not know just now who reports to whom" in away
    assert "Switches" in away


async def test_what_is_ones_own_has_its_buttons_and_leads_to_its_card(tab: Tab) -> None:
    thread = await tab.ask("ana", RECORD)
    await tab.done(thread)
    _, card = await tab.card(PUSH)
    assert "Chorus took the link" in tab.shown(await tab.home("ana"))
    lost = await tab.ask("ana", RECORD.replace("987654321", "123456789"))
    await tab.done(lost)
    (join,) = [
        j for j in await tab.app.house.joins.asked_by(tab.person("ana").slack_id) if "123456789" in j.meeting
    ]
    await tab.app.house.joins.set(join.meeting, join.token, "unseen")
    await tab.home("ana")
    await tab.press("ana", mine.STOP, "That recorder is not watched any more.")
    await tab.until(lost, "asked to stop watching")

    tab.world.clock.advance(timedelta(seconds=30))
    await tab.until(thread, "shows this call as live")
    shown = tab.shown(await tab.home("ana"))
    assert "Chorus shows this call as live." in shown
    where = await tab.app.house.speaker.permalink(tab.channel, card["ts"])
    assert f"open the card ({where})" in shown
    assert "Northwind" in shown or "CRM field" in shown

    await tab.press("ana", mine.LEAVE, "its thread says what becomes of it")
    await tab.until(thread, "asked the recorder to leave")
    assert len(tab.world.truto.calls(LEAVE)) == 1

    await tab.home("rosa")
    await tab.press("rosa", admin.TURN, "Writing is off from now on")
    assert "was switched off by" in tab.shown(await tab.home("ana"))
    await tab.app.house.switches.set("writes", True, "UROSA00001", tab.app.house.now())
    await tab.press("rosa", admin.TURN, "That was done before you clicked")

    help = await tab.modal("ana", mine.HELP)
    assert "What you can type" in "\n".join(lines_of(help["blocks"]))
    was = tab.slack.home(tab.person("ana"))
    opened = await tab.modal("ana", mine.CONNECT)
    linked = await tab.slack.wait_for(
        lambda: found if "link_token=" in str(found := tab.slack.modal(tab.person("ana"))) else None
    )
    assert linked["id"] == opened["id"]
    assert "nothing was connected by it yet" in tab.shown(await tab.home_after("ana", was))
    await tab.press("ana", mine.DISCONNECT, "runs on the one that everybody shares again")
    assert "link_token" not in str(await checkpoints(tab))


async def checkpoints(tab: Tab) -> list[Any]:
    """What the engine keeps of the stories."""
    made = tab.app.house.settings.engine
    engine = sa.create_engine(made)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(sa.text("select output from operation_outputs"))]
    engine.dispose()
    return found


async def test_admins_set_field_rules_search_the_record_and_see_silent_runs(tab: Tab) -> None:
    thread = await tab.ask("ana", PUSH)
    await tab.until(thread, "your decision")
    await tab.app.house.schedules.put(Digests(tab, tab.app).schedule, 0.0)
    await tab.app.house.schedules.mark("S1", "2026-06-02", "failed", tab.app.house.now(), "Chorus is away")
    shown = tab.shown(await tab.home("rosa"))
    assert "*failed*: Chorus is away" in shown
    assert "*Claude*: last seen working" in shown
    assert "*Chorus*: last seen working" in shown

    form = await tab.modal("rosa", admin.FIELD)
    wrong = await tab.fill("rosa", form, field="?!", policy="append")
    assert "no name of a CRM field" in wrong["errors"]["field"]
    was = tab.slack.home(tab.person("rosa"))
    assert await tab.fill("rosa", form, field="Next_Step", policy="append", values="") == {}
    assert "“Next_Step”: *append*" in tab.shown(await tab.home_after("rosa", was))
    again = await tab.modal("rosa", admin.FIELD)
    other = await tab.fill("rosa", again, field="next step", policy="never")
    assert "“Next_Step”: *append*" in "\n".join(lines_of(other["view"]["blocks"]))
    edit = await tab.modal("rosa", admin.FIELDS, value="Next_Step")
    taken = await tab.fill("rosa", edit, policy=DEFAULT, values="a, b")
    assert "no values can stand here" in taken["errors"]["values"]
    assert await tab.fill("rosa", edit, policy=DEFAULT) == {}
    assert await tab.app.house.field_rules.all() == {}

    search = await tab.modal("rosa", admin.AUDIT)
    found = await tab.fill("rosa", search, person=tab.person("ana").slack_id)
    said = "\n".join(lines_of(found["view"]["blocks"]))
    assert "card" in said
    assert "proposed" in said
    nobody = await tab.modal("rosa", admin.AUDIT)
    assert "Nothing like that" in str(await tab.fill("rosa", nobody, deal="no such deal"))
    forged = await tab.slack.submit(tab.person("ana"), (await tab.modal("rosa", admin.AUDIT))["id"])
    assert "Only an admin" in str(forged)
