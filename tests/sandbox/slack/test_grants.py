"""Codes are good once, tokens for twelve hours, and what renews one renews it once."""

import pytest

from sandbox.slack.errors import SlackRefusal
from sandbox.slack.grants import Client, Grants, scopes_of
from sandbox.slack.identity import Identity

TEAM = Identity(team_id="T1", team_name="One")
WHOLE = Identity(team_id="T2", enterprise_id="E1", enterprise_name="Group", is_whole=True)
BACK = "http://bot.test/slack/oauth_redirect"


class Watch:
    now = 1000.0


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def grants(watch: Watch) -> Grants:
    return Grants(Client(), lambda: watch.now)


def asked(grants: Grants, **more: object) -> dict:
    return grants.access({"client_id": grants.client.id, "client_secret": grants.client.secret, **more})


def refused(grants: Grants, **more: object) -> str:
    with pytest.raises(SlackRefusal) as error:
        asked(grants, **more)
    return error.value.error


def added(grants: Grants, me: Identity = TEAM) -> dict:
    return asked(grants, code=grants.consent(me, "UROSA", BACK, "chat:write"), redirect_uri=BACK)


def test_a_code_becomes_a_token_of_the_team_that_agreed(grants: Grants) -> None:
    made = added(grants)
    assert made["team"] == {"id": "T1", "name": "One"}
    assert (made["enterprise"], made["is_enterprise_install"]) == (None, False)
    assert (made["authed_user"], made["scope"], made["expires_in"]) == (
        {"id": "UROSA"},
        "chat:write",
        12 * 3600,
    )
    assert grants.refusal(made["access_token"]) is None
    assert grants.refusal("xoxb-other") == "invalid_auth"


def test_an_organisation_as_a_whole_has_no_team(grants: Grants) -> None:
    made = added(grants, WHOLE)
    assert (made["team"], made["is_enterprise_install"]) == (None, True)
    assert made["enterprise"] == {"id": "E1", "name": "Group"}


def test_codes_are_good_once_for_ten_minutes_and_for_one_address(grants: Grants, watch: Watch) -> None:
    code = grants.consent(TEAM, "UROSA", BACK, "chat:write")
    assert refused(grants, code=code, redirect_uri="http://else.test/") == "bad_redirect_uri"
    asked(grants, code=code, redirect_uri=BACK)
    assert refused(grants, code=code, redirect_uri=BACK) == "code_already_used"
    assert refused(grants, code="forged", redirect_uri=BACK) == "invalid_code"
    late = grants.consent(TEAM, "UROSA", BACK, "chat:write")
    watch.now += 600
    assert refused(grants, code=late, redirect_uri=BACK) == "invalid_code"


def test_what_renews_a_token_is_spent_and_the_old_token_lives_on_to_its_end(
    grants: Grants, watch: Watch
) -> None:
    made = added(grants)
    watch.now += 11 * 3600
    renew = {"grant_type": "refresh_token", "refresh_token": made["refresh_token"]}
    fresh = asked(grants, **renew)
    assert refused(grants, **renew) == "invalid_refresh_token"
    assert grants.refusal(made["access_token"]) is None
    watch.now += 2 * 3600
    assert grants.refusal(made["access_token"]) == "token_expired"
    assert grants.refusal(fresh["access_token"]) is None
    assert refused(grants, grant_type="password") == "invalid_grant_type"


def test_an_ended_token_neither_opens_nor_renews(grants: Grants) -> None:
    made, other = added(grants), added(grants, WHOLE)
    grants.end(TEAM, "account_inactive")
    assert grants.refusal(made["access_token"]) == "account_inactive"
    assert refused(grants, grant_type="refresh_token", refresh_token=made["refresh_token"]) == (
        "invalid_refresh_token"
    )
    assert grants.refusal(other["access_token"]) is None


def test_an_app_without_rotation_gets_tokens_that_last(watch: Watch) -> None:
    grants = Grants(Client(rotates=False), lambda: watch.now)
    made = added(grants)
    assert "refresh_token" not in made
    watch.now += 10**9
    assert grants.refusal(made["access_token"]) is None


def test_whoever_is_not_the_app_gets_nothing(grants: Grants) -> None:
    assert refused(grants, client_id="9.9") == "invalid_client_id"
    assert refused(grants, client_secret="wrong") == "bad_client_secret"
    assert refused(grants, colour="red") == "invalid_arguments"


def test_scopes_are_named_with_commas_and_known() -> None:
    assert scopes_of("chat:write users:read", ()) == "chat:write,users:read"
    for text in ("", "chat:write,root"):
        with pytest.raises(SlackRefusal, match="invalid_scope"):
            scopes_of(text, {"chat:write"})
