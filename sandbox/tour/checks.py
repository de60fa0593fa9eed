"""What must be true after a story, each a comparison of values with its reason when it does not hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.company import Meeting
from sandbox.company.framework import ALL_FIELDS, FrameworkField
from sandbox.truto.crm import Write
from sandbox.truto.journal import Call


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; `why` says what is wrong, and is empty when it holds."""

    what: str
    why: str = ""
    always: bool = False
    """Whether it must hold whatever model is behind the bot."""

    @property
    def holds(self) -> bool:
        return not self.why


def joined_once(calls: Iterable[Call], link: str) -> Check:
    """Exactly one request for the recorder went out for this link, and Chorus took it."""
    about = [call for call in calls if link in str(call.body)]
    accepted = [call for call in about if 200 <= call.status < 300]
    what = "one join call with the link reached Chorus"
    if len(about) != 1:
        return Check(what, f"{len(about)} join calls with it")
    return Check(what, "" if accepted else f"Truto answered {about[0].status}")


def status_is(status: str | None, wanted: str) -> Check:
    """Chorus itself shows the call as it should be."""
    return Check(
        f"Chorus shows the call as {wanted}", "" if status == wanted else f"it is {status or 'unknown'}"
    )


def said(words: str, found: bool) -> Check:
    """The thread says what it should."""
    return Check(f"the thread says “{words}”", "" if found else "it does not")


def answered(is_over: bool) -> Check:
    """The person who asked was not left without a word."""
    why = "" if is_over else "it did not come to an end"
    return Check("the thread has its last words", why, always=True)


@dataclass(frozen=True)
class Wanted:
    """What Approve was pressed for: the call, the boxes that were ticked, and the record as it was."""

    meeting: Meeting
    ticks: frozenset[str]
    before: Mapping[str, Any]

    @property
    def fields(self) -> dict[str, FrameworkField]:
        """Return the CRM fields that were ticked, by their name in the CRM."""
        return {f.mapping: f for f in ALL_FIELDS if self.ticks & {f.name, f.id, f.mapping}}


def written_once(
    wanted: Wanted, calls: Sequence[Call], history: Sequence[Write], after: Mapping[str, Any]
) -> list[Check]:
    """Exactly the ticked changes were written, once, with the values Chorus found, and nothing else changed."""
    return [
        Check("one write-back call, taken by Truto", _one_call(calls)),
        Check("its body is the call, the deal and exactly the ticked fields", _wrong_body(wanted, calls)),
        Check("the CRM wrote exactly those, once, under one key", _wrong_history(wanted, calls, history)),
        Check("every other field of the record is as before", _wrong_rest(wanted, after)),
    ]


def _one_call(calls: Sequence[Call]) -> str:
    statuses = ", ".join(str(call.status) for call in calls)
    return "" if statuses == "200" else f"{len(calls)} calls, answered {statuses or 'never'}"


def _wrong_body(wanted: Wanted, calls: Sequence[Call]) -> str:
    if len(calls) != 1:
        return "there is no single call to compare"
    body = _attributes(calls[0].body)
    deal = wanted.meeting.deal.id if wanted.meeting.deal else None
    if (body.get("meeting_id"), body.get("opportunity_id")) != (wanted.meeting.id, deal):
        return f"it is for meeting {body.get('meeting_id')} and opportunity {body.get('opportunity_id')}"
    sent = {str(change.get("field_name")) for change in body.get("crm_changes", [])}
    ticked = set(wanted.ticks)
    return "" if sent == ticked else f"sent {_names(sent)}, ticked {_names(ticked)}"


def _wrong_history(wanted: Wanted, calls: Sequence[Call], history: Sequence[Write]) -> str:
    written, due = [write.field for write in history], wanted.fields
    if sorted(written) != sorted(due):
        return f"written {_names(written)}, ticked {_names(due)}"
    keys = {write.idempotency_key for write in history}
    if len(keys) != 1 or None in keys or keys != {call.headers.get("idempotency-key") for call in calls}:
        return f"keys {_names(str(key) for key in keys)}"
    found = (
        {f.field_name: f.value for f in wanted.meeting.qualification.all}
        if wanted.meeting.qualification
        else {}
    )
    wrong = [w.field for w in history if not str(w.new or "").endswith(found.get(due[w.field].name) or "\0")]
    return f"another value than Chorus found in {_names(wrong)}" if wrong else ""


def _wrong_rest(wanted: Wanted, after: Mapping[str, Any]) -> str:
    changed = {name for name in {*wanted.before, *after} if wanted.before.get(name) != after.get(name)}
    stray = changed - set(wanted.fields)
    return f"{_names(stray)} changed as well" if stray else ""


def _attributes(body: Any) -> dict[str, Any]:
    """Return the fields of a write-back body, which may be wrapped as JSON:API has it."""
    inner = body.get("data", body) if isinstance(body, dict) else {}
    return dict(inner.get("attributes", inner)) if isinstance(inner, dict) else {}


def _names(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"
