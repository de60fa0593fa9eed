"""What Slack says when it will not do something."""

from typing import Any


class SlackRefusal(Exception):
    """An answer with ok: false. `error` is Slack's code; the rest of the answer is in `more`."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more

    @classmethod
    def with_messages(cls, error: str, messages: list[str], **more: Any) -> "SlackRefusal":
        """Return a refusal that explains itself the way Slack does, in response_metadata."""
        spelled = [f"[ERROR] {message}" for message in messages]
        return cls(error, response_metadata={"messages": spelled}, **more)
