"""From Chorus's views to a deal's facts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.risk.facts import Attendee, Call, Deal, Field, RedFlag
from bot.risk.gaps import current_value, text_of
from tools.chorus import Conversation, Engagement, Participant, Qualification

UNRECORDED = "unrecorded_meeting"
SAME_RECORD = 15
"""A Salesforce id of 18 characters is the one of 15 with a checksum."""


@dataclass(frozen=True, slots=True)
class Met:
    """One meeting of a deal, as the list of calls shows it: all of it that is kept, since there are many."""

    deal: str
    deal_name: str
    account: str
    owner_id: str | None
    owner_name: str
    owner_email: str
    call: Call


def met(row: Engagement) -> Met | None:
    """A row of the list, if it is a meeting of a deal that has a time."""
    if not row.opportunity_id or row.start is None:
        return None
    recorded = row.type != UNRECORDED
    missed = row.no_show or row.processing_state == "no show"
    call = Call(
        id=row.conversation_id,
        at=row.start,
        minutes=row.duration / 60,
        held=row.is_finished_meeting if recorded else not missed,
        no_show=missed,
        recorded=recorded,
        ours=_people(row.participants, "ours"),
        theirs=_people(row.participants, "theirs"),
        action_items=row.action_items,
        topics=row.topics,
        url=row.url,
    )
    return Met(
        row.opportunity_id,
        row.opportunity_name or "unnamed deal",
        row.account_name or "",
        row.owner_id,
        row.owner_name or "nobody",
        (row.owner_email or "").lower(),
        call,
    )


def deals_of(meetings: Iterable[Met], now: datetime) -> list[Deal]:
    """The deals that meetings were about, each meeting once; whose last one it was owns the deal."""
    known: dict[str, dict[str, Met]] = defaultdict(dict)
    for meeting in meetings:
        if meeting.call.at <= now:
            known[meeting.deal[:SAME_RECORD]].setdefault(meeting.call.id, meeting)
    return [_deal(sorted(found.values(), key=_when)) for _, found in sorted(known.items())]


def _when(meeting: Met) -> tuple[float, str]:
    return meeting.call.at.timestamp(), meeting.call.id


def _deal(meetings: Sequence[Met]) -> Deal:
    last = meetings[-1]
    return Deal(
        id=max((meeting.deal for meeting in meetings), key=len),
        name=last.deal_name,
        account=last.account,
        owner_id=last.owner_id,
        owner_email=last.owner_email,
        owner_name=last.owner_name,
        calls=tuple(meeting.call for meeting in meetings),
    )


def _people(participants: Sequence[Participant], side: str) -> tuple[Attendee, ...]:
    return tuple(
        Attendee((p.email or "").lower(), p.name or p.email or "somebody", p.title)
        for p in participants
        if p.side == side and (p.email or p.name)
    )


def newest(deal: Deal) -> list[str]:
    """The recorded calls of a deal, newest first: the first of them tells how the deal stands."""
    return [call.id for call in reversed(deal.recorded)]


def with_details(deal: Deal, read: Conversation | str) -> Deal:
    """A deal with what a call's record says of it; a sentence says why there is none."""
    if isinstance(read, str):
        return replace(deal, unread=(*deal.unread, read))
    spoken = {read.conversation_id: read.talk_ratio}
    calls = tuple(replace(call, talk_ratio=spoken.get(call.id, call.talk_ratio)) for call in deal.calls)
    return replace(
        deal, stage=read.stage, amount=read.deal_size, close_date=_day(read.close_date), calls=calls
    )


def with_analysis(deal: Deal, read: Qualification | str | None) -> Deal:
    """A deal with its newest analysis: None where none of its calls has one, a sentence where it could not be read."""
    if isinstance(read, str):
        return replace(deal, unread=(*deal.unread, read))
    if read is None:
        return deal
    at = read.generated_at or next((c.at for c in deal.calls if c.id == read.recording_id), None)
    fields = tuple(
        Field(f.name, text_of(current_value(f)), text_of(f.quote), read.recording_id, at or deal.calls[-1].at)
        for f in read.fields
    )
    return replace(deal, framework=read.framework, fields=fields)


def with_flags(deal: Deal, flags: Mapping[str, Sequence[RedFlag]], recent: Iterable[str]) -> Deal:
    """A deal with the red-flag words found in its calls; `flags` holds each call that was looked at."""
    links = {call.id: call.url for call in deal.calls}
    found = [replace(f, url=links[id]) for id in links if id in flags for f in flags[id]]
    return replace(deal, red_flags=tuple(found), unlooked=sum(id not in flags for id in recent))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
