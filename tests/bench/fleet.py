"""
`make fleet`: three processes on one PostgreSQL behind a load balancer, a workspace with 1,000 events a minute, kill -9 of
one of them every 30 seconds. Slack, Truto and Claude are the sandbox's, in a process of their own; they keep their limits
and take their time. FLEET_MINUTES (5), FLEET_RATE (1000), FLEET_PROCESSES (3), FLEET_SEED (1). Ends with 1 if anything was
lost or doubled.
"""

import asyncio
import os
import sys
from collections import Counter

from tests.fleet import latency
from tests.fleet.crew import ask
from tests.fleet.gauges import Gauges, gauged, spread
from tests.fleet.scene import Scene, Size, staged
from tests.fleet.server import served
from tests.fleet.verdict import Verdict

MINUTES = float(os.environ.get("FLEET_MINUTES", "5"))
RATE = float(os.environ.get("FLEET_RATE", "1000"))
PROCESSES = int(os.environ.get("FLEET_PROCESSES", "3"))
SEED = int(os.environ.get("FLEET_SEED", "1"))
SOON_OVER = {"CHORISTER_POLL": "2"}
"""The recorded calls last a minute; by the default a live one is looked at after twelve."""
EVERY, FIRST = 30, 15
"""Seconds between two deaths, and before the first."""


async def main() -> int:
    """Play, judge, tell."""
    deaths = tuple(float(at) for at in range(FIRST, int(MINUTES * 60), EVERY))
    size = Size(PROCESSES, RATE, MINUTES, SEED, kill_at=deaths, settings=SOON_OVER)
    with served() as server:
        async with staged(size, server.database()) as scene:
            options = scene.world.truto.options
            options.longest_call, options.processing = 60.0, 20.0
            async with gauged(scene.crew, server.pid) as gauges:
                verdict = await scene.play()
            tell(scene, verdict)
            tell_times(scene)
            tell_costs(scene, gauges)
    return 0 if verdict.is_good else 1


def tell(scene: Scene, verdict: Verdict) -> None:
    """What happened, and what should not have."""
    sent, acts = scene.world.slack.delivery.sent, Counter(wish.act for wish in scene.staff.wishes)
    events = [d for d in sent if d.kind == "events_api"]
    own = {d.envelope_id for d in events if latency.is_own(scene.world, d)}
    people = {d.envelope_id for d in events} - own
    print(
        f"{len(people)} events of people and other apps in {scene.size.minutes:g} minutes, and {len(own)} of the bot's "
        f"own words; {len(scene.crew.deaths)} times kill -9 of one of {scene.size.processes} processes"
    )
    print("of them for the bot: " + ", ".join(f"{n} {act.name.lower()}" for act, n in acts.items()))
    retried = Counter(f"{d.reason} {d.attempt}" for d in events if d.reason.startswith("http"))
    print(
        f"{len(sent)} deliveries; {retried.total()} retries of Slack's ({dict(retried)}); the balancer answered "
        f"{dict(scene.balancer.answers)}; {sum(d.acked_after is None for d in scene.staff.clicks)} of "
        f"{len(scene.staff.clicks)} clicks failed, and were made again"
    )
    for name in ("lost", "doubled", "untrue"):
        wrong = getattr(verdict, name)
        print(f"{name}: {len(wrong)}", *wrong[:20], sep="\n  " if wrong else "")
    limited = Counter(call.method for call in scene.world.slack.journal if call.status == 429)
    refused = sum(call.status == 429 for call in scene.world.truto.journal)
    print(f"refused for a limit: by Slack {limited.total()} {dict(limited)}, by Truto {refused}")


def tell_times(scene: Scene) -> None:
    """How long things took."""
    told = [each for each in latency.told(scene.world) if not each.own]
    gone = [each for each in told if latency.while_somebody_is_gone(scene, each.at)]
    here = [each.took for each in told if not latency.while_somebody_is_gone(scene, each.at)]
    print(f"event to acknowledgement, retries included: {spread([each.took for each in told])}")
    print(
        f"  while a process was dead or not back: {spread([each.took for each in gone])} ({len(gone)} events)"
    )
    print(f"  while all lived: {spread(here)} ({len(here)} events)")
    print(f"message to first words: {spread([*latency.first_words(scene)], 's')}")
    print(f"question to answer: {spread([*latency.answers(scene)], 's')}")
    print(
        f"work of the dead taken over after: {spread(scene.taken_over, 's')} "
        f"({len(scene.taken_over)} of {len(scene.crew.deaths)} dead held any)"
    )


def tell_costs(scene: Scene, gauges: Gauges) -> None:
    """What it took."""
    took = scene.took
    print(
        f"processor: bots {gauges.bots_cpu:.0f} s ({gauges.bots_cpu / took:.2f} of a core, starts included), "
        f"PostgreSQL {gauges.postgres_cpu:.0f} s, sandbox, balancer and people {gauges.sandbox_cpu:.0f} s, in {took:.0f} s; "
        f"memory of a process at most {scene.crew.peak} MB"
    )
    print(f"PostgreSQL: at most {gauges.connections} connections, {megabytes(scene)} MB in the end")
    print(f"the sandbox's own event loop was late by {spread(gauges.late)}")


def megabytes(scene: Scene) -> int:
    """The size of the database."""
    return ask(scene.crew.url, "select pg_database_size(current_database())") // 1024**2


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
