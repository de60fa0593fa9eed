"""What a call to Truto came to, in one word: a figure for each, and few of them."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tools.errors import (
    BinaryAnswer,
    Blocked,
    NeedsReconnect,
    NotThere,
    RateLimited,
    Refused,
    Unavailable,
    UpstreamError,
)
from tools.rate import IN_LINE, Pace
from tools.requests import Request
from tools.truto import Truto
from tools.witness import Told, result_of


@pytest.mark.parametrize(
    "error, word",
    [
        (RateLimited("x", retry_after=1), "429"),
        (RateLimited("x", retry_after=1, status=None), "kept_back"),
        (RateLimited("x", retry_after=1, status=None, blame=IN_LINE), "kept_back"),
        (Unavailable("x", status=None, blame=IN_LINE), "kept_back"),
        (Unavailable("x", status=503, blame="truto"), "unavailable"),
        (NeedsReconnect("x", status=401, blame="account"), "reconnect"),
        (Blocked("x", status=503, blame="account"), "blocked"),
        (NotThere("x", status=404, blame="request"), "not_there"),
        (Refused("x", status=400, blame="request"), "refused"),
        (BinaryAnswer("x", status=200, blame="request"), "refused"),
    ],
)
def test_each_failure_has_its_word(error: UpstreamError, word: str) -> None:
    assert result_of(error) == word


async def test_every_call_is_looked_on_at_by_its_name_and_never_by_what_it_says() -> None:
    told: list[tuple[str, bool, str]] = []

    @contextmanager
    def witness(name: str, request: Request | None) -> Iterator[Told]:
        yield lambda word: told.append((name, request is not None, word))

    def answer(request: httpx.Request) -> httpx.Response:
        gone = request.url.path.endswith("/A1")
        return httpx.Response(404 if gone else 200, json={"message": "no"} if gone else {"result": []})

    async with Truto(
        token="t",
        base_url="https://truto.test",
        account_id="a",
        pace=Pace(),
        witness=witness,
        transport=httpx.MockTransport(answer),
    ) as truto:
        await truto.tools()
        await truto.page("GET", "/integrated-account")
        await truto.call(Request("users", "list"))
        with pytest.raises(UpstreamError):
            await truto.call(Request("conversations", "get", "A1"))
    assert told[:3] == [
        ("tools", False, "ok"),
        ("integrated-account", False, "ok"),
        ("users.list", True, "ok"),
    ]
    assert told[3:] == [("conversations.get", True, "not_there")]


async def test_a_refusal_that_repeats_our_token_does_not_pass_it_on() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"message": f"no use: {request.headers['authorization']}"})

    transport = httpx.MockTransport(answer)
    async with Truto(
        token="our-own-token", base_url="https://truto.test", account_id="a", pace=Pace(), transport=transport
    ) as truto:
        with pytest.raises(UpstreamError, match=r"no use: Bearer \*\*\*") as failed:
            await truto.call(Request("users", "list"))
    assert "our-own-token" not in f"{failed.value}{failed.value.raw_response}"
