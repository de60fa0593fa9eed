"""`chorister audit`: who asked, what was proposed, who decided, what was sent and what came back, from the record alone."""

import json
import sys
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.markup import escape

from bot.errors import BotError
from bot.settings import Settings
from bot.store import Database
from bot.store.audit import Audit

LISTED = 20


async def audit(settings: Settings, card: str | None) -> int:
    """Print the record of one card, named by the beginning of its id; without one, the newest cards."""
    path = settings.store_path
    if not path.exists():
        raise BotError(f"There is no store at {path}; is CHORISTER_HOME right?")
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    async with Database.open(path) as db:
        rows = await Audit(db).about(f"proposal:{card}" if card else "proposal:")
    if not rows:
        raise BotError(f"No card {card} is on record." if card else "No card is on record.")
    for line in trace(rows) if card else newest(rows):
        console.print(line)
    return 0


def trace(rows: list[dict[str, Any]]) -> list[str]:
    """Every event of a card, oldest first, with all that was recorded of it."""
    lines: list[str] = []
    for row in rows:
        detail = json.dumps(row["detail"], ensure_ascii=False, indent=2)
        lines += [f"[bold]{_at(row)}  {row['what']}[/bold]  by {escape(row['who'])}", escape(detail)]
    return lines


def newest(rows: list[dict[str, Any]]) -> list[str]:
    """One line a card, the newest last event first."""
    last = {row["run"]: row for row in rows}
    ordered = sorted(last.values(), key=lambda row: float(row["at"]), reverse=True)
    return [
        f"{row['run'].removeprefix('proposal:')[:8]}  {_at(row)}  {row['what']}  by {escape(row['who'])}"
        for row in ordered[:LISTED]
    ]


def _at(row: dict[str, Any]) -> str:
    return datetime.fromtimestamp(row["at"], UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
