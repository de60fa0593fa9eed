"""
`python -m tests.upgrade.keep`: real stories in the sandbox, stopped in mid-air, kept as the state of this release in a
folder named after its schema. Run it once for each new migration, look at `git diff`, and leave the older folders alone.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from bot.kept_runs import State, kept_runs
from bot.settings import Settings
from bot.store.schema import revisions
from sandbox.slack.channels import public
from sandbox.world import World
from tests.conftest import AFTERNOON, at_home
from tests.play import JOIN, RECORD, Play
from tests.upgrade.kept_state import HERE, Around, dump

NEEDED = {
    *("chorus_conversations_join", "chorus_sales_qualifications_writeback_crm", "list_all_chorus_me"),
    *("list_all_chorus_conversations", "list_all_chorus_users", "list_all_chorus_engagements"),
    *("get_single_chorus_conversation_by_id", "get_single_chorus_sales_qualification_by_id"),
    *("get_single_chorus_media_by_id", "get_single_chorus_engagement_by_id"),
}
"""A small catalogue makes a small dump."""
CALLS = 80
"""A small company, too."""
READ = "get_single_chorus_sales_qualification_by_id"


async def keep() -> Path:
    """Play, and keep."""
    folder = HERE / revisions()[-1]
    folder.mkdir(parents=True, exist_ok=True)
    async with World(seed=1, now=AFTERNOON, calls=CALLS) as world:
        world.slack.rate_limits = False
        world.truto.options.rate_limits = False
        listed = await _names(world)
        world.truto.options.hidden_tools |= listed - NEEDED
        with tempfile.TemporaryDirectory() as home:
            async with at_home(world, Path(home)) as app:
                stories = await _begun(Play(world), app.house.settings)
                dump(Path(home), folder)
                _around(world, stories).write(folder)
                world.claude.release()
                world.truto.release()
    return folder


async def _names(world: World) -> set[str]:
    from sandbox.truto.catalog import catalogue

    return {tool["name"] for tool in catalogue(world.truto.options)}


async def _begun(play: Play, settings: Settings) -> dict[str, Any]:
    """Four stories, each in the middle."""
    world, claude = play.world, play.world.claude
    thread, card = await play.card()
    await play.until(thread, "Waiting for a decision")
    followed = await play.ask("ana", RECORD)
    await play.until(followed, "Chorus took the link")
    await play.done(followed)
    held = claude.faults.add("hold", match="messages")
    asked = await play.ask("ben", "How many calls did I have today?")
    await claude.wait_for(lambda: held not in claude.faults.pending)
    await play.ask("ben", "And yesterday?", asked)
    while not await asyncio.to_thread(_queued, settings):
        pass
    read = world.truto.faults.add("hold", match=READ, after=2)
    await play.schedule("sam", channel=play.channel)
    shown = await play.digests("sam")
    await play.click("sam", shown, "schedule_run")
    await world.truto.wait_for(lambda: read not in world.truto.faults.pending)
    return {"card": {"thread": thread, "ts": card["ts"]}, "followed": followed, "asked": asked}


def _queued(settings: Settings) -> bool:
    with kept_runs(settings.engine) as runs:
        return bool(runs.listed(states=[State.QUEUED], name="turn"))


def _around(world: World, stories: dict[str, Any]) -> Around:
    channels = world.slack.workspace.channels.values()
    said = {c.id: [public(m) for m in c.messages.values()] for c in channels if c.messages}
    joins = [{"path": c.path, "query": c.query, "body": c.body} for c in world.truto.calls(JOIN)]
    return Around(world.clock.now().isoformat(), said, joins, stories)


if __name__ == "__main__":
    asyncio.run(keep())
