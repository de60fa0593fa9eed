"""The HTTP side: routes, faults, streaming; every decision is made elsewhere."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from time import perf_counter
from typing import Any, Literal, TypeVar

from aiohttp import web

from sandbox.claude.answering import Answering, Outcome
from sandbox.claude.errors import ApiError
from sandbox.claude.ids import request_id
from sandbox.claude.journal import Journal, Request
from sandbox.claude.mishaps import FAULTS, STREAM_FAULTS, http_error, spoil_events
from sandbox.claude.models import MODELS
from sandbox.claude.replies import Scripted
from sandbox.claude.rules import header_error, parse
from sandbox.claude.rules.transport import MAX_BODY
from sandbox.claude.stream import encode, events_of, public
from sandbox.claude.wire import hang_up, headers_of, write
from sandbox.clock import PATIENCE, Clock
from sandbox.faults import Fault, Faults

T = TypeVar("T")
_NOT_FOUND = ApiError("Not Found", 404, "not_found_error")


class ClaudeServer:
    """Claude's API on this computer: as strict as the real one, and answered by the sandbox planner."""

    key = "sk-ant-sandbox"

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.faults = Faults()
        self.latency = 0.0
        """Real seconds before each answer starts."""
        self.url = ""
        self._journal = Journal()
        self._replies: deque[Scripted] = deque()
        self._answering = Answering(clock, self._replies)
        self._released = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def journal(self) -> list[Request]:
        """Every request received, in order."""
        return self._journal.entries

    @property
    def asked(self) -> list[Request]:
        """The requests for a message alone: no token counts, no model lists."""
        return [entry for entry in self.journal if entry.path == "/v1/messages"]

    @property
    def obeys(self) -> bool:
        """Whether the planner follows every order it finds, whoever wrote it: a model that is wholly fooled."""
        return self._answering.obeys

    @obeys.setter
    def obeys(self, on: bool) -> None:
        self._answering.obeys = on

    def script(self, *replies: Scripted) -> None:
        """Queues replies that are given before the planner is asked again."""
        self._replies.extend(replies)

    def unscript(self) -> None:
        """Forgets the queued replies that nobody has asked for."""
        self._replies.clear()

    def release(self) -> None:
        """Lets answers go on that a `hold` or `silence` fault is keeping."""
        self._released.set()
        self._released = asyncio.Event()

    def wait_for(
        self, predicate: Callable[[], T | Literal[False] | None], timeout: float = PATIENCE
    ) -> Coroutine[Any, Any, T]:
        """The predicate's value once it is true; it is asked again at every change."""
        return self._journal.wait_for(predicate, timeout)

    async def start(self) -> None:
        """Listens on a free port of this computer."""
        app = web.Application(client_max_size=MAX_BODY + 1024)
        app.router.add_route("*", "/{tail:.*}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Lets go of every held answer and closes the port."""
        self.release()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        began = perf_counter()
        raw = await request.read()
        parsed = parse(raw) if request.method == "POST" else None
        headers = {name.lower(): value for name, value in request.headers.items()}
        now = self.clock.now()
        number = len(self.journal) + 1
        body = raw.decode(errors="replace") if isinstance(parsed, ApiError) else parsed
        entry = Request(number, now, request.method, request.path, headers, body)
        entry.request_id = request_id(f"{now.isoformat()}/{number}")
        await self._journal.add(entry)
        try:
            error = header_error(headers, self.key) or (parsed if isinstance(parsed, ApiError) else None)
            return self._refuse(entry, error) if error else await self._route(request, entry)
        finally:
            entry.span = (began, perf_counter())
            await self._journal.touch()

    async def _route(self, request: web.Request, entry: Request) -> web.StreamResponse:
        route = (entry.method, entry.path)
        if route == ("POST", "/v1/messages"):
            return await self._message(request, entry)
        if route == ("POST", "/v1/messages/count_tokens"):
            counted = self._answering.count(entry)
            return self._json(entry, counted) if isinstance(counted, dict) else self._refuse(entry, counted)
        if entry.method == "GET" and entry.path == "/v1/models":
            rows = [model.describe() for name, model in MODELS.items() if name == model.id]
            ends = {"first_id": rows[0]["id"], "last_id": rows[-1]["id"]}
            return self._json(entry, {"data": rows, "has_more": False, **ends})
        if entry.method == "GET" and entry.path.startswith("/v1/models/"):
            name = entry.path.removeprefix("/v1/models/")
            if name in MODELS:
                return self._json(entry, MODELS[name].describe())
            return self._refuse(entry, ApiError(f"model: {name}", 404, "not_found_error"))
        return self._refuse(entry, _NOT_FOUND)

    async def _message(self, request: web.Request, entry: Request) -> web.StreamResponse:
        error = self._answering.check(entry)
        if error:
            return self._refuse(entry, error)
        fault = self.faults.take(
            "messages", f"{entry.method} {entry.path}", entry.body["model"], request=entry
        )
        if fault:
            assert fault.kind in FAULTS, f"the Claude stand-in knows no fault called {fault.kind!r}"
            entry.fault = fault.kind
            if fault.kind == "hold":
                await self._released.wait()
            if fault.kind == "slow":
                await asyncio.sleep(float(fault.get("seconds", 0.1)))
            if refusal := http_error(fault):
                return self._refuse(entry, refusal)
        if self.latency:
            await asyncio.sleep(self.latency)
        if fault and (
            fault.kind == "reset" or (fault.kind in STREAM_FAULTS and not entry.body.get("stream"))
        ):
            return hang_up(request)
        outcome = self._answering.answer(entry, fault)
        entry.response = public(outcome.message)
        if not entry.body.get("stream"):
            return self._json(entry, entry.response)
        return await self._stream(request, entry, outcome, fault)

    async def _stream(
        self, request: web.Request, entry: Request, outcome: Outcome, fault: Fault | None
    ) -> web.StreamResponse:
        events = events_of(outcome.message, outcome.seed)
        events = spoil_events(fault, events) if fault else events
        count = int(fault.get("events", 3)) if fault and fault.kind in ("cut", "silence") else len(events)
        sent = b"".join(encode(event, f"{outcome.seed}#{at}") for at, event in enumerate(events[:count]))
        rest = b"".join(encode(event, f"{outcome.seed}#{at}") for at, event in enumerate(events[count:]))
        entry.status = 200
        if request.transport is None or request.transport.is_closing():
            return hang_up(request)  # whoever asked has given it up
        answer = web.StreamResponse(headers=headers_of(entry))
        answer.content_type, answer.charset = "text/event-stream", "utf-8"
        answer.headers["cache-control"] = "no-cache"
        await answer.prepare(request)
        await write(answer, sent, outcome.seed)
        if fault and fault.kind == "cut" and not fault.get("clean"):
            return hang_up(request, answer)
        if fault and fault.kind == "silence":
            await self._released.wait()
            await write(answer, rest, outcome.seed)
        await answer.write_eof()
        return answer

    def _refuse(self, entry: Request, error: ApiError) -> web.Response:
        answer = self._json(entry, error.envelope(entry.request_id), error.status)
        answer.headers.update(error.headers)
        return answer

    def _json(self, entry: Request, body: dict[str, Any], status: int = 200) -> web.Response:
        entry.status, entry.response = status, body
        return web.json_response(body, status=status, headers=headers_of(entry))
