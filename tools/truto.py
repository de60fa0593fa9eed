"""The only module that talks HTTP to Truto: one paced attempt per call, every failure a typed error."""

import logging
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from tools.answers import JSON_CAP, PAGE_CAP, Answer, error_for, parse
from tools.breaker import Breaker
from tools.errors import BinaryAnswer, NeedsReconnect, RateLimited, Unavailable, UpstreamError
from tools.rate import IN_LINE, Pace, wait_from_headers
from tools.requests import Request, encode_query
from tools.witness import OK, Witness, nobody, result_of

log = logging.getLogger(__name__)

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
"""Failures before the first byte left: nothing can have happened upstream."""

NOT_CONNECTED = (
    "No Chorus account is connected in this workspace yet; an admin of Chorister connects one on my Home tab."
)

Watch = Callable[[str, UpstreamError | None], Awaitable[None]]
"""Told what each call came to: its path, and the error if it failed. Calls that we kept back came to nothing."""

SHORTEST = 8
"""Characters of a token that is looked for in what Truto says."""

MAX_PAGES = 50
"""Pages of tools to read before taking the cursor for broken."""


@cache
def _certificates() -> ssl.SSLContext:
    """Whom this computer trusts, read once for all clients: a hundred and fifty certificates."""
    return httpx.create_ssl_context()


class Truto:
    """A pooled connection to one integrated account."""

    def __init__(
        self,
        *,
        token: str,
        base_url: str,
        account_id: str,
        pace: Pace,
        pace_of: Callable[[str], Pace] | None = None,
        breaker: Breaker | None = None,
        watch: Watch | None = None,
        witness: Witness = nobody,
        timeout: float = 30.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._account = account_id
        # A refusal may repeat it, and its words go to people; a short one is a test's, and would take words apart.
        self._token = token.encode() if len(token) >= SHORTEST else None
        self._paces = {account_id: pace}
        self._pace_of = pace_of
        self._breaker = breaker or Breaker()
        self._watch = watch
        self._witness = witness
        self._now = now
        self._client = httpx.AsyncClient(
            base_url=base_url,
            timeout=timeout,
            transport=transport,
            verify=_certificates(),
            limits=httpx.Limits(max_connections=50, max_keepalive_connections=20),
            headers={
                "Authorization": f"Bearer {token}",
                "Accept": "application/json",
                "User-Agent": f"chorister/{version('chorister')}",
            },
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def tools(self) -> list[dict[str, Any]]:
        """Every tool row Truto offers for this account, over all pages, those without a description too."""
        self._connected()
        rows: list[dict[str, Any]] = []
        path, cursor, seen = f"/integrated-account/{quote(self._account, safe='')}/tools", None, set[str]()
        for _ in range(MAX_PAGES):
            query = encode_query({"has_description": False, "next_cursor": cursor})
            page = await self._witnessed("tools", None, self._attempt("GET", path, query))
            found = page.get("result", page.get("results")) if isinstance(page, dict) else page
            if not isinstance(found, list):
                raise Unavailable("Truto's list of tools has no rows in it.", status=200, blame="truto")
            rows += [row for row in found if isinstance(row, dict)]
            cursor = page.get("next_cursor") if isinstance(page, dict) else None
            if not cursor or not found or cursor in seen:
                break
            seen.add(cursor)
        return rows

    async def call(self, request: Request, *, idempotency_key: str | None = None, attempt: int = 0) -> Any:
        """Make one attempt: the answer's JSON, None if empty. `attempt` only lengthens a bare 429."""
        if not request.account:
            self._connected()
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        query = request.url_query(self._account)
        asked = (request.verb, request.path, query, request.json, headers)
        call = self._attempt(*asked, attempt, request.account or self._account)
        return await self._witnessed(f"{request.resource}.{request.method}", request, call)

    async def page(
        self,
        verb: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Any:
        """One of Truto's own pages: the accounts it holds, and how one is connected."""
        call = self._attempt(verb, path, encode_query(query or {}), body)
        return await self._witnessed(path.strip("/").partition("/")[0], None, call)

    async def _witnessed(self, name: str, request: Request | None, call: Coroutine[Any, Any, Any]) -> Any:
        """A call at which somebody looks on, who hears in one word what it came to."""
        with self._witness(name, request) as told:
            try:
                answer = await call
            except UpstreamError as error:
                told(result_of(error))
                raise
            told(OK)
            return answer

    def _connected(self) -> None:
        if not self._account:
            raise NeedsReconnect(NOT_CONNECTED, status=None, blame="account")

    async def _attempt(
        self,
        verb: str,
        path: str,
        query: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        attempt: int = 0,
        account: str = "",
    ) -> Any:
        if wait := self._breaker.wait():
            raise _kept_back(wait)
        pace = self._pace(account or self._account)
        await pace.turn()
        url = f"{path}?{query}" if query else path
        # What becomes of somebody's own account is theirs to hear, not the admins'.
        watch = self._watch if account in ("", self._account) else None
        async with self._watched(path, watch):
            try:
                async with self._client.stream(verb, url, json=body, headers=headers) as response:
                    await pace.learn(response.headers)
                    log.debug("%s %s -> %s", verb, path, response.status_code)
                    return await self._accept(await _read(response, verb), pace, attempt)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise _no_answer(error, verb) from error

    def _pace(self, account: str) -> Pace:
        """The pace of an account: somebody's own one has a limit of its own, and shares the token's."""
        if account not in self._paces:
            self._paces[account] = self._pace_of(account) if self._pace_of else self._paces[self._account]
        return self._paces[account]

    @asynccontextmanager
    async def _watched(self, path: str, watch: Watch | None) -> AsyncIterator[None]:
        """One call; what it came to is told."""
        try:
            yield
        except UpstreamError as error:
            await self._heard(path, error, watch)
            raise
        await self._heard(path, None, watch)

    async def _heard(self, path: str, failure: UpstreamError | None, watch: Watch | None) -> None:
        refused = failure is not None and failure.status is not None and 400 <= failure.status < 500
        # What Chorus itself reported came through Truto: somebody is there.
        if isinstance(failure, Unavailable) and not refused and not failure.remote:
            self._breaker.failed()
        else:
            self._breaker.answered()
        if watch:
            await watch(path, failure)

    async def _accept(self, answer: Answer, pace: Pace, attempt: int) -> Any:
        if answer.status < 300:
            return parse(answer)
        now = self._now()
        if self._token:
            answer = replace(answer, content=answer.content.replace(self._token, b"***"))
        wait = wait_from_headers(answer.headers, now, attempt) if answer.status == 429 else 0.0
        error = error_for(answer, wait, now)
        if isinstance(error, RateLimited):
            await pace.hold(error.retry_after, error.blame)
        raise error


async def _read(response: httpx.Response, verb: str) -> Answer:
    """Read an answer that is words; leave a file, or a way to one, where it is."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_json = kind == "application/json" or kind.endswith("+json")
    is_empty = response.headers.get("content-length") == "0"
    if 300 <= response.status_code < 400 or (response.is_success and not is_empty and not _is_words(kind)):
        raise _binary(response, verb)
    cap, text = JSON_CAP if is_json else PAGE_CAP, bytearray()
    if is_json and response.is_success and _declared(response) > cap:
        raise _binary(response, verb, TOO_LONG)
    async for chunk in response.aiter_bytes():
        text += chunk
        is_file = b"\0" in chunk  # no text has it, whatever it calls itself
        if len(text) <= cap and not is_file:
            continue
        if kind == "text/html" or not response.is_success:
            break
        raise _binary(response, verb, TOO_LONG if is_json and not is_file else MEDIA)
    return Answer(verb, response.status_code, response.headers, kind, bytes(text))


MEDIA, TOO_LONG = "binary media", f"longer than {JSON_CAP // 1024**2} MB"


def _declared(response: httpx.Response) -> int:
    size = response.headers.get("content-length", "")
    return int(size) if size.isdigit() else 0


def _is_words(kind: str) -> bool:
    return kind in ("", "application/json") or kind.endswith("+json") or kind.startswith("text/")


def _binary(response: httpx.Response, verb: str, what: str = MEDIA) -> BinaryAnswer:
    size = _declared(response)
    count = f"{size:,} bytes" if size else "of unknown size"
    what = "a redirect to a file, not followed" if response.is_redirect else f"{what}, {count}, not read"
    return BinaryAnswer(
        f"The answer is {what}.", status=response.status_code, blame="request", maybe_done=verb != "GET"
    )


def _no_answer(error: Exception, verb: str) -> Unavailable:
    sent = not isinstance(error, (*NOT_SENT, httpx.InvalidURL))
    if isinstance(error, httpx.TimeoutException):
        message = "Truto did not answer in time." if sent else "Truto could not be reached in time."
    else:
        message = (
            "The connection to Truto broke before the answer came." if sent else "Truto could not be reached."
        )
    return Unavailable(message, status=None, blame="network", maybe_done=sent and verb != "GET")


def _kept_back(wait: float) -> Unavailable:
    error = Unavailable("Truto has not answered for a while.", status=None, blame=IN_LINE)
    error.retry_after = wait
    return error
