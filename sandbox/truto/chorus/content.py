"""What can be read of a recording: transcript, summary, actions, analysis, each in its own time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sandbox.company import Meeting, Qualification
from sandbox.company.calls import summarise
from sandbox.company.dice import Dice
from sandbox.company.qualify import qualify
from sandbox.company.talk import ACTIONS
from sandbox.company.transcript import Utterance, transcript
from sandbox.truto.chorus.recording import Recording
from sandbox.truto.crm import Crm
from sandbox.truto.options import Options


@dataclass(frozen=True)
class Content:
    """What Chorus has written about a recording so far."""

    summary: str | None
    summary_error: str | None
    action_items: tuple[str, ...] | None


EMPTY = Content(None, None, None)
_NOT_READY = "Summary is not available yet"


def content(recording: Recording, now: datetime, options: Options) -> Content:
    """Return what can be read of `recording` at `now`."""
    age = recording.since_done(now, options)
    if age is None:
        return Content(None, _NOT_READY, None) if recording.status(now, options) == "processing" else EMPTY
    if age < options.summary_after:
        return Content(None, _NOT_READY, None)
    if recording.meeting.status == "done":
        summary, actions = recording.meeting.summary, recording.meeting.action_items
    else:
        dice = Dice("content", recording.id)
        summary, actions = summarise(recording.account, dice, None), tuple(dice.sample(ACTIONS, 2))
    return Content(summary, None if summary else "Summary generation failed", actions)


def spoken(recording: Recording, now: datetime, options: Options) -> tuple[Utterance, ...]:
    """Return the transcript, empty until it is there."""
    return transcript(heard(recording)) if is_transcribed(recording, now, options) else ()


def is_transcribed(recording: Recording, now: datetime, options: Options) -> bool:
    """Tell whether the transcript is there."""
    age = recording.since_done(now, options)
    return age is not None and age >= options.transcript_after and not options.without_transcript


def heard(recording: Recording) -> Meeting:
    """Return the meeting with the length and the findings it has by now."""
    if recording.end_at is None or recording.live_at is None:
        return recording.meeting
    return replace(
        recording.meeting,
        duration=(recording.end_at - recording.live_at).total_seconds(),
        qualification=recording.qualification,
    )


def analysis_id(recording: Recording) -> str:
    """Return the id that the analysis of a recording has, or will have."""
    return str(_analysis_number(recording))


def _analysis_number(recording: Recording) -> int:
    return int(recording.id[:6], 16)


def analyse(recording: Recording, at: datetime, crm: Crm) -> Qualification:
    """Return a new analysis of the recording against the CRM of this moment."""
    return qualify(
        number=_analysis_number(recording),
        at=at,
        account=recording.account,
        record=crm.of(recording.deal),
        buyer="any",
        dice=Dice("analysis", recording.id),
    )


def settle(recording: Recording, now: datetime, options: Options, crm: Crm) -> Qualification | None:
    """Return the recording's qualification: one that was made, asked for and due, or due by itself."""
    if recording.qualification is None:
        moments = (recording.analysed_at, _due_by_itself(recording, now, options))
        due = [moment for moment in moments if moment and moment <= now]
        if due:
            recording.qualification = analyse(recording, min(due), crm)
    return recording.qualification


def _due_by_itself(recording: Recording, now: datetime, options: Options) -> datetime | None:
    """Return when a recording that ended while the server ran gets its analysis unasked."""
    age = recording.since_done(now, options)
    late = recording.meeting.status in ("live", "processing")
    if age is None or not late or recording.forgotten:
        return None
    return now + timedelta(seconds=options.sqf_after - age)
