"""One workspace or any number: what is half set, or set against each other, is said by name with where to find it."""

import pytest

from bot.ways_in import INSTALLS, WHERE, half_set

ALL = {name.lower() for name in INSTALLS}


def test_one_workspace_needs_its_token_and_one_way_of_listening() -> None:
    assert half_set({"slack_bot_token", "slack_app_token"}) == {}
    assert half_set({"slack_bot_token", "slack_signing_secret"}) == {}
    assert half_set({"slack_app_token"}) == {
        "SLACK_BOT_TOKEN": f"SLACK_BOT_TOKEN: {WHERE['SLACK_BOT_TOKEN']}"
    }
    (said,) = half_set({"slack_bot_token"}).values()
    assert all(name in said for name in ("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"))


def test_installs_need_no_token() -> None:
    assert half_set(ALL) == {}


@pytest.mark.parametrize("name", INSTALLS)
def test_installs_name_each_part_that_is_missing(name: str) -> None:
    (said,) = half_set(ALL - {name.lower()}).values()
    assert said.startswith(f"{name}: {INSTALLS[name]}")
    assert "can install Chorister, since SLACK_CLIENT_" in said


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_installs_and_one_workspace_do_not_go_together(name: str) -> None:
    (said,) = half_set(ALL | {name.lower()}).values()
    assert said.startswith(f"{name}: leave it out, or SLACK_CLIENT_ID: ")


def test_keys_alone_switch_nothing_on() -> None:
    one = {"slack_bot_token", "slack_app_token", "chorister_secret_key", "chorister_public_url"}
    assert half_set(one) == {}
