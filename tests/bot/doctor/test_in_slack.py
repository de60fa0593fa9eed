"""Slack's answers as findings: tokens, scopes, admins."""

from dataclasses import replace

from slack_sdk.errors import SlackApiError

from bot.doctor.bench import Bench
from bot.doctor.finding import Mark
from bot.doctor.in_slack import admins, events, scopes, slack
from bot.scopes import SCOPES
from sandbox.company import Company
from sandbox.slack import SlackServer
from tests.builders import a_member, settings_env


def bench(server: SlackServer, **more: str) -> Bench:
    env = settings_env(
        SLACK_BOT_TOKEN=server.bot_token, SLACK_APP_TOKEN=server.app_token, SLACK_API_URL=server.url, **more
    )
    return Bench.of(env, lambda: server.clock.now().timestamp())


async def test_a_token_says_whose_it_is_and_which_scopes_it_has(slack: SlackServer, company: Company) -> None:
    admin = company.person("rosa").slack_id
    looked = bench(slack, CHORISTER_ADMINS=admin)
    assert [f.mark for f in await examined(looked)] == [Mark.FINE] * 4
    assert abs(looked.skews["Slack"]) <= 1
    slack.workspace.me = replace(slack.me, scopes=(*sorted(SCOPES)[1:], "files:read"))
    (found,) = [f for f in await examined(looked) if f.check == "slack scopes"]
    assert (found.mark, found.say) == (Mark.WRONG, f"{sorted(SCOPES)[0]} is missing")
    assert "install the app again" in found.do


async def examined(looked: Bench) -> list:
    return [*await slack_check(looked), *await events(looked)]


slack_check = slack


async def test_what_slack_refuses_names_the_setting(slack: SlackServer) -> None:
    looked = bench(slack)
    slack.faults.add("error", match="auth.test", error="token_revoked")
    slack.faults.add("error", match="apps.connections.open", error="invalid_auth")
    first, second = await examined(looked)
    assert (first.mark, first.say) == (Mark.WRONG, "Slack refuses SLACK_BOT_TOKEN: token_revoked")
    assert second.say == "Slack refuses SLACK_APP_TOKEN: invalid_auth"
    slack.faults.add("503", match="auth.test")
    (away,) = await slack_check(looked)
    assert "Slack does not answer at http" in away.say


async def test_without_an_app_token_signed_http_is_told(slack: SlackServer) -> None:
    env = settings_env(SLACK_SIGNING_SECRET="s", SLACK_API_URL=slack.url)
    (found,) = await events(Bench.of({k: v for k, v in env.items() if k != "SLACK_APP_TOKEN"}))
    assert found.say.startswith("signed HTTP on 127.0.0.1:3000")


def test_scopes_that_nobody_needs_are_worth_a_look() -> None:
    found = scopes({"x-oauth-scopes": ",".join([*SCOPES, "files:read", "files:write"])})
    assert (found.mark, found.say) == (Mark.NOTE, "files:read and files:write are granted and not needed")
    assert scopes({}).mark is Mark.NOTE


def test_admins_are_full_members_that_slack_knows() -> None:
    full, guest = a_member("UANA"), a_member("UBEN", is_guest=True)
    assert admins({"UANA": full}, "T1").say == "Ana Ruiz"
    assert admins({"UANA": full, "UBEN": guest}, "T1").say == "no full member is UBEN"
    gone = SlackApiError("no", _Answer())
    assert admins({"UZED": gone, "UANA": full}, "T1").say == "Slack does not tell of UZED: user_not_found"


class _Answer(dict):
    """A refusal as the SDK has it."""

    data = {"ok": False, "error": "user_not_found"}  # noqa: RUF012
    status_code = 200
