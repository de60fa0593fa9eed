"""What is missing or malformed is said at once, and the rest has safe defaults."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.database_url import file_of, read_address
from bot.errors import SettingsError
from bot.settings import WHERE, Settings
from tests.builders import settings, settings_env
from tools.policy import NO_RULES


def test_everything_missing_is_named_at_once_with_the_place_to_get_it() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({})
    for name, where in WHERE.items():
        assert f"{name}: {where}" in str(caught.value)
    assert ".env" in str(caught.value)


def test_blank_is_missing() -> None:
    with pytest.raises(SettingsError, match=r"TRUTO_API_TOKEN: app.truto.one"):
        settings(TRUTO_API_TOKEN="  ")


def test_an_empty_limit_is_the_default_and_not_none_at_all() -> None:
    empty = settings(CHORISTER_PERSON_USD_A_DAY="", CHORISTER_WORKSPACE_TOKENS_A_DAY=" ")
    assert (empty.chorister_person_usd_a_day, empty.chorister_workspace_tokens_a_day) == (10.0, 100_000_000)


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("PORT", "http", "valid integer"),
        ("PORT", "0.5", "valid integer"),
        ("CHORISTER_WRITES", "yes", "'approve' or 'off'"),
        ("CHORISTER_JOINS", "approve", "'on' or 'off'"),
        ("CHORISTER_READING", "all", "'participants' or 'workspace'"),
        ("CHORISTER_TOOLS", "all", "'search' or 'flat'"),
        ("CHORISTER_EFFECTS", "conversations.bulk=maybe", "one of read, join, write, destroy"),
        ("CHORISTER_EFFECTS", "playlists.create=read", "write or destroy"),
        ("CHORISTER_ALLOW", "conversations.bulk,delete", "delete: a tool belongs here as resource.method"),
        ("CHORISTER_MAX_USD", "two", "valid number"),
        ("CHORISTER_MAX_USD", "nan", "finite number"),
        ("CHORISTER_PERSON_USD_A_DAY", "0", "greater than 0"),
        ("CHORISTER_WORKSPACE_USD_A_DAY", "inf", "finite number"),
        ("CHORISTER_PERSON_TOKENS_A_DAY", "0", "greater than or equal to 1"),
        ("CHORISTER_WORKSPACE_TOKENS_A_DAY", "unlimited", "valid integer"),
        ("CHORISTER_MAX_TURNS", "0", "greater than 0"),
        ("CHORISTER_MAX_MINUTES", "-1", "greater than 0"),
        ("CHORISTER_POLL", "0", "greater than 0"),
        ("CHORISTER_EDIT_PAUSE", "-3", "greater than or equal to 0"),
        ("CHORISTER_APPROVAL_HOURS", "inf", "finite number"),
        ("CHORISTER_DEAD_AFTER", "0.05", "greater than or equal to 2"),
        ("DATABASE_URL", "mysql://db/chorister", "postgresql://user:password@host/database belongs here"),
        ("DATABASE_URL", "not an address", "sqlite:///"),
        ("DATABASE_URL", "sqlite://", "sqlite:///"),
        ("DATABASE_URL", "postgresql://db", "postgresql://"),
    ],
)
def test_a_malformed_value_is_named_with_what_is_wrong(name: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings(**{name: value})
    assert f"- {name}: " in str(caught.value)
    assert words in str(caught.value)
    assert "Value error" not in str(caught.value)


def test_what_an_admin_decides_about_tools_is_read_from_two_lists() -> None:
    made = settings(
        CHORISTER_EFFECTS="conversations.bulk=write, engagements.export = read",
        CHORISTER_ALLOW="playlists.create, conversations.delete",
    )
    assert made.tool_rules.effects == {"conversations.bulk": "write", "engagements.export": "read"}
    assert made.tool_rules.allowed == {"playlists.create", "conversations.delete"}
    assert settings().tool_rules == NO_RULES


def test_missing_and_malformed_come_in_one_message() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"PORT": "x", "SLACK_BOT_TOKEN": "xoxb-1"})
    problems = [line for line in str(caught.value).splitlines() if line.startswith("  - ")]
    assert len(problems) == 5


def test_either_way_of_listening_is_enough() -> None:
    env = settings_env()
    del env["SLACK_APP_TOKEN"]
    with pytest.raises(SettingsError, match=r"SLACK_APP_TOKEN.*\n.*or SLACK_SIGNING_SECRET"):
        Settings.from_env(env)
    assert Settings.from_env(env | {"SLACK_SIGNING_SECRET": "s"}).slack_app_token is None


def test_what_nobody_sets_is_safe() -> None:
    made = settings()
    assert made.chorister_writes == "approve"
    assert made.chorister_reading == "participants"
    assert made.chorister_auto_join == ()
    assert made.host == "127.0.0.1"


def test_variables_of_others_are_let_be() -> None:
    assert settings(PATH="/bin", CHORISTER_UNKNOWN="1") == settings()


def test_a_secret_is_not_shown() -> None:
    assert "xoxb-1" not in repr(settings()) + str(settings().model_dump())


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        settings().port = 1


def test_lists_are_split_at_commas_and_trimmed() -> None:
    made = settings(CHORISTER_ADMINS=" U000001, U000002,,", CHORISTER_AUTO_JOIN="C000001")
    assert made.chorister_admins == ("U000001", "U000002")
    assert made.chorister_auto_join == ("C000001",)


def test_slacks_address_ends_in_a_slash() -> None:
    assert settings(SLACK_API_URL="http://localhost/api").slack_api_url == "http://localhost/api/"
    assert settings(SLACK_API_URL="http://localhost/api/").slack_api_url == "http://localhost/api/"


def test_the_store_lies_at_home_or_where_the_database_address_says() -> None:
    home = settings(CHORISTER_HOME="/var/c")
    assert [file_of(url) for url in (home.store, home.engine)] == [
        Path("/var/c/chorister.sqlite"),
        Path("/var/c/engine.sqlite"),
    ]
    shared = settings(DATABASE_URL="postgresql://ana:p@db/chorister")
    assert shared.store == shared.engine == read_address("postgresql://ana:p@db/chorister")


def test_the_password_of_the_database_is_not_shown() -> None:
    made = settings(DATABASE_URL="postgresql://ana:hidden@db/chorister")
    assert "hidden" not in f"{made!r} {made.store!r}"


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("SLACK_BOT_TOKEN", "xapp-1", "starts with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1", "starts with xapp-"),
        ("SLACK_API_URL", "nonsense", "https://"),
        ("TRUTO_API_BASE_URL", "zzz", "https://"),
        ("PORT", "70000", "65535"),
        ("CHORISTER_ADMINS", "bob", "bob: not a Slack id"),
        ("CHORISTER_AUTO_JOIN", "#deals", "#deals: not a Slack id"),
    ],
)
def test_a_value_that_belongs_elsewhere_is_named_at_start(name: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError) as error:
        settings(**{name: value})
    assert name in str(error.value)
    assert words in str(error.value)


INSTALLS = {
    "SLACK_BOT_TOKEN": "",
    "SLACK_APP_TOKEN": "",
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "shh-planted",
    "SLACK_SIGNING_SECRET": "s",
    "CHORISTER_SECRET_KEY": "A" * 43 + "=",
    "CHORISTER_PUBLIC_URL": "https://chorister.example.com",
}


def test_workspaces_that_install_the_app_need_no_token_in_the_settings() -> None:
    made = settings(**INSTALLS)
    assert made.has_installs
    assert made.slack_bot_token is None
    assert "planted" not in repr(made)
    assert not settings().has_installs


def test_installs_that_are_half_set_are_not_taken_for_one_workspace() -> None:
    with pytest.raises(SettingsError, match=r"SLACK_CLIENT_SECRET: api\.slack\.com/apps"):
        settings(**INSTALLS | {"SLACK_CLIENT_SECRET": "", "SLACK_BOT_TOKEN": "xoxb-1"})


def test_a_key_that_is_none_is_said_without_it() -> None:
    with pytest.raises(SettingsError, match="CHORISTER_SECRET_KEY: key 1 is not 32 bytes") as error:
        settings(**INSTALLS | {"CHORISTER_SECRET_KEY": "planted"})
    assert "planted" not in str(error.value)
