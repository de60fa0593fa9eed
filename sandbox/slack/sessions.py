"""Agent sessions, the older assistant statuses, and the prompts a bot suggests."""

from dataclasses import dataclass, field

from sandbox.clock import Clock
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.journal import Json

STATUSES = ("active", "processing", "suspended", "closed")
STATUS_SECONDS = 120.0
TITLE_LIMIT = 200


@dataclass
class Session:
    """One agent session: a thread of one channel. `history` holds every status it was given, in order."""

    channel: str
    thread_ts: str | None
    status: str = "active"
    title: str = ""
    initiator: str | None = None
    history: list[str] = field(default_factory=list)

    def put(self, status: str) -> None:
        """Give the session a status."""
        self.status = status
        self.history.append(status)


class Sessions:
    """All sessions by (channel, thread), and what `assistant.threads.*` set."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.all: dict[tuple[str, str | None], Session] = {}
        self.hears_stop = True
        """Whether the app subscribes to agent_session_stopped; without it people see a plain loader."""
        self.prompts: dict[tuple[str, str | None], Json] = {}
        self._statuses: dict[tuple[str, str], tuple[str, float]] = {}

    def set_status(self, channel: str, thread_ts: str | None, status: str) -> Session:
        """Give a session a status, creating the session when there is none."""
        if status not in STATUSES:
            raise SlackRefusal.with_messages(
                "invalid_arguments", [f"status must be one of {', '.join(STATUSES)}"]
            )
        session = self.all.setdefault((channel, thread_ts), Session(channel, thread_ts))
        session.put(status)
        return session

    def shows_stop(self, channel: str, thread_ts: str) -> bool:
        """Tell whether people see a Stop button under a thread."""
        session = self.all.get((channel, thread_ts))
        return self.hears_stop and session is not None and session.status == "processing"

    def rename(self, channel: str, thread_ts: str | None, title: str) -> Session:
        """Give a session another title."""
        session = self.all.get((channel, thread_ts))
        if session is None:
            raise SlackRefusal("session_not_found")
        if not 1 <= len(title) <= TITLE_LIMIT:
            raise SlackRefusal.with_messages("invalid_arguments", ["title must be 1-200 characters"])
        session.title = title
        return session

    def show_status(self, channel: str, thread_ts: str, text: str) -> None:
        """Show a free-text status under a thread; an empty text clears it."""
        self._statuses[(channel, thread_ts)] = (text, self._clock.now().timestamp())

    def status_text(self, channel: str, thread_ts: str) -> str:
        """Return the status people see now. Slack takes it away after two minutes or with the next message."""
        text, since = self._statuses.get((channel, thread_ts), ("", 0.0))
        return text if self._clock.now().timestamp() - since < STATUS_SECONDS else ""

    def clear_status(self, channel: str, thread_ts: str | None) -> None:
        """Take the free-text status away, as a message of the app does."""
        self._statuses.pop((channel, thread_ts or ""), None)
