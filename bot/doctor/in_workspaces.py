"""The workspaces that added Chorister, each asked side by side: its token, its scopes, its Chorus account, its admins."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import sqlalchemy as sa
from slack_sdk.web.async_client import AsyncWebClient

from bot.database_url import file_of, of_workspace, shown
from bot.doctor.bench import Bench
from bot.doctor.finding import Finding, Mark, fine, note, wrong
from bot.doctor.in_store import DIGESTS, age, how_far, rows
from bot.installs.renewing import AHEAD
from bot.scopes import SCOPES
from bot.setting_kinds import each_key
from bot.slack.faults import FAULTS, passing, reason
from bot.slack.text import and_list, flat
from bot.store import Database
from bot.store.database import Unreachable
from bot.store.installations import Installation, Installations
from bot.store.schema import Age
from bot.store.sealing import Sealing, WrongKey

KEY, WORKSPACES = "encryption", "workspaces"
ASKED = 50
"""Workspaces that are asked of Slack; of more, the first ones."""
AT_ONCE = 5
"""Stores that are looked into at a time: each is a connection."""
EACH = 10.0
"""Seconds for each workspace."""
LATE = AHEAD / 2
"""Seconds before a token's end by which it should long have been renewed."""
AGAIN = "Have them open the way in again: CHORISTER_PUBLIC_URL/slack/install."


async def workspaces(bench: Bench, each: float = EACH) -> list[Finding]:
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
        except sa.exc.DBAPIError:
            return []  # what is wrong with the database, its own check says
    shown = found[:ASKED]
    at_once = asyncio.Semaphore(AT_ONCE)
    listed = await asyncio.gather(*(_in_time(bench, one, at_once, each) for one in shown))
    said = [finding for findings in listed for finding in findings]
    return [fine(KEY, "CHORISTER_SECRET_KEY opens what is stored"), _all(found), *said]


def _all(found: list[Installation]) -> Finding:
    if not found:
        return note(WORKSPACES, "none has added Chorister yet", "Open CHORISTER_PUBLIC_URL/slack/install.")
    more = f", of which the first {ASKED} were asked" if len(found) > ASKED else ""
    return fine(WORKSPACES, f"{len(found)} added Chorister{more}")


async def _in_time(
    bench: Bench, found: Installation, at_once: asyncio.Semaphore, each: float
) -> list[Finding]:
    """All about one workspace; one that hangs hides no other."""
    check = f"workspace {found.key}"
    try:
        async with asyncio.timeout(each), asyncio.TaskGroup() as both:
            asked = both.create_task(_asked(bench, check, found))
            kept = both.create_task(_kept(bench, found, at_once))
    except TimeoutError:
        return [wrong(check, f"{flat(found.name, 80)}: no answer within {each:g} seconds")]
    return [asked.result(), *(replace(one, check=check) for one in kept.result())]


async def _asked(bench: Bench, check: str, found: Installation) -> Finding:
    asked_at = bench.now()
    client = AsyncWebClient(found.token, base_url=bench.settings.slack_api_url, retry_handlers=[])
    try:
        answer = await client.auth_test()
    except FAULTS as error:
        return refused(check, flat(found.name, 80), error)
    bench.hear("Slack", answer.headers, asked_at)
    return standing(check, found, bench.now())


async def _kept(bench: Bench, found: Installation, at_once: asyncio.Semaphore) -> list[Finding]:
    """What its own rows say: how old their tables are, if not of now; its digests; what is wrong."""
    url = of_workspace(bench.settings.store, found.key)
    try:
        async with at_once:
            schema = await asyncio.to_thread(how_far, url)
            if schema.age is Age.MISSING:
                return []  # nobody has used it yet
            if schema.age is not Age.CURRENT:
                return [age(schema, shown(url))]
            said = await rows(bench, url)
    except (Unreachable, sa.exc.DBAPIError):
        return [wrong(WORKSPACES, f"what is stored at {shown(url)} cannot be read")]
    return [one for one in said if one.mark is not Mark.FINE or one.check == DIGESTS]


def refused(check: str, name: str, error: Exception) -> Finding:
    """A token that Slack does not take is the workspace's affair; a Slack that does not answer is not."""
    if passing(error):
        say = f"{name}: Slack does not answer: {reason(error)}"
        return wrong(check, say, "Look at status.slack.com, and whether this machine reaches SLACK_API_URL.")
    return wrong(check, f"{name}: Slack refuses its token: {reason(error)}", AGAIN)


def standing(check: str, found: Installation, now: float) -> Finding:
    """How a workspace is whose token is good."""
    name, until = flat(found.name, 80), found.access.expires_at
    missing = sorted({*SCOPES} - {*found.scopes})
    if until is not None and until < now:
        return wrong(check, f"{name}: its token ended {_day(until)} and was not renewed", AGAIN)
    if until is not None and until - now < LATE:
        return note(
            check, f"{name}: its token ends {_minute(until)} and is not renewed yet", "See the bot's log."
        )
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


def _minute(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC"
