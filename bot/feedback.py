"""`chorister feedback`: what people thought of answers, newest first, each with the request it is about."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.markup import escape

from bot.errors import BotError, reference
from bot.records import rows_of
from bot.settings import Settings
from bot.slack.feedback_words import REASONS, Verdict
from bot.slack.text import flat
from bot.store.audit import Audit
from bot.store.feedback import Feedback
from bot.trace import by_run, with_requests
from bot.trace_words import at

Row = dict[str, Any]
LISTED = 50
"""Ratings shown where nothing narrows them."""


ASKED = ("asked", "went on")
"""What says what a run was asked: itself, or before it went on after a card."""


@dataclass(frozen=True)
class Opinion:
    """One person's rating of one answer, with what is on record of the run behind it."""

    at: float
    person: str
    name: str
    verdict: str
    reason: str
    words: str
    request: str
    run: str
    turns: int | None = None
    """Answers of Claude's in the run; None where nothing is on record."""
    usd: float | None = None

    @property
    def reference(self) -> str:
        """As it stands in the log, and under what failed."""
        return reference(self.run)


async def feedback(
    settings: Settings, since: float = 0.0, *, bad: bool = False, as_json: bool = False, workspace: str = ""
) -> int:
    """Print what was rated."""
    async with rows_of(settings, workspace) as db:
        rated, rows = await Feedback(db).since(since), await Audit(db).all()
    found = [
        one for one in opinions(rated, with_requests(by_run(rows))) if not bad or one.verdict == Verdict.BAD
    ]
    if not found and not as_json:
        raise BotError("Nobody has rated an answer like that yet.")
    if as_json:
        sys.stdout.writelines(f"{line(one)}\n" for one in found)
        return 0
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    for text in told(found[: None if since or bad else LISTED]):
        console.print(text)
    return 0


def opinions(rated: Iterable[Row], runs: Mapping[str, Sequence[Row]]) -> Iterator[Opinion]:
    """Each rating beside what its run was asked, and what it took."""
    for row in rated:
        on_record = runs.get(row["run"], ())
        asked: Row = next((one["detail"] for one in on_record if one["what"] in ASKED), {})
        rounds = [one["detail"] for one in on_record if one["what"] == "round"]
        usd = round(sum(float(one.get("usd", 0.0)) for one in rounds), 6)
        took = (len(rounds), usd) if rounds else (None, None)
        yield Opinion(**row, request=str(asked.get("words", "")), turns=took[0], usd=took[1])


def told(found: Iterable[Opinion]) -> Iterator[str]:
    """An opinion in a few lines, in words that no terminal takes for orders."""
    for one in found:
        verdict = "not helpful" if one.verdict == Verdict.BAD else "good"
        why = f": {REASONS[one.reason].lower()}" if one.reason in REASONS else ""
        cost = "" if one.usd is None else f"  {one.turns} turns, ${one.usd:.4f}"
        who = f"{flat(one.name, 80)} ({one.person})"
        yield escape(f"{at({'at': one.at})}  {verdict}{why}  by {who}  reference {one.reference}{cost}")
        yield from (escape(f"    {said}") for said in _words(one))


def _words(one: Opinion) -> Iterator[str]:
    if one.words:
        yield f"they say: {flat(one.words, 1000)}"
    yield f"request: {flat(one.request, 300)}" if one.request else "request: not on record any more"


def line(one: Opinion) -> str:
    """An opinion as a line of JSON Lines."""
    when = datetime.fromtimestamp(one.at, UTC).isoformat()
    return json.dumps(vars(one) | {"at": when, "reference": one.reference}, ensure_ascii=False)
