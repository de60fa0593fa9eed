"""What a check found: one plain sentence, how bad it is, and what to do."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any


class Mark(Enum):
    """How bad it is."""

    FINE = "✓"
    NOTE = "!"
    """It works; somebody should know, or look at it some time."""
    WRONG = "✗"
    SKIPPED = "–"
    """Nobody could look: a setting is missing."""


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    check: str
    mark: Mark
    say: str
    do: str = ""
    """What to do; empty where nothing is to be done."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"mark": self.mark.name.lower()}


def fine(check: str, say: str) -> Finding:
    return Finding(check, Mark.FINE, say)


def note(check: str, say: str, do: str = "") -> Finding:
    return Finding(check, Mark.NOTE, say, do)


def wrong(check: str, say: str, do: str = "") -> Finding:
    return Finding(check, Mark.WRONG, say, do)


def skipped(check: str, missing: Iterable[str]) -> Finding:
    """A check that needs settings which are not there."""
    return Finding(check, Mark.SKIPPED, f"not looked at: it needs {', '.join(missing)}")


def exit_code(found: Iterable[Finding], *, incomplete: bool) -> int:
    """0: nothing is wrong, 1: something is, 2: settings are missing or malformed."""
    if incomplete:
        return 2
    return 1 if any(each.mark is Mark.WRONG for each in found) else 0
