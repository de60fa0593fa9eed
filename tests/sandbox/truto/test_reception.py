from typing import Any

import httpx
import pytest


async def test_a_wrong_token_is_trutos_own_401(site: Any) -> None:
    answer = await site.call("GET", "me", headers={"authorization": "Bearer wrong"})
    assert answer.status_code == 401
    assert "truto_is_remote_error" not in answer.json()


async def test_the_account_must_be_named_and_known(site: Any) -> None:
    missing = await site.call("GET", "me", params={"integrated_account_id": ""})
    unknown = await site.call("GET", "me", params={"integrated_account_id": "nobody"})
    assert (missing.status_code, unknown.status_code) == (400, 404)
    assert "truto_is_remote_error" not in missing.json()


@pytest.mark.parametrize(
    "status, verb, path, code", [("needs_reauth", "GET", "me", 401), ("blocked", "GET", "me", 503)]
)
async def test_an_account_in_trouble_answers_nothing(
    site: Any, status: str, verb: str, path: str, code: int
) -> None:
    site.server.options.account_status = status
    answers = [await site.call(verb, path) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [code, code]
    assert answers[0].json().get("truto_is_remote_error", False) is (status == "needs_reauth")


async def test_a_sandbox_account_is_read_only(site: Any) -> None:
    site.server.options.account_status = "sandbox"
    assert (await site.call("GET", "me")).status_code == 200
    assert (await site.call("POST", "conversations/join", json={})).status_code == 405
    assert (await site.call("DELETE", f"conversations/{site.last_call.id}")).status_code == 405


async def test_a_tool_that_was_changed_insists_on_what_it_requires_now(site: Any) -> None:
    get = "get_single_chorus_conversation_by_id"
    more = {"required": ["id", "reason"]}
    site.server.options.schema_patches[get] = lambda tool: tool | more
    path = f"conversations/{site.last_call.id}"
    refused = await site.call("GET", path)
    assert (refused.status_code, refused.json()["message"]) == (400, "reason is required")
    assert (await site.call("GET", path, params={"reason": "x"})).status_code == 200


@pytest.mark.parametrize("path", ["Conversations", "conversations/Join", "tasks", "tasks/81"])
async def test_an_unknown_route_is_trutos_own_404(site: Any, path: str) -> None:
    verb = "POST" if path.endswith("Join") else "GET"
    answer = await site.call(verb, path)
    assert answer.status_code == 404
    assert "truto_is_remote_error" not in answer.json()


async def test_a_verb_that_is_not_on_the_route_is_405(site: Any) -> None:
    assert (await site.call("PUT", "conversations/x")).status_code == 405
    assert (await site.client.post("/integrated-account")).status_code == 405


async def test_the_journal_keeps_what_was_sent(site: Any) -> None:
    await site.call(
        "POST", "conversations/join", json={"invitation_text": "hi"}, headers={"Idempotency-Key": "j1"}
    )
    (call,) = site.server.calls("chorus_conversations_join")
    assert (call.n, call.method, call.path, call.status) == (1, "POST", "/proxy/conversations/join", 400)
    assert call.body == {"invitation_text": "hi"}
    assert call.headers["idempotency-key"] == "j1"
    assert call.query == {"integrated_account_id": site.server.account_id}
    assert call.at == site.clock.now()


async def test_waiting_sees_calls_and_the_passing_of_time(site: Any) -> None:
    id = await site.join()
    recording = site.server.chorus.recordings[id]
    site.clock.advance(5)
    assert await site.server.wait_for(lambda: site.server.chorus.status(recording) == "live")
    assert await site.server.wait_for(lambda: site.server.calls("chorus_conversations_join"))


async def test_a_stopped_server_is_gone(site: Any) -> None:
    await site.server.stop()
    with pytest.raises(httpx.TransportError):
        await site.call("GET", "me")
