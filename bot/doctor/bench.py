"""What all checks are given: the settings, which of them are missing, and the clocks that they hear on their way."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Self

from bot.settings import Settings

INSTEAD = {
    "SLACK_BOT_TOKEN": "xoxb-none",
    "SLACK_APP_TOKEN": "xapp-none",
    **dict.fromkeys(("ANTHROPIC_API_KEY", "TRUTO_API_TOKEN", "TRUTO_INTEGRATED_ACCOUNT_ID"), "none"),
}
"""What stands for what is missing, so that the rest can still be looked at; no check uses it."""


@dataclass
class Bench:
    """One examination."""

    settings: Settings
    missing: Mapping[str, str] = field(default_factory=dict)
    """Variables that are missing or malformed, each with its sentence; malformed ones that have a default have that."""
    now: Callable[[], float] = time.time
    """This machine's clock."""
    skews: dict[str, float] = field(default_factory=dict)
    """Whose clock is how many seconds ahead of this machine's."""

    @classmethod
    def of(cls, env: Mapping[str, str], now: Callable[[], float] = time.time) -> Self:
        """What can be looked at with an environment, however much of it is missing."""
        missing = Settings.problems(env)
        usable = {name: value for name, value in env.items() if name.upper() not in missing}
        has_way = any(usable.get(name) for name in ("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"))
        instead = {
            k: v for k, v in INSTEAD.items() if k in missing or (k == "SLACK_APP_TOKEN" and not has_way)
        }
        return cls(Settings.from_env({**usable, **instead}), missing, now)

    def hear(self, whose: str, headers: Mapping[str, Any], asked_at: float) -> None:
        """Note whose clock shows what, by the date of an answer; halfway between question and answer is when it was."""
        said: Any = next((value for name, value in headers.items() if name.lower() == "date"), None)
        try:
            then = parsedate_to_datetime(said[0] if isinstance(said, list) else str(said)).timestamp()
        except (ValueError, TypeError, IndexError):
            return
        self.skews[whose] = then - (asked_at + self.now()) / 2
