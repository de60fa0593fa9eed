"""The client over a real socket: what it sends, what it makes of every kind of answer, and what it never reads."""

import asyncio
import json
import logging
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from aiohttp import web

from tests.builders import HandClock
from tools.breaker import FAILURES, PAUSE, Breaker
from tools.errors import (
    BinaryAnswer,
    Blame,
    Blocked,
    NeedsReconnect,
    NotThere,
    RateLimited,
    Refused,
    Unavailable,
    UpstreamError,
)
from tools.rate import Pace
from tools.requests import Request
from tools.truto import Truto

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

READ = Request("conversations", "list")
JOIN = Request("conversations", "join", body={"invitation_text": "x"})


class Wire:
    """A small server that answers as scripted and remembers what it was asked."""

    def __init__(self) -> None:
        self.seen: list[web.Request] = []
        self.bodies: list[bytes] = []
        self.answer: Handler = lambda request: json_answer({})
        self.url = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(request)
        self.bodies.append(await request.read())
        return await self.answer(request)


async def json_answer(body: Any, status: int = 200, **headers: str) -> web.StreamResponse:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return web.json_response(body, status=status, headers=names)


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    wire = Wire()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", wire.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    wire.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield wire
    await runner.cleanup()


class Held(Pace):
    """A pace that remembers how long it was held."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[float] = []
        self.turns = 0

    async def turn(self) -> None:
        self.turns += 1

    async def hold(self, seconds: float, by: Blame = "vendor") -> None:
        self.held.append(seconds)


@pytest.fixture
def pace() -> Held:
    return Held()


@pytest.fixture
async def truto(wire: Wire, pace: Held) -> AsyncIterator[Truto]:
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    async with Truto(
        token="t0ken", base_url=wire.url, account_id="acc 1", pace=pace, now=lambda: now
    ) as truto:
        yield truto


async def failure(truto: Truto, request: Request) -> UpstreamError:
    with pytest.raises(UpstreamError) as caught:
        await truto.call(request)
    return caught.value


async def test_trutos_own_pages_are_asked_like_any_other(truto: Truto, wire: Wire) -> None:
    wire.answer = lambda request: json_answer({"link_token": "x"})
    assert await truto.page("POST", "/link-token", body={"tenant_id": "t"}) == {"link_token": "x"}
    assert (wire.seen[0].method, wire.seen[0].path_qs) == ("POST", "/link-token")
    assert json.loads(wire.bodies[0]) == {"tenant_id": "t"}
    await truto.page("GET", "/integrated-account", {"tenant_id": "a:b"})
    assert wire.seen[1].path_qs == "/integrated-account?tenant_id=a%3Ab"


async def test_a_call_carries_token_account_accept_and_our_name(truto: Truto, wire: Wire, pace: Held) -> None:
    wire.answer = lambda _: json_answer({"id": "1"})
    assert await truto.call(Request("conversations", "get", "a/b", {"fields": "owner"})) == {"id": "1"}
    sent = wire.seen[0]
    assert (sent.method, sent.raw_path) == (
        "GET",
        "/proxy/conversations/a%2Fb?integrated_account_id=acc%201&fields=owner&id=a%2Fb",
    )
    assert sent.headers["Authorization"] == "Bearer t0ken"
    assert sent.headers["Accept"] == "application/json"
    assert sent.headers["User-Agent"].startswith("chorister/")
    assert "Content-Type" not in sent.headers
    assert "Idempotency-Key" not in sent.headers
    assert wire.bodies == [b""]
    assert pace.turns == 1


async def test_a_write_carries_its_body_and_its_key(truto: Truto, wire: Wire) -> None:
    await truto.call(JOIN, idempotency_key="k-1")
    sent = wire.seen[0]
    assert (sent.method, sent.path) == ("POST", "/proxy/conversations/join")
    assert sent.headers["Idempotency-Key"] == "k-1"
    assert json.loads(wire.bodies[0]) == {"invitation_text": "x"}


async def test_a_custom_method_without_arguments_still_posts_an_object(truto: Truto, wire: Wire) -> None:
    await truto.call(Request("saved_searches", "reset"))
    assert wire.bodies == [b"{}"]


async def test_a_cursor_with_a_space_arrives_as_it_was(truto: Truto, wire: Wire) -> None:
    await truto.call(Request("conversations", "list", query={"next_cursor": "1591110020.0 20C7"}))
    assert "next_cursor=1591110020.0%2020C7" in wire.seen[0].raw_path
    assert wire.seen[0].query["next_cursor"] == "1591110020.0 20C7"


@pytest.mark.parametrize(
    "status, content, kind",
    [
        (200, b"{}", "application/json"),
        (201, b"", "application/octet-stream"),
        (201, b"", "text/html"),
        (202, b"null", "application/json"),
        (204, b"", "application/json"),
    ],
)
async def test_every_2xx_is_a_success_however_empty(
    truto: Truto, wire: Wire, status: int, content: bytes, kind: str
) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=content, content_type=kind)

    wire.answer = answer
    assert await truto.call(JOIN) in ({}, None)


async def test_json_without_a_content_type_or_as_vendor_json_is_read(truto: Truto, wire: Wire) -> None:
    for kind in ("application/vnd.api+json", "text/plain"):
        body = web.Response(body=b'{"a": 1}', headers={"Content-Type": kind})

        async def answer(_: web.Request, body: web.StreamResponse = body) -> web.StreamResponse:
            return body

        wire.answer = answer
        assert await truto.call(READ) == {"a": 1}


@pytest.mark.parametrize(
    "status, remote, kind",
    [
        (400, True, Refused),
        (401, False, NeedsReconnect),
        (404, True, NotThere),
        (405, False, Refused),
        (503, False, Blocked),
        (504, True, Unavailable),
    ],
)
async def test_a_failing_status_becomes_its_error(
    truto: Truto, wire: Wire, status: int, remote: bool, kind: type[UpstreamError]
) -> None:
    flag = {"truto_is_remote_error": True} if remote else {}
    wire.answer = lambda _: json_answer({"statusCode": status, "message": "x", **flag}, status)
    error = await failure(truto, READ)
    assert type(error) is kind
    assert error.status == status


async def test_a_429_holds_everybody_for_the_time_it_names(truto: Truto, wire: Wire, pace: Held) -> None:
    wire.answer = lambda _: json_answer({"statusCode": 429}, 429, retry_after="10")
    error = await failure(truto, READ)
    assert isinstance(error, RateLimited)
    assert (error.retry_after, pace.held) == (10.0, [10.0])


async def test_a_bare_429_is_waited_out_longer_at_each_attempt(truto: Truto, wire: Wire, pace: Held) -> None:
    wire.answer = lambda _: json_answer({"statusCode": 429, "truto_is_remote_error": True}, 429)
    for attempt in range(3):
        with pytest.raises(RateLimited):
            await truto.call(READ, attempt=attempt)
    assert pace.held == [2.0, 4.0, 8.0]


async def test_a_spent_limit_in_a_success_is_learned(truto: Truto, wire: Wire, pace: Held) -> None:
    wire.answer = lambda _: json_answer({}, ratelimit_remaining="0", ratelimit_reset="3")
    await truto.call(READ)
    assert pace.held == [3.0]


async def test_a_file_is_not_read(truto: Truto, wire: Wire) -> None:
    written = 0

    async def video(request: web.Request) -> web.StreamResponse:
        nonlocal written
        answer = web.StreamResponse(headers={"Content-Type": "video/mp4", "Content-Length": "524288000"})
        await answer.prepare(request)
        try:
            for _ in range(500):
                await answer.write(b"\0" * 1024 * 1024)
                written += 1
        except (ConnectionError, asyncio.CancelledError):
            pass
        return answer

    wire.answer = video
    error = await failure(truto, Request("media", "get", "EE8E", wants_json=True))
    assert isinstance(error, BinaryAnswer)
    assert str(error) == "The answer is binary media, 524,288,000 bytes, not read."
    assert wire.seen[0].query["info"] == "true"
    assert written < 100


MEGABYTE, BLOCK = 1024 * 1024, 64 * 1024


async def bytes_of(answer: bytes, headers: dict[str, str], truto: Truto, wire: Wire) -> tuple[str, int]:
    """What is said of 500 MB of some bytes, and how much memory the client took for them at most."""

    async def endless(request: web.Request) -> web.StreamResponse:
        sent = web.StreamResponse(headers=headers)
        await sent.prepare(request)
        with suppress(ConnectionError, asyncio.CancelledError):
            for _ in range(500 * MEGABYTE // BLOCK):
                await sent.write(block)
        return sent

    block, wire.answer = answer * (BLOCK // len(answer)), endless
    await failure(truto, READ)  # what the libraries load once is no growth
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        error = await failure(truto, READ)
        return str(error), tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


SIZED = {"Content-Length": str(500 * MEGABYTE)}


@pytest.mark.parametrize(
    "answer, headers, said",
    [
        (b"\0\xff", {"Content-Type": "video/mp4"} | SIZED, "binary media, 524,288,000 bytes, not read"),
        (b"\0\xff", {"Content-Type": "application/json"}, "binary media, of unknown size, not read"),
        (
            b"{}",
            {"Content-Type": "application/json"} | SIZED,
            "longer than 4 MB, 524,288,000 bytes, not read",
        ),
        (b"{}", {"Content-Type": "application/json"}, "longer than 4 MB, of unknown size, not read"),
        (b"{}", {"Content-Type": "text/plain"}, "binary media, of unknown size, not read"),
    ],
)
async def test_500_megabytes_take_less_than_five_whatever_they_call_themselves(
    truto: Truto, wire: Wire, answer: bytes, headers: dict[str, str], said: str
) -> None:
    what, grown = await bytes_of(answer, headers, truto, wire)
    assert what == f"The answer is {said}."
    assert grown < 5 * MEGABYTE, "the server's share, of the same process, included"


async def test_a_file_of_unknown_size_or_in_disguise_is_not_read_either(truto: Truto, wire: Wire) -> None:
    async def disguised(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": kinds.pop()})
        await answer.prepare(request)
        await answer.write(b"x" * 1024 * 1024)
        await answer.write_eof()
        return answer

    wire.answer = disguised
    kinds = ["application/octet-stream", "text/plain"]
    while kinds:
        error = await failure(truto, READ)
        assert str(error) == "The answer is binary media, of unknown size, not read."


async def test_a_redirect_to_a_file_is_not_followed_and_its_address_not_told(
    truto: Truto, wire: Wire
) -> None:
    async def away(_: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(f"{wire.url}/video?sig=secret")

    wire.answer = away
    error = await failure(truto, READ)
    assert isinstance(error, BinaryAnswer)
    assert "secret" not in str(error)
    assert len(wire.seen) == 1


@pytest.mark.parametrize("status", [200, 502])
async def test_a_web_page_is_unavailable(truto: Truto, wire: Wire, status: int) -> None:
    async def page(_: web.Request) -> web.StreamResponse:
        return web.Response(text="<html>" + "x" * 300_000, status=status, content_type="text/html")

    wire.answer = page
    error = await failure(truto, READ)
    assert type(error) is Unavailable


async def cut(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "5000"})
    await answer.prepare(request)
    await answer.write(b'{"result": [')
    assert request.transport is not None
    request.transport.abort()
    return answer


async def reset(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def hang(_: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    return web.Response()


@pytest.mark.parametrize("trouble", [cut, reset])
async def test_a_broken_connection_leaves_a_write_in_doubt(
    truto: Truto, wire: Wire, trouble: Handler
) -> None:
    wire.answer = trouble
    for request, in_doubt in ((READ, False), (JOIN, True)):
        error = await failure(truto, request)
        assert type(error) is Unavailable
        assert (error.status, error.blame, error.maybe_done) == (None, "network", in_doubt)


async def test_silence_ends_in_a_sentence(wire: Wire, pace: Held) -> None:
    wire.answer = hang
    async with Truto(token="t", base_url=wire.url, account_id="a", pace=pace, timeout=0.05) as truto:
        error = await failure(truto, JOIN)
    assert str(error) == "Truto did not answer in time."
    assert error.maybe_done


async def test_a_server_that_is_not_there_got_nothing(pace: Held) -> None:
    async with Truto(token="t", base_url="http://127.0.0.1:9", account_id="a", pace=pace) as truto:
        error = await failure(truto, JOIN)
    assert (str(error), error.maybe_done) == ("Truto could not be reached.", False)


async def test_tools_are_read_over_all_pages_under_either_key(truto: Truto, wire: Wire) -> None:
    pages: dict[str | None, dict[str, Any]] = {
        None: {"result": [{"name": "a"}, "rubbish"], "next_cursor": "p 2"},
        "p 2": {"results": [{"name": "b"}], "next_cursor": "p 3"},
        "p 3": {"results": [], "next_cursor": "p 4"},
    }
    wire.answer = lambda request: json_answer(pages[request.query.get("next_cursor")])
    assert await truto.tools() == [{"name": "a"}, {"name": "b"}]
    assert wire.seen[0].raw_path == "/integrated-account/acc%201/tools?has_description=false"


async def test_a_cursor_that_repeats_does_not_turn_for_ever(truto: Truto, wire: Wire) -> None:
    wire.answer = lambda _: json_answer({"result": [{"name": "a"}], "next_cursor": "again"})
    assert len(await truto.tools()) == 2


async def test_a_bare_list_of_tools_is_accepted_and_anything_else_is_not(truto: Truto, wire: Wire) -> None:
    wire.answer = lambda _: json_answer([{"name": "a"}])
    assert await truto.tools() == [{"name": "a"}]
    wire.answer = lambda _: json_answer({"result": None})
    with pytest.raises(Unavailable, match="no rows"):
        await truto.tools()


async def test_neither_token_nor_body_nor_query_is_logged_by_us(
    truto: Truto, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="tools"):
        await truto.call(
            Request("conversations", "join", query={"who": "ana@seller.example"}, body={"a": "secret"})
        )
    ours = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("tools"))
    assert ours == "POST /proxy/conversations/join -> 200"


class Breaking(httpx.AsyncBaseTransport):
    """A network that fails in one particular way."""

    def __init__(self, kind: type[httpx.TransportError]) -> None:
        self.kind = kind

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise self.kind("boom")


def every_kind(kind: type[httpx.TransportError]) -> list[type[httpx.TransportError]]:
    return [kind, *(below for direct in kind.__subclasses__() for below in every_kind(direct))]


@pytest.mark.parametrize("kind", every_kind(httpx.TransportError))
async def test_every_failure_of_the_network_is_translated(
    pace: Held, kind: type[httpx.TransportError]
) -> None:
    truto = Truto(token="t", base_url="http://127.0.0.1", account_id="a", pace=pace, transport=Breaking(kind))
    async with truto:
        error = await failure(truto, JOIN)
    assert type(error) is Unavailable
    assert "boom" not in str(error)


async def test_when_nobody_answers_calls_fail_at_once_and_then_one_is_let_through(
    wire: Wire, pace: Held
) -> None:
    clock, went = HandClock(), list[str]()

    async def watch(path: str, error: UpstreamError | None) -> None:
        went.append(f"{path} {type(error).__name__}")

    made = Truto(token="t", base_url=wire.url, account_id="a", pace=pace, breaker=Breaker(clock), watch=watch)
    async with made as truto:
        wire.answer = reset
        for _ in range(FAILURES):
            await failure(truto, READ)
        kept_back = await failure(truto, JOIN)
        assert (str(kept_back), kept_back.retry_after) == ("Truto has not answered for a while.", PAUSE)
        assert (kept_back.status, kept_back.blame, kept_back.maybe_done) == (None, "pace", False)
        assert len(wire.seen) == pace.turns == FAILURES, "whoever is kept back takes no turn from another"
        clock.now += PAUSE
        wire.answer = lambda _: json_answer({"statusCode": 404, "message": "x"}, 404)
        assert type(await failure(truto, READ)) is NotThere
        wire.answer = lambda _: json_answer({})
        assert await truto.call(READ) == {}
    assert went == ["/proxy/conversations Unavailable"] * FAILURES + [
        "/proxy/conversations NotThere",
        "/proxy/conversations NoneType",
    ]


@pytest.mark.parametrize(
    "status, opens", [(500, True), (502, True), (504, True), (429, False), (404, False), (401, False)]
)
async def test_only_failures_to_answer_open_the_breaker(
    truto: Truto, wire: Wire, status: int, opens: bool
) -> None:
    wire.answer = lambda _: json_answer({"statusCode": status, "message": "x"}, status)
    for _ in range(FAILURES + 1):
        await failure(truto, READ)
    assert len(wire.seen) == FAILURES + (not opens)


async def test_an_outage_that_chorus_reports_through_truto_is_an_answer(truto: Truto, wire: Wire) -> None:
    body = {"statusCode": 502, "message": "x", "truto_is_remote_error": True}
    wire.answer = lambda _: json_answer(body, 502)
    for _ in range(FAILURES + 1):
        await failure(truto, READ)
    assert len(wire.seen) == FAILURES + 1


async def test_an_hour_is_told_with_the_time_at_which_it_ends(truto: Truto, wire: Wire) -> None:
    wire.answer = lambda _: json_answer(
        {"statusCode": 429, "truto_is_remote_error": True}, 429, retry_after="3600"
    )
    error = await failure(truto, READ)
    assert (str(error), error.retry_after) == (
        "Chorus asks us to wait for 60 minutes, until 13:00 UTC.",
        3600.0,
    )


async def test_an_account_of_ones_own_has_its_own_pace_and_its_troubles_are_not_the_admins(
    wire: Wire,
) -> None:
    made: list[str] = []
    heard: list[str] = []

    def pace_of(account: str) -> Pace:
        made.append(account)
        return Pace()

    async def watch(path: str, error: UpstreamError | None) -> None:
        heard.append(path)

    wire.answer = lambda request: json_answer({"message": "expired"}, status=401)
    truto = Truto(token="t", base_url=wire.url, account_id="a", pace=Pace(), pace_of=pace_of, watch=watch)
    async with truto:
        for account in ("own", "own", None):
            with suppress(UpstreamError):
                await truto.call(Request("me", "list", account=account))
    assert (made, len(heard)) == (["own"], 1)


async def test_without_an_account_nothing_is_asked_and_the_sentence_says_who_can_connect_one(
    wire: Wire, pace: Held
) -> None:
    async with Truto(token="t0ken", base_url=wire.url, account_id="", pace=pace) as truto:
        for asked in (truto.tools(), truto.call(Request("users", "list"))):
            with pytest.raises(NeedsReconnect, match="an admin of Chorister connects one on my Home tab"):
                await asked
        assert pace.turns == 0
        await truto.call(Request("me", "list", account="acc 2"))
        assert pace.turns == 1
