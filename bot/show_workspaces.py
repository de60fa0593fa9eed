"""`chorister workspaces`: which workspaces added Chorister, and what each decides for itself."""

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.errors import BotError
from bot.setting_kinds import each_key
from bot.settings import Settings
from bot.store import Database
from bot.store.installations import Installation, Installations
from bot.store.sealing import Sealing
from bot.workspace_settings import OWN, settings_of

SECRET = frozenset({"TRUTO_API_TOKEN"})
"""Settings that are set here and never shown."""
AFTER = (
    "What it does not decide, the environment says, but for what names things of its own: its account, admins, channels "
    "and people. Changes hold within a minute, everywhere."
)
NO_ADMIN = "It has no admin: nobody there can connect Chorus or turn a switch. Set CHORISTER_ADMINS to a Slack user id."


async def show_workspaces(settings: Settings, key: str | None, given: Sequence[str]) -> int:
    """List all; show one; or give one settings of its own, `NAME=value`, where an empty value takes it back."""
    secret = settings.chorister_secret_key
    if not settings.has_installs or secret is None:
        raise BotError("There is one workspace, that of SLACK_BOT_TOKEN; the environment says all about it.")
    async with Database.open(settings.store) as db:
        kept = Installations(db, Sealing(each_key(secret)))
        if key is None:
            _print_all(await kept.all())
            return 0
        found = await _known(kept, key)
        if given:
            found = await _decide(kept, found, read(given), settings)
        _print_one(found)
    return 0


def read(given: Sequence[str]) -> dict[str, str]:
    """What was typed as NAME=value. Raises BotError."""
    made = dict[str, str]()
    for word in given:
        name, sign, value = word.partition("=")
        if not sign or name.lower() not in OWN:
            known = ", ".join(sorted(name.upper() for name in OWN))
            raise BotError(f"{word!r}: NAME=value belongs here, with one of {known}.")
        made[name.upper()] = value.strip()
    return made


def merged(own: Mapping[str, str], change: Mapping[str, str]) -> dict[str, str]:
    """A workspace's own settings after a change; what is empty is taken back."""
    return {name: value for name, value in {**own, **change}.items() if value}


async def _known(kept: Installations, key: str) -> Installation:
    found = await kept.get(key)
    if found is None:
        raise BotError(
            f"No workspace {key} has added Chorister; `chorister workspaces` lists those that have."
        )
    return found


async def _decide(
    kept: Installations, found: Installation, change: Mapping[str, str], shared: Settings
) -> Installation:
    own = merged(found.own, change)
    settings_of(shared, own)
    if not await kept.decide(found, own):
        raise BotError("The workspace was changed at this moment; nothing was set. Please try again.")
    return await _known(kept, found.key)


def _print_all(found: Sequence[Installation]) -> None:
    table = Table("Workspace", "Name", "Added", "By", "Chorus account")
    for one in found:
        added = datetime.fromtimestamp(one.installed_at, UTC).date().isoformat()
        account = one.own.get("TRUTO_INTEGRATED_ACCOUNT_ID", "none yet")
        table.add_row(one.key, escape(one.name), added, one.installer, escape(account))
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    console.print(table if found else "No workspace has added Chorister yet.")


def _print_one(found: Installation) -> None:
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    console.print(f"{found.key} {found.name}", markup=False)
    for name, value in sorted(found.own.items()):
        console.print(f"  {name}={'(set)' if name in SECRET else value}", markup=False)
    console.print(AFTER, markup=False)
    if not found.own.get("CHORISTER_ADMINS"):
        console.print(NO_ADMIN, markup=False)
