"""`chorister rules`: the rules of deal risk in force, whether a file of other ones fits, and which deals they would move."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from bot.ask import Terminal, at_terminal
from bot.choices import read_once
from bot.database_url import file_of
from bot.durable import result, start_once
from bot.errors import BotError
from bot.risk.rule_file import BadRules, RuleFile, read_rules
from bot.risk.rulebook import Rulebook
from bot.risk.rules import NEED_CRM, RULES, name_of, off
from bot.settings import Settings
from bot.store import Database
from bot.store.choices import StoredChoices
from bot.store.overlays import Overlays
from bot.workflows.preview import preview


async def show_rules(settings: Settings, file: Path | None, email: str | None, profile: str = "") -> int:
    """
    Print the rules in force, or those of a profile; with a file, whether it fits; with a person too, what it would change
    for them.
    """
    console = Console(highlight=False, soft_wrap=True)
    for line in await _lines(settings, file, email, profile):
        console.print(escape(line))
    return 0


async def _lines(settings: Settings, file: Path | None, email: str | None, profile: str) -> list[str]:
    rules = await in_force(settings)
    if file is None:
        return described(book_of(rules, profile)) + profiles_of(rules) + await used(settings)
    other = book_of(read_file(file), profile)
    if email is None:
        return [f"{file} fits. To see what it would change: chorister rules {file} --as YOUR-E-MAIL"]
    before = rules.book(profile) or rules.own  # a new profile is compared with the company's own rules
    async with at_terminal(settings, email, Terminal()) as (_, asker):
        books = (book.model_dump(mode="json", by_alias=True) for book in (before, other))
        await start_once("preview", preview, asker.to_json(), *books)
        changes: list[str] = await result("preview")
    return changes or ["No deal would enter or leave."]


async def in_force(settings: Settings) -> RuleFile:
    """What an admin chose in Slack, as far as there is a store, else what the environment names. Raises BotError."""
    path = file_of(settings.store)
    if path and not path.exists():
        return settings.rules
    async with Database.open(settings.store) as db:
        chosen = await StoredChoices(db).get("rules")
    try:
        return settings.rules if chosen.value is None else read_once(chosen.value)
    except BadRules as error:
        raise BotError(str(error)) from error


async def used(settings: Settings) -> list[str]:
    """How the rules did in the last four weeks, as far as there is a store."""
    path = file_of(settings.store)
    if path and not path.exists():
        return []
    async with Database.open(settings.store) as db:
        marked = await Overlays(db).marked(time.time() - FOUR_WEEKS)
    return usage(marked)


def usage(marked: Iterable[tuple[str, str, int]]) -> list[str]:
    """A line for each rule that was shown: what people did with it, and which thresholds to look at."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for rule, what, n in marked:
        counts[rule][what] += n
    lines = ["", "the last four weeks:"] if counts else []
    for rule, done in sorted(counts.items(), key=lambda item: int(item[0][1:])):
        shown, useless = done["shown"], done["snoozed"] + done["not useful"]
        said = ", ".join(f"{n} times {what}" for what, n in sorted(done.items()) if what != "shown")
        line = f"{rule:<4}{name_of(rule)}: shown {shown} times" + (f", {said}" if said else "")
        if shown and useless / shown > TOO_OFTEN:
            line += f". Over {TOO_OFTEN:.0%} snoozed or of no use: look at its thresholds"
        lines.append(line)
    return lines


FOUR_WEEKS = 28 * 86_400.0
TOO_OFTEN = 0.3
"""Share of a rule's lines that people put away, above which its thresholds are worth a look."""


def book_of(rules: RuleFile, profile: str) -> Rulebook:
    """The rules of a profile, the company's own where it is empty; raises BotError where there is none of that name."""
    found = rules.book(profile)
    if found is None:
        names = ", ".join(sorted(rules.profiles)) or "none"
        raise BotError(f"There is no profile “{profile}” in these rules; there are: {names}")
    return found


def profiles_of(rules: RuleFile) -> list[str]:
    """A line that names the profiles, if there are any."""
    return [f"profiles: {', '.join(sorted(rules.profiles))}"] if rules.profiles else []


def read_file(file: Path) -> RuleFile:
    """The rules of a file over ours; raises BotError with the line and the reason of each mistake."""
    try:
        return read_rules(file.read_text("utf-8"), str(file))
    except BadRules as error:
        raise BotError(str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BotError(f"{file} cannot be read: {error}") from error


def described(book: Rulebook) -> list[str]:
    """A line for each rule: its number, its name, and what it says, or why it is off."""
    why = off(book)
    numbers = book.model_dump(mode="json", by_alias=True, exclude_none=True)["rules"]
    lines = [
        f"at risk from {book.levels.at_risk} reasons, act from {book.levels.act}, calls of {book.window_days} days"
    ]
    for id in (*RULES, *NEED_CRM):
        said = ", ".join(f"{k} {_shown(v)}" for k, v in numbers.get(id, {}).items() if k not in LEFT_OUT)
        lines.append(f"{id:<4}{name_of(id)}: {f'off ({why[id]})' if id in why else said or 'on'}")
    return lines


LEFT_OUT = ("enabled", "needed", "titles")
"""Too long for a line; they stand in bot/risk/rules.yaml."""


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "/".join(_shown(part) for part in value.values())
    if isinstance(value, list):
        return "/".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
