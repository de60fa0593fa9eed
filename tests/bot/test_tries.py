"""What was typed is tried: works, refused and by whom, or nobody there to say."""

import pytest
from sqlalchemy import URL

from bot.questions import Trial
from bot.tries import claude, database, slack, tried, truto
from sandbox.world import World

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def env(world: World) -> dict[str, str]:
    return world.env()


async def test_slack_says_who_the_bot_is_or_which_token_it_refuses(env: dict[str, str]) -> None:
    works = await slack(env)
    assert works.words.startswith("Slack knows the bot as ")
    assert not works.refused
    assert not (await slack(env | {"SLACK_APP_TOKEN": ""})).refused
    for name, value in (("SLACK_BOT_TOKEN", "xoxb-wrong"), ("SLACK_APP_TOKEN", "xapp-wrong")):
        refused = await slack(env | {name: value})
        assert f"Slack refuses {name}: " in refused.words
        assert refused.refused
    away = await slack(env | {"SLACK_API_URL": NOBODY})
    assert f"Slack does not answer at {NOBODY}/" in away.words
    assert not away.refused


async def test_claude_takes_the_key_or_not_and_costs_nothing(env: dict[str, str], world: World) -> None:
    assert (await claude(env)).words == "Claude takes the key; it will be claude-opus-5-5."
    assert world.claude.asked == []
    wrong = await claude(env | {"ANTHROPIC_API_KEY": "sk-ant-wrong"})
    assert "Claude refuses our API key" in wrong.words
    assert wrong.refused
    model = await claude(env | {"CHORISTER_MODEL": "claude-none"})
    assert "An admin must check CHORISTER_MODEL" in model.words
    away = await claude(env | {"ANTHROPIC_BASE_URL": NOBODY})
    assert "could not be reached" in away.words
    assert not away.refused


async def test_truto_counts_the_tools_or_says_what_it_refuses(env: dict[str, str]) -> None:
    assert "tools of this Chorus account" in (await truto(env)).words
    token = await truto(env | {"TRUTO_API_TOKEN": "wrong"})
    assert "Truto does not accept our API token" in token.words
    assert token.refused
    assert (
        await truto(env | {"TRUTO_INTEGRATED_ACCOUNT_ID": "00000000-0000-4000-8000-000000000000"})
    ).refused
    assert not (await truto(env | {"TRUTO_API_BASE_URL": NOBODY})).refused


async def test_a_postgresql_lets_us_in_or_not(postgres: URL) -> None:
    here = postgres.render_as_string(hide_password=False)
    assert "lets us in" in (await tried(Trial.DATABASE, {"DATABASE_URL": here})).words
    away = await database({"DATABASE_URL": "postgresql://u:secret@127.0.0.1:9/none"})
    assert away.refused
    assert "The database at 127.0.0.1:9/none cannot be opened" in away.words
    assert "secret" not in away.words
