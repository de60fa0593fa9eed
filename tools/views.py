"""What Chorus speaks of, as frozen values in one vocabulary; tools/chorus.py fills them from answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from tools.shapes import Side

T = TypeVar("T")

DONE, LIVE = "done", "live"


class View(BaseModel):
    """Something Chorus said, as it was when it was read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Participant(View):
    """Somebody in a call."""

    name: str | None = None
    email: str | None = None
    user_id: str | None = None
    """Set for those with a Chorus seat, so for our side only."""
    person_id: str | None = None
    title: str | None = None
    company: str | None = None
    side: Side | None = None


class Call(View):
    """What an engagement in the list and a conversation read alone have in common."""

    conversation_id: str
    subject: str | None = None
    start: datetime | None = None
    duration: float = 0.0
    """Seconds, with their fraction: a call of 1800.5 s is longer than 30 minutes."""
    language: str | None = None
    account_id: str | None = None
    """The account's id in the CRM."""
    account_name: str | None = None
    opportunity_id: str | None = None
    opportunity_name: str | None = None
    owner_id: str | None = None
    owner_name: str | None = None
    owner_email: str | None = None
    participants: tuple[Participant, ...] = ()
    summary: str | None = None
    action_items: tuple[str, ...] = ()
    private: bool = False
    """For its owner and those who were in it alone."""


class Engagement(Call):
    """One row of the list of calls, mails and meetings."""

    type: str | None = None
    processing_state: str | None = None
    no_show: bool = False
    compliance: str | None = None
    url: str | None = None
    topics: tuple[str, ...] | None = None
    """Names of the trackers that were met; None where the list was asked for without them."""

    @property
    def is_finished_meeting(self) -> bool:
        """A meeting that took place and that Chorus has worked through."""
        return (
            self.type == "meeting"
            and self.processing_state == DONE
            and not self.no_show
            and self.duration > 0
        )

    @property
    def is_live(self) -> bool:
        return self.processing_state == LIVE


class Utterance(View):
    """One turn of speech."""

    index: int
    speaker: str | None = None
    side: Side | None = None
    text: str = ""
    offset: float | None = None
    """Seconds from the start of the recording."""


class Conversation(Call):
    """One call or mail read alone: status, deal and, if asked for, the transcript."""

    type: str | None = None
    status: str | None = None
    summary_error: str | None = None
    stage: str | None = None
    deal_size: float | None = None
    close_date: str | None = None
    meeting_id: str | None = None
    meeting_url: str | None = None
    scheduled_start: datetime | None = None
    end_reason: str | None = None
    unrecorded_reason: str | None = None
    talk_ratio: float | None = None
    """Our side's share of the talking, from 0 to 1."""
    utterances: tuple[Utterance, ...] = ()

    @property
    def is_live(self) -> bool:
        return self.status == LIVE


class QualificationField(View):
    """What one call said about one field of the sales framework, or one of its summaries."""

    field_id: str
    name: str
    change: str
    """ADDED, UPDATED or NO_CHANGE."""
    new_value: Any = None
    previous_value: Any = None
    quote: str | None = None
    is_summary: bool = False
    """Notes and next steps: about the call as a whole, never with a quote."""


class Qualification(View):
    """The sales qualification Chorus extracted from one recording."""

    recording_id: str
    framework: str | None = None
    opportunity_id: str | None = None
    user_id: str | None = None
    generated_at: datetime | None = None
    conversation_duration: float | None = None
    fields: tuple[QualificationField, ...] = ()

    @property
    def conversation_id(self) -> str:
        return self.recording_id


class User(View):
    """Somebody with a Chorus seat."""

    id: str
    name: str | None = None
    email: str | None = None
    title: str | None = None
    role: str | None = None
    manager_id: str | None = None
    person_id: str | None = None
    team_ids: tuple[str, ...] = ()
    active: bool = True


class Task(View):
    """Work Chorus has accepted. It cannot be asked about; only its effect can be looked for."""

    id: str
    status: str | None = None


class Media(View):
    """Facts about a recording's file and, for a short time, the way to it."""

    url: str | None = Field(default=None, repr=False)
    """Signed: whoever has it can watch. Never logged, never stored."""
    media_type: str | None = None
    content_type: str | None = None
    size: int | None = None
    duration: float | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list, and the cursor of the next ones."""

    rows: tuple[T, ...]
    next_cursor: str | None = None
    unusable: int = 0
    """Rows without an id: nothing can be said or done about them, but they are not hidden either."""

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)
