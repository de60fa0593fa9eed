"""Slack, asked: who we are there, what we may do, whether we hear anything, and whether the admins are people of it."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.doctor.bench import Bench
from bot.doctor.finding import Finding, fine, note, wrong
from bot.people import Member, SlackPeople, belongs
from bot.scopes import SCOPES, granted, lacking
from bot.settings import Settings
from bot.slack.faults import FAULTS, reason
from bot.slack.text import and_list

SLACK, LISTENS, GRANTED, ADMINS = "slack", "slack events", "slack scopes", "admins"
REINSTALL = "Paste manifest.yml into api.slack.com/apps > your app > App Manifest and install the app again."


async def slack(bench: Bench) -> list[Finding]:
    """The bot's token: whose it is, where, and with which scopes; then the admins."""
    client, asked_at = _client(bench.settings), bench.now()
    try:
        answer = await client.auth_test()
    except FAULTS as error:
        return [refused(SLACK, error, bench.settings, "SLACK_BOT_TOKEN")]
    bench.hear("Slack", answer.headers, asked_at)
    said = fine(SLACK, f"{answer['user']} in the workspace {answer['team']} ({answer['team_id']})")
    return [said, scopes(answer.headers), *await _admins(client, bench.settings, str(answer["team_id"]))]


async def events(bench: Bench) -> list[Finding]:
    """The way on which Slack's events come."""
    settings = bench.settings
    if settings.slack_app_token is None:
        say = f"signed HTTP on {settings.host}:{settings.port}; whether the signing secret is right, Slack's requests show"
        return [fine(LISTENS, say)]
    token = settings.slack_app_token.get_secret_value()
    try:
        await _client(settings).apps_connections_open(app_token=token)
    except FAULTS as error:
        return [refused(LISTENS, error, settings, "SLACK_APP_TOKEN")]
    return [fine(LISTENS, "Socket Mode: Slack opens connections for the app token")]


def refused(check: str, error: Exception, settings: Settings, token: str) -> Finding:
    """A failure of Slack's as a finding."""
    if isinstance(error, SlackApiError) and error.response.status_code == 200:
        return wrong(check, f"Slack refuses {token}: {reason(error)}", f"Check {token}.")
    return wrong(
        check,
        f"Slack does not answer at {settings.slack_api_url}: {reason(error)}",
        "Look at status.slack.com, and whether this machine reaches the address.",
    )


def scopes(headers: Mapping[str, Any]) -> Finding:
    """What the token was granted, against the manifest."""
    missing, more = lacking(headers), sorted(granted(headers) - {*SCOPES})
    if missing:
        return wrong(GRANTED, f"{and_list(missing)} {_is(missing)} missing", REINSTALL)
    if more:
        return note(GRANTED, f"{and_list(more)} {_is(more)} granted and not needed", REINSTALL)
    if not granted(headers):
        return note(GRANTED, "Slack did not say which scopes the token has")
    return fine(GRANTED, f"all {len(SCOPES)} of the manifest, and no other")


def _is(scopes: Collection[str]) -> str:
    return "is" if len(scopes) == 1 else "are"


async def _admins(client: AsyncWebClient, settings: Settings, team: str) -> list[Finding]:
    ids = settings.chorister_admins
    if not ids:
        say = "nobody is an admin, so nobody sees how connections do, or turns a switch"
        return [note(ADMINS, say, "Set CHORISTER_ADMINS to Slack user ids.")]
    people = SlackPeople(client)
    found = await asyncio.gather(*(people.member(id) for id in ids), return_exceptions=True)
    return [admins(dict(zip(ids, found, strict=True)), team)]


def admins(found: Mapping[str, Member | BaseException], team: str) -> Finding:
    """Whether everybody who is set as an admin is a full member."""
    unknown = {id: error for id, error in found.items() if isinstance(error, Exception)}
    guests = [id for id, member in found.items() if isinstance(member, Member) and not belongs(member, team)]
    if unknown:
        why = reason(next(iter(unknown.values())))
        return wrong(
            ADMINS, f"Slack does not tell of {and_list(list(unknown))}: {why}", "Check CHORISTER_ADMINS."
        )
    if guests:
        say = f"no full {'member is' if len(guests) == 1 else 'members are'} {and_list(guests)}"
        return wrong(ADMINS, say, "Take them out of CHORISTER_ADMINS.")
    return fine(ADMINS, and_list([member.name for member in found.values() if isinstance(member, Member)]))


def _client(settings: Settings) -> AsyncWebClient:
    """A client that asks once: whoever sits at the terminal tries again themselves."""
    token = settings.slack_bot_token
    return AsyncWebClient(
        token.get_secret_value() if token else None, base_url=settings.slack_api_url, retry_handlers=[]
    )
