"""Chorus itself: its recordings, the recorder that is sent, and what becomes of both as time passes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sandbox.clock import Clock
from sandbox.company import Company, Deal, Qualification, Tracker
from sandbox.company.transcript import Utterance
from sandbox.truto.answers import not_found, vendor_refusal
from sandbox.truto.chorus.content import Content, content, is_transcribed, settle, spoken
from sandbox.truto.chorus.links import Link, find_link
from sandbox.truto.chorus.recording import Hosted, Recording, from_join, from_meeting
from sandbox.truto.chorus.shelves import stock
from sandbox.truto.crm import Crm
from sandbox.truto.options import Options


@dataclass(frozen=True)
class Join:
    """One accepted request to send the recorder."""

    conversation_id: str
    text: str
    provider: str
    meeting_id: str
    at: datetime


class Chorus:
    """The state machine of all recordings. Statuses follow from the clock whenever somebody looks."""

    def __init__(self, clock: Clock, company: Company, crm: Crm, options: Options) -> None:
        self.clock, self.company, self.crm, self.options = clock, company, crm, options
        now = clock.now()
        self.recordings = {meeting.id: from_meeting(meeting, now) for meeting in company.meetings}
        self._ordered: list[Recording] = []
        self.joins: list[Join] = []
        self.shelves = stock(company)
        self.last_task = 80
        self.tasks: dict[str, datetime] = {}
        """When each accepted task ends."""
        self.changed: Callable[[], None] = lambda: None
        self.hosted: Callable[[Link], Hosted] = lambda _: Hosted(company.person("rosa"))
        """Whose call a link leads to. A request to join does not say, so it is the API token's user's."""

    def join(self, text: str) -> Recording:
        """Send the recorder to the first link in `text`: 400 without a link, 409 when one is on its way."""
        link = find_link(text)
        if link is None:
            raise vendor_refusal(400, "No supported meeting link was found in the invitation text.")
        now = self.clock.now()
        for known in self.visible():
            if known.link == link and known.status(now, self.options) in ("scheduled", "live"):
                raise vendor_refusal(409, "A recording of this meeting is already in progress.")
        recording = from_join(
            self.company.seed, len(self.joins), text, link, now, self.options, self.hosted(link)
        )
        self.recordings[recording.id] = recording
        self.joins.append(Join(recording.id, text, link.provider, link.meeting_id, now))
        return recording

    def end(self, conversation_id: str) -> None:
        """Let a live call end now."""
        self.recordings[conversation_id].end_at = self.clock.now()
        self.changed()

    def match(self, conversation_id: str, deal: Deal) -> None:
        """Let Chorus find out which deal a recording belongs to."""
        recording = self.recordings[conversation_id]
        recording.meeting = replace(recording.meeting, deal=deal, account=deal.account)

    def unlink(self, conversation_id: str) -> None:
        """Let Chorus not know the deal of a recording; the account stays."""
        recording = self.recordings[conversation_id]
        recording.meeting = replace(recording.meeting, deal=None)

    def forget_qualification(self, conversation_id: str) -> None:
        """Let a recording never have been analysed; it gets an analysis only when somebody asks for one."""
        recording = self.recordings[conversation_id]
        recording.qualification = recording.analysed_at = None
        recording.forgotten = True

    def delete(self, conversation_id: str, *, force: bool = False) -> str:
        """Accept a deletion and return the task's id. The recording can be read a little longer.

        A recording that playlists quote from is refused unless forced.
        """
        recording = self.get(conversation_id)
        quoted = [
            row for row in self.shelves["playlist_moments"].rows.values() if row["callid"] == recording.id
        ]
        if quoted and not force:
            raise vendor_refusal(409, "The conversation has playlist moments; use force_delete.")
        if self.options.deletes and recording.gone_at is None:
            recording.gone_at = self.clock.now() + timedelta(seconds=self.options.delete_after)
        return self.new_task(self.options.delete_after)

    def new_task(self, takes: float) -> str:
        """Accept work that takes so many seconds and return the task's id."""
        self.last_task += 1
        id = f"task-{self.last_task}"
        self.tasks[id] = self.clock.now() + timedelta(seconds=takes)
        return id

    def task_status(self, id: str) -> str:
        """Return how a task stands, for the accounts that can ask."""
        if id not in self.tasks:
            raise not_found(f"Task {id} was not found.")
        ends = self.options.task_ends
        return "processing" if ends == "never" or self.clock.now() < self.tasks[id] else ends

    def visible(self) -> list[Recording]:
        """Return what the token may see, newest first: no deleted recordings, and private ones only if its own."""
        now = self.clock.now()
        return [
            recording
            for recording in self._newest_first()
            if not self._kept(recording) and (recording.gone_at is None or recording.gone_at > now)
        ]

    def _newest_first(self) -> list[Recording]:
        """Return all recordings in order; none ever changes its start or leaves, so only a new one changes that."""
        if len(self._ordered) != len(self.recordings):
            self._ordered = sorted(
                self.recordings.values(), key=lambda recording: (recording.start, recording.id), reverse=True
            )
        return self._ordered

    def get(self, conversation_id: str) -> Recording:
        """Return a visible recording; for everything else 404, whatever the reason."""
        recording = self.recordings.get(conversation_id)
        now = self.clock.now()
        if recording is None or self._kept(recording):
            raise not_found(f"Conversation {conversation_id} was not found.")
        if recording.gone_at is not None and recording.gone_at <= now:
            raise not_found(f"Conversation {conversation_id} was not found.")
        return recording

    def _kept(self, recording: Recording) -> bool:
        """Whether Chorus keeps a recording from the token, as if it did not exist."""
        return recording.meeting.private and not self.options.own_private

    def find_meeting(self, meeting_id: str) -> Recording | None:
        """Return a visible recording by its own id or by its calendar meeting's."""
        for recording in self.visible():
            if meeting_id in (recording.id, recording.meeting.calendar_id):
                return recording
        return None

    def status(self, recording: Recording) -> str:
        """Return Chorus's word for the recording's present state."""
        return recording.status(self.clock.now(), self.options)

    def content(self, recording: Recording) -> Content:
        """Return what is written about a recording now."""
        settle(recording, self.clock.now(), self.options, self.crm)
        return content(recording, self.clock.now(), self.options)

    def transcript(self, recording: Recording) -> tuple[Utterance, ...]:
        """Return what was said, as far as it is written down."""
        settle(recording, self.clock.now(), self.options, self.crm)
        return spoken(recording, self.clock.now(), self.options)

    def trackers(self, recording: Recording) -> tuple[Tracker, ...]:
        """Return what the trackers heard, nothing before the transcript is there."""
        return recording.meeting.trackers if self._is_transcribed(recording) else ()

    def talk_ratio(self, recording: Recording) -> float | None:
        """Return our side's share of the talking, None before the transcript is there."""
        return recording.meeting.talk_ratio if self._is_transcribed(recording) else None

    def _is_transcribed(self, recording: Recording) -> bool:
        return is_transcribed(recording, self.clock.now(), self.options)

    def qualification(self, recording: Recording) -> Qualification | None:
        """Return the analysis of a recording, None while there is none."""
        return settle(recording, self.clock.now(), self.options, self.crm)

    def create_qualification(self, recording: Recording) -> Qualification | None:
        """Begin to analyse a recording, and return the analysis if it is there at once.

        409 while there is nothing to analyse yet, and while an analysis is in the making.
        """
        if self.status(recording) != "done":
            raise vendor_refusal(409, "The recording is still being processed.")
        found = self.qualification(recording)
        if found is not None:
            return found
        if recording.analysed_at is not None:
            raise vendor_refusal(409, "A sales qualification of this recording is already being generated.")
        recording.analysed_at = self.clock.now() + timedelta(seconds=self.options.create_takes)
        return self.qualification(recording)

    def next_change(self) -> datetime | None:
        """Return when something will change by itself next."""
        now = self.clock.now()
        recent = [
            recording
            for recording in self.recordings.values()
            if recording.meeting.status in ("live", "processing")
            or recording.gone_at
            or recording.analysed_at
        ]
        points = [point for r in recent for point in r.turning_points(self.options) if point > now]
        return min(points, default=None)
