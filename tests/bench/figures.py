"""
`make figures`: what the bot itself costs, measured from outside against the sandbox. The bot is a process of its own; the
remote ends answer at once, so what is measured includes the sandbox's own work and is an upper bound.
"""

import asyncio
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from bot.slack.cards import APPROVE
from sandbox.claude import tool_use
from sandbox.company.model import Person
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.bench.tokens import costs, everything
from tests.play import JOIN, WRITE, Play

RUNS, ROUNDS, CLICKS = 3, 5, 15
# More calls to Truto than this and the bot would rightly wait: 50 in 10 seconds is the limit it keeps.


async def main() -> None:
    """Measure and print, one figure a line."""
    async with World(seed=1) as world, bot(world) as pid:
        world.slack.rate_limits = world.truto.options.rate_limits = False
        play = Play(world)
        await play.done(await play.ask("ana", "help"))
        print(f"resident memory after the first run: {rss(pid)} MB")
        print(await first_words(play))
        await asyncio.sleep(11)  # the limits it keeps are counted over ten seconds
        me = await rounds(play, "list_all_chorus_me")
        get = await rounds(play, "get_single_chorus_sales_qualification_by_id")
        print(f"added per Claude round: {me * 1000:.0f} ms (median of {RUNS} runs of {ROUNDS} rounds)")
        print(await joined(play))
        print(await written(play))
        print(f"added per tool call at Truto: {(get - me) * 1000:.0f} ms (the same, with a call each)")
        for count, pause in ((60, 0.5), (150, 0.1)):
            print(await acknowledgements(play, count, pause))
        print(f"resident memory after 300 runs: {rss(pid)} MB")
    for form in ("search", "flat"):
        await tokens(form)


async def tokens(form: str) -> None:
    """What the three jobs cost at Claude with every tool bound, in one form of the tool list."""
    async with World(seed=1) as world, bot(world, CHORISTER_TOOLS=form, CHORISTER_ALLOW=everything(world)):
        for found in await costs(Play(world)):
            print(f"sixty tools, {form}: {found}")


@asynccontextmanager
async def bot(world: World, **settings: str) -> AsyncIterator[int]:
    """The bot as users run it; its process id."""
    with tempfile.TemporaryDirectory() as home:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "TRUTO_", "ANTHROPIC_"))}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            env=env
            | world.env()
            | {"CHORISTER_HOME": home, "CHORISTER_MAX_TURNS": "99"}
            | {"CHORISTER_AUTO_JOIN": world.slack.channels["deals"]}
            | settings,
        )
        try:
            await world.slack.wait_for(lambda: bool(world.slack.sockets.open), timeout=30)
            yield process.pid
        finally:
            process.terminate()
            await process.wait()


async def first_words(play: Play) -> str:
    """From the moment a message is posted to the bot's first message in its thread."""
    taken = []
    for n in range(30):  # three in each direct message: more, and the bot would keep to Slack's pace
        there = stage(play, n)
        began = time.perf_counter()
        thread = await there.ask("ana", "help")
        await play.slack.wait_for(lambda thread=thread, there=there: bool(there.replies(thread)))
        taken.append(time.perf_counter() - began)
        await there.done(thread)
    return f"message to first words: {spread(taken)} ({len(taken)} messages, one at a time)"


def stage(play: Play, n: int) -> Play:
    """Another direct message each time: the bot keeps to Slack's one message a second in each channel."""
    people = [person for person in play.world.company.people if person.chorus_user_id]
    return Direct(play, people[n % len(people)])


class Direct(Play):
    """A direct message between the bot and one person."""

    def __init__(self, play: Play, person: Person) -> None:
        super().__init__(play.world, play.slack.dm(person))
        self.who = person

    async def say(self, name: str, text: str, thread: str | None = None) -> str:
        return await self.slack.say(self.who, self.channel, text, thread_ts=thread)


async def joined(play: Play) -> str:
    """From a link posted in an auto-join channel to the join request reaching Truto."""
    taken, truto = [], play.world.truto
    for n in range(15):
        seen = len(truto.calls(JOIN))
        began = time.perf_counter()
        await play.say("ana", f"demo https://zoom.us/j/{900_000_000 + n}")
        call = await truto.wait_for(
            lambda seen=seen: next((c for c in truto.calls(JOIN)[seen:] if c.status), None)
        )
        taken.append(call.span[0] - began)
        await asyncio.sleep(2)
    return f"posted link to join request: {spread(taken)} ({len(taken)} links in an auto-join channel)"


async def rounds(play: Play, tool: str) -> float:
    """Seconds per further round of a run that calls one tool per round."""
    taken = []
    for n in range(RUNS):
        short, long = [await run(stage(play, n), tool, length) for length in (1, 1 + ROUNDS)]
        taken.append((long - short) / ROUNDS)
    return statistics.median(taken)


async def run(there: Direct, tool: str, n: int) -> float:
    """Seconds of a run with n rounds of tool calls, from the message to the answer."""
    meeting = there.world.company.last_finished(there.person("ana")).id
    arguments = {"id": meeting} if tool.startswith("get") else {}
    there.world.claude.script(*[[tool_use(tool, arguments)] for _ in range(n)], "That is all.")
    began = time.perf_counter()
    await there.done(await there.ask("", "go"))
    return time.perf_counter() - began


async def written(play: Play) -> str:
    """From a click on Approve to a card that says written, less what Truto and Slack took to answer meanwhile."""
    taken, whole = [], []
    truto, slack = play.world.truto.journal, play.slack.journal
    ready = [card async for card in cards(play)]
    await asyncio.sleep(
        11
    )  # people read a card before they click; the limits it keeps are counted over ten seconds
    for there, thread, card in ready:
        since, began = (len(truto), len(slack)), time.perf_counter()
        await there.slack.click(there.who, there.channel, card["ts"], APPROVE)
        await there.until(thread, "CRM update: written")
        ended = time.perf_counter()
        asked = [*truto[since[0] :], *slack[since[1] :]]
        assert sum(call.tool == WRITE for call in truto[since[0] :]) == 1
        taken.append(ended - began - covered([call.span for call in asked if call.span[1]], ended))
        whole.append(ended - began)
        await asyncio.sleep(1.5)
    return (
        f"click on Approve to written: {spread(taken)} added to what Truto and Slack took ({spread(whole)} in all; "
        f"{len(taken)} cards)"
    )


async def cards(play: Play) -> AsyncIterator[tuple["Direct", str, dict[str, Any]]]:
    """Open cards with something ticked, no two on the same deal."""
    world, found = play.world, 0
    calls = [m for p in world.company.people for m in world.company.finished(p) if m.deal and m.qualification]
    for meeting in {m.deal.id: m for m in calls if m.deal and m.deal.is_open}.values():
        there = Direct(play, meeting.owner)
        thread = await there.ask("", f"push the fields of meeting {meeting.id} into the CRM")
        card = await there.slack.wait_for(partial(decidable, there, thread), timeout=30)
        if card != "none":
            yield there, thread, card
            found += 1
        if found == CLICKS:
            break


def covered(spans: list[tuple[float, float]], until: float) -> float:
    """Seconds in which at least one of the calls was in the other end's hands."""
    total = last = 0.0
    for began, ended in sorted(spans):
        total += max(0.0, min(ended, until) - max(began, last))
        last = max(last, ended)
    return total


def decidable(there: Direct, thread: str) -> Any:
    """The card of a thread once it has a ticked field to approve; "none" where there is nothing to write."""
    if there.answers(thread):
        return "none"
    found = (m for m in there.replies(thread) if "your decision" in text_of(m))
    card = next(found, None)
    return card if card is None or "[x]" in text_of(card) else "none"


async def acknowledgements(play: Play, count: int, pause: float) -> str:
    """From the moment an event is sent to its acknowledgement, with messages at an even pace in direct messages."""
    seen, sent = len(play.slack.acks), []
    for n in range(count):
        there = stage(play, n)
        sent.append((there, await there.ask("", "help")))
        await asyncio.sleep(pause)
    for there, ts in sent:
        await play.slack.wait_for(lambda there=there, ts=ts: bool(there.answers(ts)), timeout=120)
    found = spread([seconds for _, seconds in play.slack.acks[seen:]])
    return f"event to acknowledgement: {found} ({count} messages, {1 / pause:g} a second)"


def spread(seconds: list[float]) -> str:
    """Median and 99th percentile in milliseconds."""
    ordered = sorted(seconds)
    p99 = ordered[min(len(ordered) - 1, math.ceil(0.99 * len(ordered)) - 1)]
    return f"p50 {statistics.median(ordered) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms"


def rss(pid: int) -> int:
    """Resident memory of a process in MB."""
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return round(int(shown.stdout) / 1024)


if __name__ == "__main__":
    asyncio.run(main())
