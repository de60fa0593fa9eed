"""Several workspaces behind one address: a token opens its own, people say yes on a page, and the app hears of the end."""

import base64
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.worlds import GROUP, NORTH, SOUTH, Worlds

NOW = datetime(2026, 6, 3, 15, 0, tzinfo=UTC)
BACK = "http://bot.test/slack/oauth_redirect"


@pytest.fixture
async def worlds() -> AsyncIterator[Worlds]:
    async with Worlds(NORTH, SOUTH, GROUP, now=NOW) as worlds:
        yield worlds


@pytest.fixture
async def heard(worlds: Worlds) -> AsyncIterator[list[dict[str, Any]]]:
    """What an app that listens is sent."""
    got: list[dict[str, Any]] = []

    async def listen(request: web.Request) -> web.Response:
        got.append(await request.json())
        return web.Response()

    app = web.Application()
    app.router.add_post("/slack/events", listen)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    worlds.slack.target(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield got
    await runner.cleanup()


async def answered(worlds: Worlds, key: str, answer: str = "allow", **more: str) -> httpx.Response:
    page = worlds.slack.url.replace("/api/", "/oauth/v2/authorize")
    query = {
        "client_id": worlds.slack.client.id,
        "scope": "chat:write",
        "redirect_uri": BACK,
        "state": "s&1",
    }
    async with httpx.AsyncClient() as browser:
        shown = await browser.get(page, params=query | more)
        if shown.status_code != 200:
            return shown
        assert "North" in shown.text
        form = {"workspace": key, "user": "UROSA00001", "answer": answer}
        return await browser.post(page, params=query | more, data=form)


async def added(worlds: Worlds, key: str) -> AsyncWebClient:
    sent = parse_qs(urlsplit((await answered(worlds, key)).headers["location"]).query)
    assert sent["state"] == ["s&1"]
    client, base = worlds.slack.client, worlds.slack.url
    proof = base64.b64encode(f"{client.id}:{client.secret}".encode()).decode()
    made = await AsyncWebClient(base_url=base, headers={"Authorization": f"Basic {proof}"}).api_call(
        "oauth.v2.access", data={"code": sent["code"][0], "redirect_uri": BACK}
    )
    return AsyncWebClient(made["access_token"], base_url=base)


async def test_each_token_opens_its_own_workspace_and_no_other(worlds: Worlds) -> None:
    north, south, group = [await added(worlds, key) for key in worlds.cities]
    await north.chat_postMessage(channel="CDEALS0001", text="ours")
    assert [m["text"] for m in worlds.cities[NORTH.key].slack.messages("deals")] == ["ours"]
    assert worlds.cities[SOUTH.key].slack.messages("deals") == []
    assert (await south.auth_test())["team_id"] == SOUTH.team_id
    whole = await group.auth_test()
    assert (whole["enterprise_id"], whole["is_enterprise_install"]) == ("E0GROUP01", True)
    for token, error in ((None, "not_authed"), ("xoxb-forged", "invalid_auth")):
        with pytest.raises(SlackApiError, match=error):
            await AsyncWebClient(token, base_url=worlds.slack.url).auth_test()


async def test_a_person_may_say_no_and_an_app_must_ask_rightly(worlds: Worlds) -> None:
    location = (await answered(worlds, NORTH.key, "cancel")).headers["location"]
    assert location == f"{BACK}?error=access_denied&state=s%261"
    wrong = {"client_id": "9", "redirect_uri": "http://else.test/", "scope": ""}
    for name, value in wrong.items():
        assert (await answered(worlds, NORTH.key, **{name: value})).status_code == 400


async def test_an_expired_and_a_taken_away_token_say_so(worlds: Worlds) -> None:
    north, south = await added(worlds, NORTH.key), await added(worlds, SOUTH.key)
    worlds.slack.grants.end(SOUTH, "token_revoked")
    with pytest.raises(SlackApiError, match="token_revoked"):
        await south.auth_test()
    worlds.clock.advance(12 * 3600)
    with pytest.raises(SlackApiError, match="token_expired"):
        await north.auth_test()


async def test_the_exchange_can_go_wrong_on_order(worlds: Worlds) -> None:
    worlds.slack.faults.add("error", match="oauth.v2.access", error="fatal_error")
    with pytest.raises(SlackApiError, match="fatal_error"):
        await added(worlds, NORTH.key)
    assert [call.method for call in worlds.slack.journal] == ["oauth.v2.access"]


async def test_events_name_the_workspace_and_the_organisation(
    worlds: Worlds, heard: list[dict[str, Any]]
) -> None:
    for city in worlds.cities.values():
        await city.slack.say(city.company.person("ana"), "deals", "hello")
    named = [
        (e["team_id"], e.get("enterprise_id"), e["authorizations"][0]["is_enterprise_install"]) for e in heard
    ]
    assert named == [
        ("T0NORTH01", None, False),
        ("T0SOUTH01", None, False),
        ("T0GROUP01", "E0GROUP01", True),
    ]
    assert heard[2]["authorizations"][0]["team_id"] is None


async def test_the_app_hears_that_it_was_taken_away(worlds: Worlds, heard: list[dict[str, Any]]) -> None:
    north = await added(worlds, NORTH.key)
    await worlds.slack.uninstall(NORTH.key)
    assert [e["event"]["type"] for e in heard] == ["tokens_revoked", "app_uninstalled"]
    assert heard[0]["event"]["tokens"] == {"oauth": [], "bot": ["UNORTHBOT1"]}
    assert "authorizations" not in heard[0]
    with pytest.raises(SlackApiError, match="account_inactive"):
        await north.auth_test()
    await worlds.slack.uninstall(GROUP.key)
    assert heard[3]["enterprise_id"] == "E0GROUP01"
    assert "team_id" not in heard[3]


async def test_answers_to_clicks_reach_their_own_workspace(worlds: Worlds) -> None:
    north, south = (worlds.cities[key].slack for key in (NORTH.key, SOUTH.key))
    keys = [s.workspace.tickets.response_url("CDEALS0001", "UANA000001") for s in (north, south)]
    assert keys[0] == keys[1]
    async with httpx.AsyncClient() as app:
        await app.post(f"{south.workspace.base_url}/response/{keys[1]}", json={"text": "for South"})
    assert [m["text"] for m in south.ephemerals] == ["for South"]
    assert north.ephemerals == []
