"""Two dozen people ask at once under Slack's own limits: nobody is refused anything. `make crowd` plays two hundred."""

from pathlib import Path

from bot.app import running
from bot.serve import listening
from bot.settings import Settings
from bot.slack.allowances import EDIT
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.bench.crowd import Seen, answer
from tests.bench.figures import Direct
from tests.conftest import Start
from tests.play import Play

RUNS, READS, SPEED = 24, 3, 20.0


async def test_slack_refuses_nothing_to_many_runs_and_each_is_answered(
    tmp_path: Path,
) -> None:
    async with World(seed=1, speed=SPEED) as world:
        settings = Settings.from_env(world.env() | {"CHORISTER_HOME": str(tmp_path)})
        async with (
            running(settings, lambda: world.clock.now().timestamp(), hurry=SPEED) as app,
            listening(app, settings),
        ):
            asked = await ask_all(world)
            for there, thread in asked:
                await there.done(thread)
    seen = Seen()
    for call in world.slack.journal:
        assert call.status != 429, call.method
        seen.take(call)
    assert all(len(seen.at[(there.channel, thread)]) >= 3 for there, thread in asked)
    assert not any("Slack" in text for there, thread in asked for text in there.texts(thread))


async def ask_all(world: World) -> list[tuple[Direct, str]]:
    """Everybody asks in direct messages, one after the other and without waiting for an answer."""
    play, company = Play(world), world.company
    world.claude.script(*[answer] * (3 * RUNS))
    people = [Direct(play, person) for person in company.people if company.finished(person)]
    asked = []
    for n in range(RUNS):
        there = people[n % len(people)]
        ids = " ".join(meeting.id for meeting in company.finished(there.who)[:READS])
        asked.append((Direct(play, there.who), await there.say("", f"{n}: look at {ids}")))
    return asked


async def test_a_plan_that_had_to_wait_for_room_is_closed_once_and_keeps_no_later_question_waiting(
    start: Start, world: World
) -> None:
    async with start() as app:
        play = Play(world)
        await app.house.speaker.outbox._allowances.refused(EDIT, 1.5)
        thread = await play.ask("ana", "help")
        await play.done(thread)
        await play.ask("ana", "help", thread)
        await play.done(thread, runs=2)
        plans = [m["ts"] for m in play.replies(thread) if text_of(m).startswith("Done")]
        closed = [c.args["ts"] for c in world.slack.calls("chat.update") if c.args["text"].startswith("Done")]
        assert closed == plans, "each plan is closed once"
