"""What an answer to a write complains about, change by change: a JSON:API error points at the place it means."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tools.shapes import plain, text

PLACE = re.compile(r"crm_changes/(\d+)(?:/|$)")


def complaints(answer: Any) -> dict[str, str]:
    """The vendor's own words by the number of the change they are about; empty when no change is named."""
    found: dict[str, str] = {}
    for error in _errors(answer):
        source = error.get("source")
        at = PLACE.search(str(source.get("pointer", ""))) if isinstance(source, Mapping) else None
        words = next((w for key in ("detail", "message", "title") if (w := text(error.get(key)))), None)
        if at and words:
            found.setdefault(str(int(at.group(1))), (plain(words) or words)[:500])
    return found


def _errors(answer: Any) -> Iterator[Mapping[str, Any]]:
    """The errors of a document, in whatever Truto wrapped it."""
    if not isinstance(answer, Mapping):
        return
    listed = answer.get("errors")
    yield from (e for e in listed if isinstance(e, Mapping)) if isinstance(listed, list) else ()
    for wrapper in ("result", "data", "raw_response"):
        yield from _errors(answer.get(wrapper))
