"""Tables: a CRM record, before and after, and what the whole tour came to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from sandbox.company.framework import ALL_FIELDS
from sandbox.tour.checks import Check


@dataclass(frozen=True)
class Result:
    """How one story came out. `tolerant`: what a real Claude may do otherwise is told, but does not count as wrong."""

    title: str
    checks: Sequence[Check]
    tolerant: bool = False

    @property
    def holds(self) -> bool:
        return not self.failures

    @property
    def failures(self) -> list[Check]:
        return [check for check in self.checks if not check.holds and (check.always or not self.tolerant)]


def record_table(title: str, fields: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> Table:
    """Return a CRM record; with `before`, what changed stands out."""
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE, show_header=False)
    table.add_column("field", no_wrap=True)
    table.add_column("value")
    if before is not None:
        table.add_column("changed", no_wrap=True)
    for field in ALL_FIELDS:
        value = fields.get(field.mapping)
        cells = [Text(field.name), Text(str(value)) if value else Text("(empty)", "dim")]
        if before is not None:
            is_new = before.get(field.mapping) != value
            cells[1].stylize("bold green" if is_new else "dim")
            cells.append(Text("← new" if is_new else "", "bold green"))
        table.add_row(*cells)
    return table


def summary_table(results: Sequence[Result]) -> Table:
    """Return story, what was checked, and how it came out."""
    table = Table(title="What came of it", title_justify="left", title_style="bold", box=box.SIMPLE)
    table.add_column("Story", no_wrap=True)
    table.add_column("Checked against the sandbox's own books", ratio=1)
    table.add_column("Result", no_wrap=True)
    for n, result in enumerate(results, 1):
        for row, check in enumerate(result.checks):
            what = Text(check.what)
            if not check.holds:
                what.append(f"\n{check.why}", "red")
            table.add_row(f"{n} {result.title}" if row == 0 else "", what, _verdict(check, result))
    return table


def _verdict(check: Check, result: Result) -> Text:
    if check.holds:
        return Text("ok", "bold green")
    return Text("failed", "bold red") if check in result.failures else Text("differs", "yellow")


def reasons(results: Sequence[Result]) -> list[str]:
    """Return every failure in a line."""
    return [f"{result.title}: {check.what}: {check.why}" for result in results for check in result.failures]
