"""Asking Slack for tokens: what is asked for, what is granted, and what is no grant at all."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_sdk.errors import SlackApiError

from bot.installs.grants import BadGrant, Granting, read_grant, read_token
from bot.scopes import SCOPES
from bot.store.installations import Token
from sandbox.worlds import GROUP, NORTH, Worlds
from tests.bot.installs.conftest import agree

ANSWER: dict[str, Any] = {
    "ok": True,
    "app_id": "A1",
    "token_type": "bot",
    "scope": "chat:write,users:read",
    "access_token": "xoxe.xoxb-1",
    "refresh_token": "xoxe-1",
    "expires_in": 43200,
    "bot_user_id": "UBOT",
    "authed_user": {"id": "UROSA"},
    "team": {"id": "T1", "name": "Seller"},
    "enterprise": None,
    "is_enterprise_install": False,
}


def test_the_address_of_consent_is_at_slack_and_carries_the_state() -> None:
    granting = Granting("1.2", "planted", "https://bot.example/", "https://slack.com/api/", lambda: 0.0)
    address = urlsplit(granting.address("a b"))
    assert (address.netloc, address.path) == ("slack.com", "/oauth/v2/authorize")
    asked = parse_qs(address.query)
    assert asked["state"] == ["a b"]
    assert asked["redirect_uri"] == ["https://bot.example/slack/oauth_redirect"]
    assert asked["scope"] == [",".join(sorted(SCOPES))]
    assert "planted" not in address.query


def test_a_grant_is_an_installation_whose_installer_is_the_first_admin() -> None:
    made = read_grant(ANSWER, "B1", 100.0)
    assert (made.key, made.team, made.enterprise, made.name) == ("T1", "T1", None, "Seller")
    assert made.scopes == ("chat:write", "users:read")
    assert made.access == Token("xoxe.xoxb-1", "xoxe-1", 43300.0)
    assert made.own == {"CHORISTER_ADMINS": "UROSA"}


def test_an_organisation_as_a_whole_is_one_workspace() -> None:
    whole = {"team": None, "enterprise": {"id": "E1", "name": "Group"}, "is_enterprise_install": True}
    made = read_grant(ANSWER | whole, "B1", 100.0)
    assert (made.key, made.team, made.enterprise, made.name) == ("E1", None, "E1", "Group")
    part = read_grant(ANSWER | {"enterprise": {"id": "E1", "name": "Group"}}, "B1", 100.0)
    assert (part.key, part.team, part.enterprise, part.name) == ("T1", "T1", "E1", "Seller")


def test_a_token_that_lasts_has_no_end() -> None:
    lasting = {k: v for k, v in ANSWER.items() if k not in ("expires_in", "refresh_token")}
    assert read_token(lasting, 100.0) == Token("xoxe.xoxb-1", None, None)


@pytest.mark.parametrize(
    "odd",
    [
        {"token_type": "user"},
        {"access_token": ""},
        {"team": None},
        {"authed_user": None},
        {"bot_user_id": ""},
    ],
)
def test_what_is_no_grant_to_a_bot_is_not_taken(odd: dict[str, Any]) -> None:
    with pytest.raises(BadGrant) as error:
        read_grant(ANSWER | odd, "B1", 100.0)
    assert "xox" not in str(error.value)


async def test_slack_grants_renews_and_objects(granting: Granting, worlds: Worlds) -> None:
    codes = [
        parse_qs(urlsplit(await agree(granting.address("s"), key)).query)["code"][0] for key in worlds.cities
    ]
    north, group = [await granting.exchange(code) for code in codes]
    assert (north.key, north.bot_user, north.bot) == (NORTH.key, "UNORTHBOT1", "BCHORISTER")
    assert (group.key, group.team) == (GROUP.key, None)
    with pytest.raises(SlackApiError, match="code_already_used"):
        await granting.exchange(codes[0])
    assert north.access.refresh
    fresh = await granting.renew(north.access.refresh)
    assert fresh.text != north.token
    assert await granting.objection(fresh.text) == ""
    worlds.slack.grants.end(NORTH, "account_inactive")
    assert await granting.objection(fresh.text) == "account_inactive"
    worlds.cities[GROUP.key].slack.faults.add("503", match="auth.test")
    with pytest.raises(SlackApiError):
        await granting.objection(group.token)
