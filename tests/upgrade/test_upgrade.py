"""A database of an earlier release, with stories waiting in it, is opened by this one: all of them end, once."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.database_url import in_file
from bot.kept_runs import kept_runs
from bot.store.schema import Age, revisions, schema_of
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import at_home
from tests.play import APPROVE, JOIN, WRITE, Play
from tests.upgrade.keep import CALLS
from tests.upgrade.kept_state import HERE, Around, into_files, into_postgres

RELEASES = sorted(folder.name for folder in HERE.iterdir())


def test_the_newest_schema_or_the_one_before_it_is_kept() -> None:
    """After a migration the state of before it is the previous release's; `python -m tests.upgrade.keep` adds this one's."""
    assert RELEASES[-1] in revisions()[-3:], "too many migrations have come since somebody kept a state"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("release", RELEASES)
async def test_every_story_that_waited_ends_after_the_upgrade(
    release: str, database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder, kept, settings = HERE / release, Around.read(HERE / release), {}
    url = in_file(tmp_path / "chorister.sqlite")
    if database == "sqlite":
        into_files(folder, tmp_path)
    else:
        url = request.getfixturevalue("empty_postgres")
        await asyncio.to_thread(into_postgres, folder, tmp_path, url)
        settings = {
            "DATABASE_URL": url.render_as_string(hide_password=False),
            "CHORISTER_DEAD_AFTER": "2",
        }
    async with World(seed=1, now=datetime.fromisoformat(kept.now), calls=CALLS) as world:
        world.slack.rate_limits = False
        world.truto.options.rate_limits = False
        await kept.restore(world)
        async with at_home(world, tmp_path, **settings) as app:
            await finish(Play(world), kept)
            await nothing_is_left(app)


async def finish(play: Play, kept: Around) -> None:
    """A turn that was cut off, the one in line behind it, half a digest, a call to be followed, a card to be decided."""
    stories, world = kept.stories, play.world
    await play.done(stories["asked"], runs=2)
    await play.slack.wait_for(lambda: digests(play) or None, timeout=play.patience)
    world.clock.advance(timedelta(seconds=30))
    await play.until(stories["followed"], "seen in the call")
    world.clock.advance(timedelta(minutes=60))
    await play.until(stories["followed"], "Chorus has processed the call")
    (card,) = [m for m in play.replies(stories["card"]["thread"]) if m["ts"] == stories["card"]["ts"]]
    await play.click("ana", card, APPROVE)
    await play.until(stories["card"]["thread"], "CRM update: written")
    await play.done(stories["card"]["thread"])
    assert len(digests(play)) == 1
    assert len(play.answers(stories["asked"])) == 2
    assert len(world.truto.calls(WRITE)) == 1
    assert world.truto.calls(JOIN) == [], "the recorder was sent before"


def digests(play: Play) -> list[str]:
    said = map(text_of, play.slack.messages(play.channel))
    return [text for text in said if text.startswith("Deal risk ·")]


async def nothing_is_left(app: App) -> None:
    """No run is unfinished that was begun before, and the schema is that of this release."""
    settings = app.house.settings
    assert (await asyncio.to_thread(schema_of, settings.store)).age is Age.CURRENT

    def left() -> list[str]:
        with kept_runs(settings.engine) as runs:
            return [run.id for run in runs.unfinished()]

    async with asyncio.timeout(10):
        while await asyncio.to_thread(left):
            pass
