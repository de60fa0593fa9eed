"""`chorister audit`: who asked, what was proposed, who decided, what was sent and what came back, from the record alone."""

import json
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rich.console import Console

from bot.errors import BotError, reference
from bot.records import rows_of
from bot.settings import Settings
from bot.store.audit import Audit
from bot.trace_words import listed, names_in, told
from tools.crm_links import same_record

Row = dict[str, Any]
Runs = dict[str, list[Row]]
LISTED = 20
CARDS = ("proposal:", "errand:")
"""How the runs of cards begin."""


@dataclass(frozen=True)
class Wanted:
    """What to look for; every part narrows it further."""

    card: str | None = None
    """The beginning of a card's id; or, whole, a run's id or reference."""
    deal: str | None = None
    """A CRM record's id, or part of a deal's name."""
    person: str | None = None
    """A Slack id, or part of a name or an e-mail address."""
    since: float | None = None

    @property
    def is_narrow(self) -> bool:
        return any((self.card, self.deal, self.person, self.since))


async def audit(settings: Settings, wanted: Wanted, *, as_json: bool = False, workspace: str = "") -> int:
    """Print the record: whole for one card, a line each for more, or every row as JSON Lines."""
    async with rows_of(settings, workspace) as db:
        runs = by_run(await Audit(db).all())
    found = matching(runs, wanted) or (named(runs, wanted.card) if wanted.card else {})
    if not found:
        gone = f"No card or run {wanted.card} is on record."
        raise BotError(gone if wanted.card else "Nothing like that is on record.")
    if as_json:
        for row in sorted((r for rows in found.values() for r in rows), key=lambda r: float(r["at"])):
            sys.stdout.write(json.dumps(_public(row), ensure_ascii=False) + "\n")
        return 0
    names = names_in(row for rows in runs.values() for row in rows)
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    asked = {run: rows for run, rows in with_requests(runs).items() if run in found}
    newest = sorted(asked.items(), key=lambda item: float(item[1][-1]["at"]), reverse=True)
    if wanted.card:
        rows = sorted((r for rows in found.values() for r in rows), key=lambda r: float(r["at"]))
        lines = told(rows, names)
    else:
        lines = [listed(run, rows, names) for run, rows in newest[: None if wanted.is_narrow else LISTED]]
    for line in lines:
        console.print(line)
    return 0


def by_run(rows: Sequence[Row]) -> Runs:
    """Rows by their run, each run oldest first."""
    runs: Runs = {}
    for row in rows:
        runs.setdefault(row["run"], []).append(row)
    return runs


def with_requests(runs: Runs) -> Runs:
    """
    The same runs, where each that went on after a card begins with what the card was asked for, and where: it was asked
    nothing itself.
    """
    return {run: [*_went_on(run, rows, runs), *rows] for run, rows in runs.items()}


def _went_on(run: str, rows: Sequence[Row], runs: Runs) -> list[Row]:
    kind, _, id = run.partition(":")
    card = next((one for prefix in CARDS for one in runs.get(prefix + id, ()) if kind == "turn"), None)
    if card is None or any(row["what"] == "asked" for row in rows):
        return []
    detail = {"words": card["detail"].get("request", ""), "place": card["detail"].get("place")}
    return [rows[0] | {"what": "went on", "who": card["who"], "deal": None, "detail": detail}]


def named(runs: Runs, name: str) -> Runs:
    """The run with this id or reference, as an answer, the log and `chorister feedback` tell it; its cards come along."""
    found = {run: rows for run, rows in runs.items() if name == run or name.upper() in _references(run)}
    for run in list(found):
        cards = [card for card, rows in runs.items() if card.startswith(CARDS) and _is_near(run, card, rows)]
        for card in cards:
            found |= matching(runs, Wanted(card=card.partition(":")[2]))
    return found


def _references(run: str) -> set[str]:
    """Of a run, and of the work that ended before the run it was for had begun."""
    kind, _, rest = run.partition(":")
    return {reference(run), reference(f"ask:{rest}")} if kind == "turn" else {reference(run)}


def _is_near(run: str, card: str, rows: Sequence[Row]) -> bool:
    """Whether a run made a card, or went on after it."""
    return run == f"turn:{card.partition(':')[2]}" or any(row["detail"].get("turn") == run for row in rows)


def matching(runs: Runs, wanted: Wanted) -> Runs:
    """The runs that are looked for; with a card come the turn that made it and the one that followed."""
    who = _ids(runs, wanted.person) if wanted.person else set()
    found = {run: rows for run, rows in runs.items() if _fits(run, rows, wanted, who)}
    for run, rows in list(found.items()):
        if run.startswith(CARDS):
            near = {*(row["detail"].get("turn") for row in rows), f"turn:{run.partition(':')[2]}"}
            found |= {other: runs[other] for other in near if other in runs}
    return found


def _ids(runs: Runs, person: str) -> set[str]:
    """The Slack ids of a person: some rows know their name, all know their id."""
    return {row["who"] for rows in runs.values() for row in rows if _is_named(row, person)}


def _fits(run: str, rows: Sequence[Row], wanted: Wanted, who: Collection[str]) -> bool:
    if wanted.card and not run.startswith(tuple(f"{kind}{wanted.card}" for kind in CARDS)):
        return False
    if wanted.since and float(rows[-1]["at"]) < wanted.since:
        return False
    if wanted.deal and not any(_is_deal(row, wanted.deal) for row in rows):
        return False
    return not wanted.person or any(row["who"] in who for row in rows)


def _is_deal(row: Row, deal: str) -> bool:
    named = str(row["detail"].get("opportunity_name", "")).lower()
    return bool(row["deal"] and same_record(row["deal"], deal)) or deal.lower() in named


def _is_named(row: Row, person: str) -> bool:
    known = (row["detail"].get(key) for key in ("name", "email", "asker_name", "asker_email"))
    return row["who"] == person or any(person.lower() in str(word).lower() for word in known if word)


def _public(row: Row) -> Row:
    at = datetime.fromtimestamp(row["at"], UTC).isoformat()
    return {"at": at, **{k: row[k] for k in ("run", "what", "who", "deal", "detail")}}
