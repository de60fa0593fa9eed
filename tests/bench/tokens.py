"""
What the three jobs cost in tokens with every tool of the account bound, behind a search or all in view. Tokens are the
sandbox's count, about four characters each, and its cache works by real prefixes.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bot.agent.budget import cost
from sandbox.claude import Request
from sandbox.truto.catalog import catalogue
from sandbox.world import World
from tests.play import PUSH, RECORD, REVIEW, Play


@dataclass(frozen=True)
class Cost:
    """What one job sent to Claude."""

    job: str
    rounds: int
    tokens: int
    """Input tokens of all rounds together, cached ones included."""
    fresh: int
    """Those of them that no cache held."""
    usd: float
    cached: float
    """The smallest share of a repeated prefix that came out of the cache, from the second round on."""

    def __str__(self) -> str:
        return (
            f"{self.job}: {self.tokens:,} input tokens in {self.rounds} rounds, {self.fresh:,} of them not cached, "
            f"${self.usd:.3f} with the answers; {self.cached:.0%} of the repeated prefix from the cache"
        )


def everything(world: World) -> str:
    """All tools that change something, as CHORISTER_ALLOW takes them."""
    tools = catalogue(world.truto.options)
    return ",".join(f"{t['resource']}.{t['method']}" for t in tools if t["method"] not in ("list", "get"))


async def costs(play: Play) -> list[Cost]:
    """The three jobs, one after the other, as three people's first requests of the day."""
    return [
        await _cost("intercept", play, "ana", RECORD, "Chorus took the link"),
        await _cost("write back", play, "ana", PUSH, "your decision"),
        await _cost("review", play, "sam", REVIEW, "is empty or at risk in"),
    ]


async def _cost(job: str, play: Play, name: str, words: str, end: str) -> Cost:
    seen = len(play.world.claude.asked)
    thread = await play.ask(name, words)
    await play.until(thread, end)
    if end != "your decision":
        await play.done(thread)
    return cost_of(job, [r for r in play.world.claude.asked[seen:] if r.body.get("tools")])


def cost_of(job: str, asked: list[Request]) -> Cost:
    """What the rounds of one job come to."""
    usages = [request.response["usage"] for request in asked]
    shares = [now["cache_read_input_tokens"] / total(before) for before, now in pairwise(usages)]
    fresh = sum(total(usage) - usage["cache_read_input_tokens"] for usage in usages)
    usd = sum(cost(request.body["model"], request.response["usage"]) for request in asked)
    return Cost(job, len(asked), sum(map(total, usages)), fresh, usd, min(shares, default=1.0))


def total(usage: dict[str, Any]) -> int:
    """All input tokens of one answer."""
    counted = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
    return sum(usage[name] for name in counted)
