"""The record as a person reads it in a terminal: one line for a run, or everything that is known of a card."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from rich.markup import escape

from tools.minutes import minute

Row = dict[str, Any]
HIDDEN = {
    "evidence",
    "words",
    "request",
    "place",
    "tools",
    "payload",
    "outcome",
    "usd",
    "digest",
    "arguments",
}
"""What has lines of its own, or says nothing to a person."""


Names = Mapping[str, str]
"""Slack ids -> the names that the record knows."""


def names_in(rows: Iterable[Row]) -> dict[str, str]:
    """Everybody whose name some row knows."""
    known = ((row["who"], row["detail"].get("name") or row["detail"].get("asker_name")) for row in rows)
    return {who: str(name) for who, name in known if name}


def _person(id: str, names: Names) -> str:
    return f"{names[id]} ({id})" if id in names else id


def listed(run: str, rows: Sequence[Row], names: Names) -> str:
    """One line: the run, when and how it ended, who began and who decided it, what it is about."""
    first, last = rows[0], rows[-1]
    name = title(run, rows)
    deciders = [_person(row["who"], names) for row in rows if row["what"] == "decided"]
    people = f"by {_person(first['who'], names)}" + "".join(f", decided by {who}" for who in deciders)
    line = f"{name}  {at(last)}  {end(rows)}  {people}  {about(rows)[:80]}"
    return escape(line.rstrip())


def title(run: str, rows: Sequence[Row]) -> str:
    """What kind of run it is; a card has the beginning of its id too."""
    kind, _, id = run.partition(":")
    card = "undo" if any(row["detail"].get("undoes") for row in rows) else "card"
    return f"{card} {id[:8]}" if kind in ("proposal", "errand") else kind


ABOUT = ("opportunity_name", "deed", "words", "meeting", "setting", "field")
"""What a run is about: the first of these that some row knows."""


def about(rows: Sequence[Row], kinds: Sequence[str] = ABOUT) -> str:
    """What a run is about, in one line; empty where no row knows."""
    known = (row["detail"].get(kind) for row in rows for kind in kinds)
    found = next((str(word) for word in known if word), "")
    rule = rows[-1]["detail"].get("rule")
    return " ".join((f"{found}: {', '.join(rule)}" if rule else found).split())


def end(rows: Sequence[Row]) -> str:
    """What a run came to: what was written, else what was decided, else what happened last."""
    for what, key in (("outcome", "status"), ("decided", "verdict")):
        found = [row["detail"].get(key) for row in rows if row["what"] == what]
        if found and found[-1]:
            return str(found[-1])
    return str(rows[-1]["what"])


def told(rows: Sequence[Row], names: Names) -> list[str]:
    """Every event, oldest first, with all that was recorded of it, and what it cost in the end."""
    lines: list[str] = []
    for row in rows:
        lines += [f"[bold]{at(row)}  {escape(row['what'])}[/bold]  by {escape(_person(row['who'], names))}"]
        lines += [escape(f"    {line}") for line in _essentials(row)]
    usd = sum(float(row["detail"].get("usd", 0.0)) for row in rows)
    return [*lines, f"[bold]Cost at Claude: ${usd:.4f}[/bold]"]


def at(row: Row) -> str:
    """When, in UTC."""
    return datetime.fromtimestamp(row["at"], UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _essentials(row: Row) -> Iterator[str]:
    detail = row["detail"]
    words = detail.get("words") or detail.get("request")
    if words:
        yield f"words: {words}"
    if place := detail.get("place"):
        yield f"where: channel {place.get('channel')}, thread {place.get('thread')}"
    if row["deal"]:
        yield f"CRM record: {row['deal']}"
    for call in detail.get("tools", []):
        yield f"tool: {call['tool']} {_json(call['arguments'])}"
    for field in detail.get("evidence", []):
        yield from _field(field)
    rest = {
        key: value for key, value in detail.items() if key not in HIDDEN and value not in (None, "", [], {})
    }
    yield from (f"{key.replace('_', ' ')}: {_text(value)}" for key, value in rest.items())
    for key in ("arguments", "payload", "outcome"):
        if key in detail:
            yield f"{'exact request' if key == 'payload' else key}: {_json(detail[key])}"
    if "usd" in detail:
        yield f"cost: ${float(detail['usd']):.4f}"


def _field(field: dict[str, Any]) -> Iterator[str]:
    now, proposed = field.get("now"), field.get("proposed")
    yield f"{field['field']}: {'(empty)' if now in (None, '') else now} → {proposed}"
    if field.get("quote"):
        at = field.get("minute")
        where = "" if at is None else f" ({minute(at)})"
        yield f"  quote: “{field['quote']}”{where}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
