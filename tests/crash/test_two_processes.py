"""Two processes on one PostgreSQL: what one does the other does not do again, and what a dead one left the other ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import sqlalchemy as sa

from bot.store.database import synchronous
from tests.crash.bots import Process, bot, kill
from tests.play import JOIN, REVIEW, Play

SQF = "get_single_chorus_sales_qualification_by_id"
PAGES = "list_all_chorus_conversations"
MEETINGS = 12


@asynccontextmanager
async def two_bots(live: Play, home: Path, url: sa.URL, **settings: str) -> AsyncIterator[list[Process]]:
    """Two bots of one workspace, both connected."""
    settings |= {"DATABASE_URL": url.render_as_string(hide_password=False), "CHORISTER_DEAD_AFTER": "2"}
    async with bot(live, home, **settings) as one, bot(live, home, **settings) as other:
        await live.slack.wait_for(lambda: len(live.slack.sockets.open) == 2)
        yield [one, other]


async def test_one_meeting_posted_in_two_channels_at_once_gets_one_recorder(
    live: Play, tmp_path: Path, postgres: sa.URL
) -> None:
    here, there = live, Play(live.world, live.slack.channels["random"])
    await live.slack.people.invite(live.slack.me.bot_user_id, there.channel)
    live.world.truto.options.rate_limits = live.slack.rate_limits = False
    both = f"{here.channel},{there.channel}"
    async with two_bots(live, tmp_path, postgres, CHORISTER_AUTO_JOIN=both):
        for n in range(MEETINGS):
            text = f"demo at https://zoom.us/j/{987654300 + n}"
            # Slack takes its connections in turn, so each event goes to another process.
            first, second = await asyncio.gather(here.say("ana", text), there.say("sam", text))
            said = await live.slack.wait_for(lambda a=first, b=second: told(here, a, there, b))
            assert sum("Chorus took the link" in text for text in said) == 1
            assert sum("was not sent a second time" in text for text in said) == 1
    assert len(live.world.truto.calls(JOIN)) == MEETINGS


def told(here: Play, first: str, there: Play, second: str) -> list[str] | None:
    """What both threads say of a recorder, once both say something."""
    said = [here.texts(first), there.texts(second)]
    found = [[t for t in texts if "Chorus took" in t or "second time" in t] for texts in said]
    return [t for part in found for t in part] if all(found) else None


async def test_a_review_goes_on_in_the_other_process_from_where_it_was_killed(
    live: Play, tmp_path: Path, postgres: sa.URL
) -> None:
    truto = live.world.truto
    truto.options.latency, truto.options.rate_limits = 0.2, False
    async with two_bots(live, tmp_path, postgres) as bots:
        thread = await live.ask("sam", REVIEW)
        await truto.wait_for(lambda: truto.calls(PAGES))
        (working,) = [process for process in bots if process.pid in busy(postgres)]
        await truto.wait_for(lambda: truto.calls(SQF))
        pages, before = len(truto.calls(PAGES)), len(truto.calls(SQF))
        await kill(working)
        said = await live.done(thread)
    read = [c.path for c in truto.calls(SQF)]
    assert len(truto.calls(PAGES)) == pages, "no page is listed again"
    assert len(read) <= len(set(read)) + before, "only what was under way is read again"
    assert len(said) == 3, "the plan, the alert, the answer"


def busy(url: sa.URL) -> set[int]:
    """The processes that hold a turn, as the engine's table says; its place in line may be another's."""
    engine = sa.create_engine(synchronous(url))
    with engine.connect() as connection:
        held = connection.exec_driver_sql(
            "select distinct executor_id from dbos.workflow_status where status = 'PENDING' and name = 'turn'"
        ).scalars()
        found = {int(executor.split("-")[-2]) for executor in held}
    engine.dispose()
    return found
