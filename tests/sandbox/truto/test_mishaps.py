import asyncio
from typing import Any

import httpx
import pytest


async def fault(site: Any, kind: str, **params: Any) -> httpx.Response:
    site.server.faults.add(kind, match="GET /proxy/me", **params)
    answer: httpx.Response = await site.call("GET", "me")
    return answer


@pytest.mark.parametrize("kind", ["500", "503", "504"])
async def test_an_outage_of_truto_has_no_remote_flag(site: Any, kind: str) -> None:
    answer = await fault(site, kind)
    assert answer.status_code == int(kind)
    assert set(answer.json()) == {"statusCode", "error", "message"}
    assert (await site.call("GET", "me")).status_code == 200


async def test_a_bad_gateway_is_a_page(site: Any) -> None:
    answer = await fault(site, "502html")
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html")
    assert answer.text.startswith("<html>")


async def test_the_two_401s_differ_in_the_remote_flag(site: Any) -> None:
    assert "truto_is_remote_error" not in (await fault(site, "401_token")).json()
    remote = (await fault(site, "401")).json()
    assert remote["raw_response"]["errors"][0]["code"] == "ZI0001"


async def test_a_message_can_be_empty_and_a_raw_response_text(site: Any) -> None:
    assert (await fault(site, "empty_message")).json()["message"] == ""
    assert (await fault(site, "text_error", status=502)).json()["raw_response"] == "upstream connect error"


async def test_a_truncated_answer_ends_in_the_middle(site: Any) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await fault(site, "truncated")


async def test_a_reset_does_nothing_and_a_lost_reply_does_it(site: Any) -> None:
    text = {"invitation_text": "https://zoom.us/j/987654321"}
    for kind, joins in (("reset", 0), ("lost_reply", 1)):
        site.server.faults.add(kind, match="chorus_conversations_join")
        with pytest.raises(httpx.TransportError):
            await site.call("POST", "conversations/join", json=text)
        assert len(site.server.chorus.joins) == joins


async def test_an_unknown_kind_is_a_mistake_of_the_test(site: Any) -> None:
    site.server.faults.add("banana")
    assert (await site.client.get("/integrated-account")).status_code == 500
    with pytest.raises(AssertionError, match="in vain"):
        await site.server.wait_for(lambda: site.server.crm.writes, timeout=0.01)


async def test_a_held_call_is_carried_out_once_it_is_let_go(site: Any) -> None:
    asked = asyncio.ensure_future(fault(site, "hold"))
    await site.server.wait_for(lambda: not site.server.faults.pending and site.server.journal)
    assert not asked.done()
    site.server.release()
    assert (await asked).status_code == 200
