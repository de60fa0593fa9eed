"""The workspaces that added Chorister, each asked side by side: its token, its scopes, its Chorus account, its admins."""

import asyncio
from datetime import UTC, datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.database_url import file_of
from bot.doctor.bench import Bench
from bot.doctor.finding import Finding, Mark, fine, note, wrong
from bot.scopes import SCOPES
from bot.setting_kinds import each_key
from bot.slack.faults import FAULTS, reason
from bot.slack.text import and_list, flat
from bot.store import Database
from bot.store.installations import Installation, Installations
from bot.store.sealing import Sealing, WrongKey

KEY, WORKSPACES = "encryption", "workspaces"
ASKED = 50
"""Workspaces that are asked of Slack; of more, the first ones."""
AGAIN = "Have them open the way in again: CHORISTER_PUBLIC_URL/slack/install."


async def workspaces(bench: Bench) -> list[Finding]:
    """Whether the key opens what is stored, and how each workspace is."""
    settings = bench.settings
    if (path := file_of(settings.store)) and not path.exists():
        return [note(WORKSPACES, "none has added Chorister yet: no bot was ever started here")]
    secret = settings.chorister_secret_key
    assert secret is not None
    async with Database.as_it_is(settings.store) as db:
        try:
            found = await Installations(db, Sealing(each_key(secret))).seen()
        except WrongKey as error:
            return [wrong(KEY, str(error))]
    listed = await asyncio.gather(*(_one(bench, each) for each in found[:ASKED]))
    return [fine(KEY, "CHORISTER_SECRET_KEY opens what is stored"), _all(found), *listed]


def _all(found: list[Installation]) -> Finding:
    if not found:
        return note(WORKSPACES, "none has added Chorister yet", "Open CHORISTER_PUBLIC_URL/slack/install.")
    more = f", of which the first {ASKED} were asked" if len(found) > ASKED else ""
    return fine(WORKSPACES, f"{len(found)} added Chorister{more}")


async def _one(bench: Bench, found: Installation) -> Finding:
    check, asked_at = f"workspace {found.key}", bench.now()
    client = AsyncWebClient(found.token, base_url=bench.settings.slack_api_url, retry_handlers=[])
    try:
        answer = await client.auth_test()
    except FAULTS as error:
        return wrong(check, f"{flat(found.name, 80)}: Slack refuses its token: {reason(error)}", AGAIN)
    bench.hear("Slack", answer.headers, asked_at)
    return standing(check, found, bench.now())


def standing(check: str, found: Installation, now: float) -> Finding:
    """How a workspace is whose token is good."""
    name, until = flat(found.name, 80), found.access.expires_at
    missing = sorted({*SCOPES} - {*found.scopes})
    if until is not None and until < now:
        return wrong(check, f"{name}: its token ended {_day(until)} and was not renewed", AGAIN)
    if missing:
        lacking = f"{and_list(missing)} {'is' if len(missing) == 1 else 'are'} missing"
        return wrong(check, f"{name}: {lacking}", AGAIN)
    if not found.own.get("TRUTO_INTEGRATED_ACCOUNT_ID"):
        return note(
            check, f"{name}: no Chorus account yet", "An admin of theirs connects it on the Home tab."
        )
    admins = found.own.get("CHORISTER_ADMINS") or found.installer
    return Finding(check, Mark.FINE, f"{name}: added {_day(found.installed_at)}, admins {flat(admins, 200)}")


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()
