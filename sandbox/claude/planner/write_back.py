"""Job 2: the notes and framework fields of meetings go to the CRM, as proposals the tool decides about."""

from typing import Any

from sandbox.claude.planner.meetings import filters_of_asker, list_meetings, newest_finished, title
from sandbox.claude.planner.offered import QUALIFICATION, WRITE_BACK, call, cannot, find, fit, inability
from sandbox.claude.planner.outcomes import outcome_of, say_each
from sandbox.claude.planner.results import Row, full_stop, identify, record
from sandbox.claude.planner.scene import Scene, Step
from sandbox.claude.planner.wish import Wish
from sandbox.claude.planner.write_call import Input, arguments, changes_of, settled
from sandbox.claude.replies import Reply

_VERBS = "push|write|sync|update|save|log|put|copy|send|transfer|enter"
_THINGS = "crm|salesforce|hubspot|notes|framework|fields?|meddic|meddpicc|bant|qualification|opportunity"
_NONE = "I found no finished meeting of yours in Chorus, so there is nothing to write to the CRM."


def asks(wish: Wish) -> bool:
    """Whether the wish is to write a meeting's findings to the CRM."""
    return wish.says(_VERBS) and wish.says(_THINGS) and not wish.names_a_call_to_join


def wants(scene: Scene) -> bool:
    """Whether the last wish is a write-back."""
    return asks(scene.wish)


def plan_write_back(scene: Scene) -> Reply:
    """Does what the last wish says, for the opportunity it names, if it names one."""
    return push(scene, scene.wish, scene.wish.opportunity)


def push(scene: Scene, wish: Wish, opportunity: str | None) -> Reply:
    """Me, my meetings, the meant ones' qualifications at once, their write-backs at once, what became of them."""
    meetings = _meetings(scene, wish)
    if isinstance(meetings, Reply):
        return meetings
    tool = find(scene, QUALIFICATION)
    if tool is None:
        return cannot(QUALIFICATION)
    inputs = [fit(tool, {"id": _number(row), "recording_id": _number(row)}) for row in meetings]
    reads = [scene.outcome(QUALIFICATION, input, next(iter(input), None)) for input in inputs]
    unread = [input for input, step in zip(inputs, reads, strict=True) if step is None]
    if unread:
        return call(scene, QUALIFICATION, *unread)
    ends = [_end(scene, row, step, opportunity) for row, step in zip(meetings, reads, strict=True) if step]
    unwritten = [end for end in ends if isinstance(end, dict)]
    if unwritten:
        return call(scene, WRITE_BACK, *unwritten)
    said = [end for end in ends if isinstance(end, str)]
    return say_each(list(zip(map(title, meetings), said, strict=True)))


def _meetings(scene: Scene, wish: Wish) -> list[Row] | Reply:
    """The meetings that are meant: the one named, else the asker's last finished one, or last few."""
    if wish.meeting_id:
        return [{"meeting_id": wish.meeting_id}]
    filters = filters_of_asker(scene)
    if isinstance(filters, Reply):
        return filters
    count = wish.how_many_calls
    found = list_meetings(scene, filters, lambda rows: len(newest_finished(rows, filters)) >= count)
    if isinstance(found, Reply):
        return found
    return newest_finished(found, filters)[:count] or Reply.of(_NONE)


def _number(meeting: Row) -> str:
    return identify(meeting) or title(meeting)


def _end(scene: Scene, meeting: Row, read: Step, opportunity: str | None) -> str | Input:
    """How it ended with one meeting, or the call that is still to be made for it."""
    if read.failed:
        return f"I could not read the sales qualification of {title(meeting)}. {full_stop(read.trouble)}"
    qualification = record(read.value)
    changes = changes_of(qualification)
    if not changes:
        return f"The qualification of {title(meeting)} changes nothing, so nothing was written."
    tool: dict[str, Any] | None = find(scene, WRITE_BACK)
    if tool is None:
        return inability(WRITE_BACK)
    linked = opportunity or qualification.get("opportunity_id") or meeting.get("opportunity_id")
    input = arguments(tool, _number(meeting), changes, linked)
    step = settled(scene, input)
    return outcome_of(step, title(meeting)) if step else input
