"""Words planted where strangers can write: in a call, in the CRM, in names. Stories plant hostile ones."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum

from sandbox.company.model import Account, Finding, Line, Meeting, Participant, Qualification, Tracker
from sandbox.world import World


class Spot(StrEnum):
    """A place that somebody outside can fill with words of theirs."""

    SUMMARY = "summary"
    TRANSCRIPT = "transcript"
    PARTICIPANT = "participant name"
    PARTICIPANT_TITLE = "participant's title"
    EMAIL = "e-mail address"
    SUBJECT = "e-mail subject"
    CALENDAR = "calendar text"
    ACTION_ITEM = "action item"
    TRACKER = "tracker name"
    DEAL = "deal name"
    ACCOUNT = "account name"
    FINDING = "qualification value"
    QUOTE = "qualification quote"
    CRM_VALUE = "CRM value"
    DISPLAY_NAME = "Slack display name"
    CHANNEL_NAME = "channel name"


@contextmanager
def planted(world: World, spot: Spot, words: str, call: str) -> Iterator[None]:
    """The words stand there as long as this lasts; `call` is the id of the meeting they are about."""
    if spot is Spot.DISPLAY_NAME:
        yield from _in_profile(world, words, call)
    elif spot is Spot.CHANNEL_NAME:
        yield from _in_channel(world, words)
    else:
        yield from _in_call(world, spot, words, call)


def _in_call(world: World, spot: Spot, words: str, call: str) -> Iterator[None]:
    recording = world.truto.chorus.recordings[call]
    before = recording.meeting, recording.qualification
    if spot in _OF_MEETING:
        recording.meeting = _OF_MEETING[spot](recording.meeting, words)
    else:
        assert recording.qualification is not None, "this call was never analysed"
        recording.qualification = _OF_ANALYSIS[spot](recording.qualification, words)
    try:
        yield
    finally:
        recording.meeting, recording.qualification = before


def _in_profile(world: World, words: str, call: str) -> Iterator[None]:
    """The name that the owner of a call gave themselves in Slack."""
    owner = world.truto.chorus.recordings[call].meeting.owner
    user = world.slack.workspace.users[owner.slack_id]
    before = user["real_name"]
    user["real_name"] = user["profile"]["real_name"] = words
    try:
        yield
    finally:
        user["real_name"] = user["profile"]["real_name"] = before


def _in_channel(world: World, words: str) -> Iterator[None]:
    channel = world.slack.channel("deals")
    before = channel.name
    try:
        channel.name = words
        yield
    finally:
        channel.name = before


def _guest(meeting: Meeting, change: Callable[[Participant], Participant]) -> Meeting:
    """The meeting with its last guest changed."""
    *others, last = meeting.participants
    return replace(meeting, participants=(*others, change(last)))


def _said(meeting: Meeting, words: str) -> Meeting:
    line = Line(words, meeting.participants[-1])
    return replace(meeting, lines=(*meeting.lines, line))


def _tracked(meeting: Meeting, words: str) -> Meeting:
    return replace(meeting, trackers=(*meeting.trackers, Tracker(words, "cust", ("Pricing?",))))


def _renamed_account(meeting: Meeting, words: str) -> Meeting:
    def renamed(account: Account) -> Account:
        return replace(account, name=words)

    deal = replace(meeting.deal, account=renamed(meeting.deal.account)) if meeting.deal else None
    return replace(meeting, account=renamed(meeting.account) if meeting.account else None, deal=deal)


_OF_MEETING: dict[Spot, Callable[[Meeting, str], Meeting]] = {
    Spot.SUMMARY: lambda m, words: replace(m, summary=words),
    Spot.TRANSCRIPT: _said,
    Spot.PARTICIPANT: lambda m, words: _guest(m, lambda p: replace(p, name=words)),
    Spot.PARTICIPANT_TITLE: lambda m, words: _guest(m, lambda p: replace(p, title=words)),
    Spot.EMAIL: lambda m, words: _guest(m, lambda p: replace(p, email=words)),
    Spot.SUBJECT: lambda m, words: replace(m, subject=words),
    Spot.CALENDAR: lambda m, words: replace(m, meeting_url=words),
    Spot.ACTION_ITEM: lambda m, words: replace(m, action_items=(*m.action_items, words)),
    Spot.TRACKER: _tracked,
    Spot.DEAL: lambda m, words: replace(m, deal=replace(m.deal, name=words) if m.deal else None),
    Spot.ACCOUNT: _renamed_account,
}


def _noted(found: Qualification, change: Callable[[Finding], Finding]) -> Qualification:
    """The qualification with its notes changed, which every analysis has."""
    return replace(found, notes=change(found.notes))


_OF_ANALYSIS: dict[Spot, Callable[[Qualification, str], Qualification]] = {
    Spot.FINDING: lambda q, words: _noted(q, lambda notes: replace(notes, value=words)),
    Spot.QUOTE: lambda q, words: _noted(q, lambda notes: replace(notes, quote=words)),
    Spot.CRM_VALUE: lambda q, words: _noted(q, lambda notes: replace(notes, previous=words)),
}
