"""What stands beside Slack: the CRM as it changes, the recorders, the calls on the wire - values for a template."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from math import inf
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.claude.journal import Request
from sandbox.company.framework import ALL_FIELDS
from sandbox.slack.journal import Call as SlackCall
from sandbox.truto.crm import CHORUS, Record, Write
from sandbox.truto.journal import Call as TrutoCall
from sandbox.world import World

LINES = 40
LABELS = {field.mapping: field.name for field in ALL_FIELDS}
STAGES = {
    "scheduled": "asked for, not in the call yet",
    "live": "in the call, recording",
    "processing": "ended, being processed",
    "done": "processed",
    "no show": "nobody let it in",
}
"""Chorus's own words for a recording, and what they mean."""


@dataclass(frozen=True)
class Change:
    """One field of a record that was written."""

    at: str
    field: str
    old: str
    new: str
    by: str

    @property
    def added(self) -> str:
        """What was added to words that are still there; "" where they were replaced."""
        return self.new.removeprefix(self.old).strip() if self.old and self.new.startswith(self.old) else ""


@dataclass(frozen=True)
class Touched:
    """An opportunity that something was written to: what changed, newest first, and what it holds now."""

    id: str
    name: str
    changes: tuple[Change, ...]
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Recorder:
    """A recorder that was sent."""

    id: str
    meeting: str
    asked_at: str
    status: str
    says: str


@dataclass(frozen=True)
class OnTheWire:
    """One request of the bot's. No body, header or query comes in here, so no secret does."""

    at: str
    server: str
    method: str
    status: str
    ms: str
    note: str

    @property
    def is_bad(self) -> bool:
        return not self.status.startswith("2")


def touched(world: World) -> list[Touched]:
    """Return every opportunity that was written to, the last one first."""
    names = {deal.id: deal.name for deal in world.company.deals}
    records = [record for record in world.truto.crm.records.values() if record.history]
    newest = sorted(records, key=lambda record: record.history[-1].at, reverse=True)
    return [_touched(record, names.get(record.id, record.id), world.company.tz) for record in newest]


def recorders(world: World) -> list[Recorder]:
    """Return every recorder that Chorus took, the last one first."""
    chorus, zone = world.truto.chorus, world.company.tz
    found = []
    for join in reversed(chorus.joins):
        status = chorus.status(chorus.recordings[join.conversation_id])
        meeting = f"{join.provider} {join.meeting_id}"
        at = clock(join.at, zone)
        found.append(Recorder(join.conversation_id, meeting, at, status, STAGES.get(status, status)))
    return found


def on_the_wire(world: World, lines: int = LINES) -> list[OnTheWire]:
    """Return the last requests to the three servers, the last one first; the same one again and again is one line."""
    zone = world.company.tz
    calls = [
        *((_order(call), _slack(call, zone)) for call in world.slack.journal[-2 * lines :]),
        *((_order(call), _truto(call, zone)) for call in world.truto.journal[-2 * lines :]),
        *((_order(call), _claude(call, zone)) for call in world.claude.journal[-2 * lines :]),
    ]
    newest = [line for _, line in sorted(calls, key=lambda call: call[0], reverse=True)]
    return [_folded(list(same)) for _, same in groupby(newest, key=_likeness)][:lines]


def _order(call: SlackCall | TrutoCall | Request) -> tuple[datetime, float, int]:
    # Where time stands still, the moment at which the server heard it decides; of one that waits nobody knows it yet.
    return call.at, call.span[0] or inf, call.n


def _likeness(line: OnTheWire) -> tuple[str, str, str, str]:
    return line.server, line.method, line.status, line.note


def _folded(same: list[OnTheWire]) -> OnTheWire:
    times = f"×{len(same)}" if len(same) > 1 else ""
    return replace(same[0], note=" ".join(filter(None, [times, same[0].note])))


def clock(at: datetime, zone: str) -> str:
    """Return a moment as a watch on the company's wall shows it."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M:%S}"


def today(world: World) -> str:
    """Return the day and the time on the company's wall."""
    now = world.clock.now().astimezone(ZoneInfo(world.company.tz))
    return f"{now:%A}, {now.day} {now:%B}, {now:%H:%M}"


def _touched(record: Record, name: str, zone: str) -> Touched:
    changes = tuple(_change(write, zone) for write in reversed(record.history))
    fields = tuple((LABELS.get(key, key), _value(value)) for key, value in record.fields.items())
    return Touched(record.id, name, changes, fields)


def _change(write: Write, zone: str) -> Change:
    by = "Chorus" if write.by == CHORUS else "in the CRM"
    field = LABELS.get(write.field, write.field)
    return Change(clock(write.at, zone), field, _value(write.old), _value(write.new), by)


def _value(value: Any) -> str:
    return "" if value is None else str(value)


def _slack(call: SlackCall, zone: str) -> OnTheWire:
    error = str(call.response.get("error", ""))
    ms = _ms(call.span)
    return OnTheWire(
        clock(call.at, zone), "Slack", call.method, _status(call.status), ms, call.fault or error
    )


def _truto(call: TrutoCall, zone: str) -> OnTheWire:
    method = call.tool or f"{call.method} /{next(_words(call.path), '')}"
    return OnTheWire(clock(call.at, zone), "Truto", method, _status(call.status), _ms(call.span), "")


def _claude(call: Request, zone: str) -> OnTheWire:
    method = call.path.removeprefix("/v1/")
    return OnTheWire(
        clock(call.at, zone), "Claude", method, _status(call.status), _ms(call.span), call.fault or ""
    )


def _words(path: str) -> Iterator[str]:
    return (part for part in path.split("/") if part)


def _status(status: int | None) -> str:
    return str(status) if status else "…"


def _ms(span: Iterable[float]) -> str:
    began, ended = span
    return f"{(ended - began) * 1000:.0f}" if ended else ""
