"""Undoing what Chorus and Truto wrap things in: envelopes, JSON:API, epoch times, HTML, empty strings."""

import html
import math
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

Row = Mapping[str, Any]
Side = Literal["ours", "theirs"]

LONGEST_ID = 255
LISTS = ("result", "results", "engagements", "data")
SIDES: Mapping[str, Side] = {
    # Chorus has a word of its own for the customer's side in participants, utterances and clusters.
    **dict.fromkeys(("prospect", "customer", "cust", "theirs"), "theirs"),
    **dict.fromkeys(("rep", "ours"), "ours"),
}


def document(answer: Any) -> dict[str, Any]:
    """One thing with its attributes lifted, whether Truto stripped `data`, kept it or flattened all."""
    if isinstance(answer, list | tuple):
        return document(answer[0]) if answer else {}
    if not isinstance(answer, Mapping):
        return {}
    for wrapper in ("result", "data"):
        inner = answer.get(wrapper)
        if isinstance(inner, Mapping | list):
            return document(inner)
    attributes = answer.get("attributes")
    if not isinstance(attributes, Mapping):
        return dict(answer)
    outer = {key: value for key, value in answer.items() if key != "attributes"}
    return {**attributes, **outer}


def rows(answer: Any) -> list[dict[str, Any]]:
    """The things of a list answer, each as `document` gives it."""
    if isinstance(answer, Mapping):
        inner = next((answer[key] for key in LISTS if isinstance(answer.get(key), list | Mapping)), None)
        return [] if inner is None else rows(inner)
    if not isinstance(answer, list | tuple):
        return []
    if len(answer) == 1 and _is_page(answer[0]):
        return rows(answer[0])
    return [document(row) for row in answer if isinstance(row, Mapping)]


def is_list(answer: Any) -> bool:
    """Whether an answer is a list at all, empty or not: what is none says nothing about what there is."""
    if isinstance(answer, Mapping):
        return any(is_list(answer[key]) for key in LISTS if isinstance(answer.get(key), list | Mapping))
    return isinstance(answer, list | tuple)


def cursor(answer: Any) -> str | None:
    """The next page's cursor, untouched: Chorus's contains a space."""
    if isinstance(answer, list | tuple):
        return cursor(answer[0]) if len(answer) == 1 and _is_page(answer[0]) else None
    if not isinstance(answer, Mapping):
        return None
    own = next((answer[key] for key in ("next_cursor", "continuation_key") if answer.get(key)), None)
    return str(own) if own else cursor(answer.get("result"))


def _is_page(row: Any) -> bool:
    """A vendor's page that Truto put into a list as if it were a row."""
    return isinstance(row, Mapping) and any(isinstance(row.get(key), list) for key in LISTS)


def identity(value: Any) -> str | None:
    """An id as text: Chorus writes the same id as a number here, a string there, and "" or 0 for none. No id is a novel."""
    if value is None or isinstance(value, bool | Mapping | list):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    return None if text in ("", "0") or len(text) > LONGEST_ID else text


def first_id(row: Row, *names: str) -> str | None:
    """The first of these keys that holds an id."""
    return next((found for name in names if (found := identity(row.get(name)))), None)


def text(value: Any) -> str | None:
    """Words, or None where there are none."""
    if value is None or isinstance(value, Mapping | list):
        return None
    return str(value).strip() or None


def plain(value: Any) -> str | None:
    """Chorus's HTML as plain text with its line breaks."""
    words = text(value)
    if words is None:
        return None
    words = re.sub(r"(?i)<br\s*/?>|</(?:p|div|li|h\d)>", "\n", words)
    words = re.sub(r"(?i)<li[^>]*>", "• ", words)
    words = html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", words)).replace("\xa0", " ")
    lines = [" ".join(line.split()) for line in words.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() or None


def texts(value: Any) -> tuple[str, ...]:
    """A list of words without its empty ones; a single string counts as one."""
    many: Iterable[Any] = value if isinstance(value, list | tuple) else (value,)
    return tuple(words for item in many if (words := plain(item)))


def number(value: Any) -> float | None:
    """A finite number, also from a string."""
    if value is None or isinstance(value, bool | Mapping | list):
        return None
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) else None


def when(value: Any) -> datetime | None:
    """An aware time from an epoch in any spelling or from ISO 8601; UTC where no zone is said."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    seconds = number(value)
    try:
        if seconds is not None:
            return datetime.fromtimestamp(seconds / 1000 if abs(seconds) >= 1e11 else seconds, UTC)
        found = datetime.fromisoformat(text(value) or "")
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def flag(value: Any) -> bool:
    """A truth, also spelled "true" or 1; anything missing is false."""
    return value.strip().lower() in ("true", "1", "yes") if isinstance(value, str) else bool(value)


def side(value: Any) -> Side | None:
    """Whose side somebody is on, in any of Chorus's words; None where it does not say."""
    return SIDES.get(str(value).strip().lower())


def part(row: Row, name: str) -> Row:
    """A nested object, empty where it is null or missing."""
    found = row.get(name)
    return found if isinstance(found, Mapping) else {}


def parts(row: Row, name: str) -> list[Row]:
    """A nested list of objects; an object keyed by name is read as its values."""
    found = row.get(name)
    if isinstance(found, Mapping):
        found = list(found.values())
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list | tuple) else []
