"""One recording and its life: asked for, seen in the call, worked through, gone."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sandbox.company import Account, Deal, Meeting, Person, Qualification
from sandbox.company.calls import a_call
from sandbox.company.model import processed_at
from sandbox.truto.chorus.links import Link, read_link
from sandbox.truto.options import Options


@dataclass(frozen=True)
class Hosted:
    """Whose call it is that a recorder is sent to, and about which deal."""

    owner: Person
    deal: Deal | None = None


@dataclass
class Recording:
    """A call as Chorus keeps it. Its status follows from the clock; `meeting` holds what was said in it."""

    meeting: Meeting
    link: Link | None
    start: datetime
    live_at: datetime | None
    end_at: datetime | None
    gone_at: datetime | None = None
    qualification: Qualification | None = None
    joined_text: str | None = None
    stuck: bool = False
    created_at: datetime | None = None
    analysed_at: datetime | None = None
    """When the analysis that was asked for is there, or will be."""
    forgotten: bool = False
    """Whether it gets no analysis unless one is asked for."""

    @property
    def id(self) -> str:
        return self.meeting.id

    @property
    def owner(self) -> Person:
        return self.meeting.owner

    @property
    def deal(self) -> Deal | None:
        return self.meeting.deal

    @property
    def account(self) -> Account | None:
        return self.meeting.account

    def length(self, now: datetime) -> float:
        """Return the seconds recorded so far."""
        if self.live_at is None or self.live_at > now:
            return 0.0
        until = now if self.end_at is None else min(self.end_at, now)
        return (until - self.live_at).total_seconds()

    def processed(self, options: Options) -> datetime | None:
        """Return when the recording is worked through, if ever."""
        if self.live_at is None or self.end_at is None or self.stuck:
            return None
        if options.processing is not None and self.joined_text is not None:
            return self.end_at + timedelta(seconds=options.processing)
        return processed_at(self.live_at, (self.end_at - self.live_at).total_seconds())

    def status(self, now: datetime, options: Options) -> str:
        """Return Chorus's word for where the recording is at `now`."""
        if self.meeting.no_show:
            return "no show"
        if self.live_at is None:
            patience = timedelta(seconds=options.lobby_patience)
            return "no show" if now >= self.start + patience else "scheduled"
        if now < self.live_at:
            return "scheduled"
        if self.end_at is None or now < self.end_at:
            return "live"
        processed = self.processed(options)
        if processed is None or now < processed or (options.never_finishes and self.joined_text is not None):
            return "processing"
        return "done"

    def since_done(self, now: datetime, options: Options) -> float | None:
        """Return the seconds since the recording was worked through, None before that."""
        processed = self.processed(options)
        if processed is None or self.status(now, options) != "done":
            return None
        return (now - processed).total_seconds()

    def turning_points(self, options: Options) -> list[datetime]:
        """Return the moments at which something about the recording changes by itself."""
        processed = self.processed(options)
        later = (0.0, options.transcript_after, options.summary_after, options.sqf_after)
        points = [processed + timedelta(seconds=delay) for delay in later] if processed else []
        return points + [moment for moment in self._appointments if moment]

    @property
    def _appointments(self) -> tuple[datetime | None, ...]:
        return self.live_at, self.end_at, self.gone_at, self.analysed_at


def from_meeting(meeting: Meeting, now: datetime) -> Recording:
    """Return the recording of a call the company already had."""
    return Recording(
        meeting=meeting,
        link=read_link(meeting.meeting_url),
        start=meeting.start,
        live_at=meeting.start,
        end_at=meeting.end,
        qualification=meeting.qualification,
        stuck=meeting.status == "processing" and meeting.processed_at <= now,
    )


def from_join(
    seed: int, number: int, text: str, link: Link, now: datetime, options: Options, hosted: Hosted
) -> Recording:
    """Return the recording that a request to join begins: scheduled, and nothing was said yet."""
    call = a_call(
        seed=seed,
        number=100_000 + number,
        start=now,
        seconds=0.0,
        owner=hosted.owner,
        deal=hosted.deal,
        status="live",
    )
    live = now + timedelta(seconds=options.live_after) if options.admit else None
    end = live + timedelta(seconds=options.longest_call) if live else None
    meeting = replace(call, subject=None, summary=None)
    return Recording(meeting, link, now, live, end, joined_text=text, created_at=now)
