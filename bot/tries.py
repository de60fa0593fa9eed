"""Whether what somebody typed works: each asks one outside service, once, with what is known so far."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from slack_sdk.web.async_client import AsyncWebClient

from bot.agent.claude import Claude
from bot.database_url import read_address, shown
from bot.furnishing import truto_client
from bot.questions import Trial
from bot.settings import Settings
from bot.slack.faults import FAULTS, passing, reason
from bot.store.database import Unreachable, reaching, synchronous
from tools.errors import UpstreamError

Env = Mapping[str, str]


@dataclass(frozen=True)
class Tried:
    """What a try showed, in a sentence. Nobody is blamed for a service that does not answer."""

    words: str
    refused: bool = False


async def tried(trial: Trial, env: Env) -> Tried:
    """What one of them shows."""
    ways = {Trial.SLACK: slack, Trial.CLAUDE: claude, Trial.TRUTO: truto, Trial.DATABASE: database}
    return await ways[trial](env)


def _settings(env: Env, *names: str) -> Settings:
    """Settings that hold these names alone, whatever else is still missing."""
    other = ("SLACK_SIGNING_SECRET", "ANTHROPIC_API_KEY", "TRUTO_API_TOKEN", "TRUTO_INTEGRATED_ACCOUNT_ID")
    given = {name: env[name] for name in names if env.get(name)}
    return Settings.from_env({**dict.fromkeys(other, "none"), "SLACK_BOT_TOKEN": "xoxb-none", **given})


async def slack(env: Env) -> Tried:
    """Both tokens, as far as they are given."""
    base = _settings(env, "SLACK_API_URL").slack_api_url
    client = AsyncWebClient(token=env.get("SLACK_BOT_TOKEN"), base_url=base, retry_handlers=[])
    asked = "SLACK_BOT_TOKEN"
    try:
        who = await client.auth_test()
        if env.get("SLACK_APP_TOKEN"):
            asked = "SLACK_APP_TOKEN"
            await client.apps_connections_open(app_token=env["SLACK_APP_TOKEN"])
    except FAULTS as error:
        if passing(error):
            return Tried(f"Slack does not answer at {base} ({reason(error)}).")
        return Tried(f"Slack refuses {asked}: {reason(error)}.", refused=True)
    return Tried(f"Slack knows the bot as {who['user']}, in {who['team']}.")


async def claude(env: Env) -> Tried:
    """The key, and whether it may use the model."""
    settings = _settings(env, "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "CHORISTER_MODEL")
    key, model = settings.anthropic_api_key.get_secret_value(), settings.chorister_model
    asked = Claude(key, settings.anthropic_base_url, model)
    try:
        known = await asked.look(model)
    finally:
        await asked.close()
    return Tried(known.say or f"Claude takes the key; it will be {model}.", refused=known.refused)


async def truto(env: Env) -> Tried:
    """The token, and the account it is used on."""
    names = ("TRUTO_API_TOKEN", "TRUTO_API_BASE_URL", "TRUTO_INTEGRATED_ACCOUNT_ID")
    try:
        async with truto_client(_settings(env, *names)) as client:
            rows = await client.tools()
    except UpstreamError as error:
        return Tried(str(error), refused=error.status in (400, 401, 403, 404))
    return Tried(f"Truto offers {len(rows)} tools of this Chorus account.")


async def database(env: Env) -> Tried:
    """Whether the PostgreSQL lets us in."""
    url = read_address(env["DATABASE_URL"])

    def connect() -> None:
        with reaching(url):
            made = sa.create_engine(synchronous(url), connect_args={"connect_timeout": 5})
            try:
                made.connect().close()
            finally:
                made.dispose()

    try:
        await asyncio.to_thread(connect)
    except Unreachable as error:
        return Tried(str(error), refused=True)
    return Tried(f"The database at {shown(url)} lets us in.")
