"""
`make crowd`: two hundred people at once in one workspace, a run each, under Slack's and Truto's limits: how often Slack
refuses, how long a thread is silent, and when it gets its first words. The bot is a process of its own; CROWD_RUNS runs
(200) of CROWD_READS reads each (8), the bot's waits and the sandbox's clock CROWD_HURRY times as fast (1).
"""

import asyncio
import os
import re
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from sandbox.claude import tool_use
from sandbox.company.model import Person
from sandbox.slack.journal import Call
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.bench.figures import Direct
from tests.play import Play

RUNS = int(os.environ.get("CROWD_RUNS", "200"))
READS = int(os.environ.get("CROWD_READS", "8"))
HURRY = float(os.environ.get("CROWD_HURRY", "1"))
READ = "get_single_chorus_sales_qualification_by_id"
LONG = "\n\n".join(f"{n}. " + "The buyer asked about the price, and nobody answered. " * 4 for n in range(9))

Thread = tuple[str, str]


async def main() -> None:
    """Measure and print."""
    began = time.time()
    async with World(seed=1, speed=HURRY) as world:
        with tempfile.TemporaryDirectory() as home:
            own = {"CHORISTER_HOME": home, "DAY_BEGAN": str(began), "DAY_SPEED": str(HURRY)}
            own |= {"CHORISTER_MAX_MINUTES": "60"}
            env = {
                k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "TRUTO_", "ANTHROPIC_"))
            }
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.day.hasty"), env=env | world.env() | own
            )
            try:
                await world.slack.wait_for(lambda: world.slack.sockets.open, timeout=60.0)
                await crowd(Play(world))
            finally:
                process.kill()
                await process.wait()


async def crowd(play: Play) -> None:
    """Everybody asks at once; each run reads its calls side by side, and every tenth answer is a long one."""
    play.world.claude.script(*[answer] * (3 * RUNS))
    company = play.world.company
    people = [Direct(play, person) for person in distinct(play, RUNS)]
    asked: dict[Thread, tuple[Direct, float]] = {}
    for n in range(RUNS):
        there = people[n % len(people)]
        ids = " ".join(m.id for m in company.finished(company.person(there.who.key))[:READS])
        thread = await there.say("", f"{n}: look at {ids}")
        asked[(there.channel, thread)] = (there, play.world.clock.now().timestamp())
    began = time.monotonic()
    while not all(there.answers(thread) for (_, thread), (there, _) in asked.items()):
        await asyncio.sleep(1)
        if time.monotonic() - began > 3600 / HURRY:
            break
    report(play, {thread: at for thread, (_, at) in asked.items()}, (time.monotonic() - began) * HURRY)


def distinct(play: Play, count: int) -> list[Person]:
    """So many people whom Slack has to be asked about one by one; in Chorus they are the few of the company."""
    company, users = play.world.company, play.slack.workspace.users
    there = [person for person in company.people if company.finished(person)]
    made = [replace(there[n % len(there)], slack_id=f"UCROWD{n:04}") for n in range(count)]
    for person in made:
        users[person.slack_id] = users[company.person(person.key).slack_id] | {"id": person.slack_id}
    return made


def answer(body: dict[str, Any]) -> Any:
    """Read the calls that were named; then say something."""
    said = [m for m in body["messages"] if m["role"] == "user"]
    if any(block["type"] == "tool_result" for block in said[-1]["content"]):
        asked = next(
            b["text"] for b in said[0]["content"] if b["type"] == "text" and ": look at" in b["text"]
        )
        return LONG if re.search(r"\b\d*0: look", asked) else "Nobody named a price."
    text = " ".join(block["text"] for block in said[-1]["content"] if block["type"] == "text")
    return [tool_use(READ, {"id": id}) for id in text.partition("look at ")[2].split()[:READS]]


@dataclass
class Seen:
    """What a thread got, and when, by the journal of Slack."""

    at: dict[Thread, list[float]] = field(default_factory=lambda: defaultdict(list))
    ended: dict[Thread, float] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    """Of each message, the thread it stands in."""

    def take(self, call: Call) -> None:
        """Count a call that put something new before people's eyes."""
        args, now = call.args, call.at.timestamp()
        if call.method in ("chat.postMessage", "chat.postEphemeral", "chat.startStream"):
            thread = (str(args["channel"]), str(args.get("thread_ts") or ""))
            self.threads[str(call.response.get("ts"))] = thread
        elif call.method in ("chat.update", "chat.appendStream"):
            thread = self.threads[str(args["ts"])]
        else:
            return
        self.at[thread].append(now)
        key = ((args.get("metadata") or {}).get("event_payload") or {}).get("key", "")
        if ":answer:0" in key:
            self.ended.setdefault(thread, now)


def report(play: Play, asked: dict[Thread, float], took: float) -> None:
    """Print the figures."""
    calls, seen = list(play.slack.journal), Seen()
    for call in calls:
        if call.ok:
            seen.take(call)
    first = [min(seen.at[thread]) - at for thread, at in asked.items() if seen.at[thread]]
    silences = []
    for thread, at in asked.items():
        times = [t for t in seen.at[thread] if t <= seen.ended.get(thread, float("inf"))]
        silences.append(max(b - a for a, b in zip([at, *times], times, strict=False)))
    refused = Counter(call.method for call in calls if call.status == 429)
    said = [text_of(m) for channel, ts in asked for m in play.slack.thread(channel, ts)]
    troubles = sum("429" in text or "Slack does not answer" in text or "went wrong" in text for text in said)
    lines = Counter("Still at it" in text for text in said)[True]
    private = sum("Still" in m["text"] for m in play.slack.ephemerals)
    print(
        f"{RUNS} runs at once, {len(play.world.truto.journal)} calls to Truto in {took:.0f} s; "
        f"{len(seen.ended)} answered, {len(play.slack.calls('chat.startStream'))} of them streamed"
    )
    print(
        f"refused by Slack: {sum(refused.values())} of {len(calls)} calls {dict(refused)}; told of it: {troubles}"
    )
    print(f"first words after: {spread(first)}; longest silence of a thread: {spread(silences)}")
    print(f"lines in place of edits: {private} private ones, {lines} in threads")


def spread(seconds: list[float]) -> str:
    """Median, 99th percentile and longest."""
    ordered = sorted(seconds)
    p99 = ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
    return f"p50 {statistics.median(ordered):.1f} s, p99 {p99:.1f} s, at most {ordered[-1]:.1f} s"


if __name__ == "__main__":
    asyncio.run(main())
