"""The settings that admins may change in Slack: what they chose there holds, and else what the environment says."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.risk.rule_file import BadRules, RuleFile, read_rules
from bot.risk.rulebook import Rulebook
from bot.settings import Settings
from bot.store.audit import Audit
from bot.store.choices import ChoiceName, Stored, StoredChoices

VARIABLES: Mapping[ChoiceName, str] = {
    "auto_join": "CHORISTER_AUTO_JOIN",
    "quiet": "CHORISTER_QUIET",
    "rules": "CHORISTER_RULES",
}
"""A choice -> the variable that it stands in for."""

RULES = "the rules set in Slack"
"""What a mistake in them is said to be in."""


@dataclass(frozen=True)
class Holding:
    """What holds, and who chose it in Slack when."""

    value: Any
    stored: Stored

    @property
    def is_chosen(self) -> bool:
        """Whether somebody's choice in Slack holds, and not the environment."""
        return self.stored.value is not None


class Choices:
    """The one place that is asked for these settings. Read afresh each time: a change holds at once, on every worker."""

    def __init__(
        self, rows: StoredChoices, audit: Audit, settings: Settings, now: Callable[[], float]
    ) -> None:
        self._rows, self._audit, self._settings, self._now = rows, audit, settings, now

    async def auto_join(self) -> tuple[str, ...]:
        """Channels where a posted meeting link gets the recorder at once."""
        return tuple((await self.holding("auto_join")).value)

    async def quiet(self) -> tuple[str, ...]:
        """Channels where a recorded call's content is never told."""
        return tuple((await self.holding("quiet")).value)

    async def rules(self) -> RuleFile:
        """The rules of deal risk. Raises BadRules where what was chosen does not fit this version of Chorister any more."""
        return read_once((await self.holding("rules")).value)

    async def profiles(self) -> Mapping[str, Rulebook]:
        """The profiles of the rules, for a form: none where the rules cannot be read."""
        try:
            return (await self.rules()).profiles
        except BadRules:
            return {}

    async def holding(self, name: ChoiceName) -> Holding:
        """What holds, and who chose it."""
        stored = await self._rows.get(name)
        value = self._of_environment(name) if stored.value is None else stored.value
        return Holding(value, stored)

    async def choose(self, seen: Stored, value: Any, by: str, key: str, **who: Any) -> Holding | None:
        """
        Put a value in the place of what was seen, on record first; None goes back to the environment. `key` names the one
        form that was sent: sent twice, it chooses once. Returns what holds instead where somebody was faster, else None.
        Raises NotRecorded.
        """
        run, before = f"setting:{seen.name}", await self._rows.get(seen.name)
        done = (before.version, before.value, before.by) == (seen.version + 1, value, by)
        if before.version != seen.version:
            return None if done else await self.holding(seen.name)
        detail = {"setting": VARIABLES[seen.name], "was": before.value, "now": value, **who}
        await self._audit.record(run, "setting chosen", by, self._now(), key=key, **detail)
        if await self._rows.swap(before, value, by, self._now()):
            return None
        await self._audit.note(run, "setting was changed meanwhile", by, self._now(), key=key)
        return await self.holding(seen.name)

    def _of_environment(self, name: ChoiceName) -> Any:
        match name:
            case "auto_join":
                return list(self._settings.chorister_auto_join)
            case "quiet":
                return list(self._settings.chorister_quiet)
            case "rules":
                return self._settings.rules_text


@functools.lru_cache(maxsize=8)
def read_once(text: str) -> RuleFile:
    """Rules by their text: the same text is read once. Raises BadRules."""
    return read_rules(text, RULES)
