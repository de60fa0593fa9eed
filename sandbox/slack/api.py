"""The Web API over HTTP: token, arguments, rate, faults, the method itself, and the journal of all of it."""

import asyncio
import itertools
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from time import perf_counter

from aiohttp import web

from sandbox.clock import Clock
from sandbox.faults import Fault, Faults
from sandbox.slack import arguments
from sandbox.slack.changes import Changes
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.journal import Call, Json
from sandbox.slack.limits import Buckets, retry_after
from sandbox.slack.methods import METHODS
from sandbox.slack.registry import Method
from sandbox.slack.workspace import Workspace


class WebApi:
    """Answers the methods. `rate_limits` False lets everything through."""

    def __init__(
        self,
        workspace: Workspace,
        clock: Clock,
        changes: Changes,
        methods: Mapping[str, Method] = METHODS,
    ) -> None:
        self.workspace = workspace
        self.methods = methods
        self.refuses: Callable[[str], str | None] = self._only_one_key
        """The error with which a bot's token is refused; None: it opens."""
        self.faults = Faults()
        self.rate_limits = True
        self.journal: list[Call] = []
        self.closing = asyncio.Event()
        self._released = asyncio.Event()
        self._clock, self._changes = clock, changes
        self._buckets = Buckets()
        self._numbers = itertools.count(1)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request to /api/{method}."""
        name = request.match_info["method"]
        began = perf_counter()
        call = self.note(name, {}, request)
        try:
            return await self._handled(call, request)
        finally:
            call.span = (began, perf_counter())

    async def _handled(self, call: Call, request: web.Request) -> web.StreamResponse:
        try:
            args = await arguments.read(request)
            given = arguments.token(request, args)
            call.args = args
            fault = self.faults.take(call.method, request=call)
            if fault is not None:
                call.fault = fault.kind
                self._changes.happened()
            if fault is not None and fault.kind == "hold":
                await self._released.wait()
            elif fault is not None:
                return await self._broken(fault, call, given, request)
            return self._answer(call, self._result(call, given))
        except SlackRefusal as refusal:
            return self._answer(call, {"ok": False, "error": refusal.error, **refusal.more})

    def release(self) -> None:
        """Let the requests go on that are held."""
        self._released.set()
        self._released = asyncio.Event()

    def note(self, method: str, args: Json, request: web.Request) -> Call:
        """Write a request down as it comes in."""
        agent = request.headers.get("User-Agent", "")
        call = Call(next(self._numbers), self._clock.now(), method, args, user_agent=agent)
        self.journal.append(call)
        self._changes.happened()
        return call

    def _result(self, call: Call, given: str | None) -> Json | int:
        """Return the answer, or the seconds to wait."""
        method = self.methods.get(call.method)
        if method is None:
            raise SlackRefusal("unknown_method", req_method=call.method)
        self._check_token(method, given)
        wait = self._wait(method, call)
        if wait is not None:
            return wait
        missing = [name for name in method.needs if call.args.get(name) in (None, "")]
        if missing:
            fields = [f"missing required field: {name}" for name in missing]
            raise SlackRefusal.with_messages("invalid_arguments", fields)
        return {"ok": True, **method.run(self.workspace, call.args)}

    def _answer(self, call: Call, result: Json | int) -> web.Response:
        if isinstance(result, int):
            return self._too_many(call, result)
        call.status, call.response = 200, result
        self._changes.happened()
        return web.json_response(result, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        """What Slack says beside every answer: the token's scopes, and the time by its own clock."""
        date = format_datetime(self._clock.now().replace(microsecond=0), usegmt=True)
        return {"x-oauth-scopes": ",".join(self.workspace.me.scopes), "date": date}

    def _too_many(self, call: Call, seconds: int) -> web.Response:
        call.status, call.response = 429, {"ok": False, "error": "ratelimited"}
        self._changes.happened()
        return web.json_response(call.response, status=429, headers={"Retry-After": str(seconds)})

    def _wait(self, method: Method, call: Call) -> int | None:
        if not self.rate_limits:
            return None
        return retry_after(self._buckets, call.method, method.rates, call.args, self._seconds())

    def _seconds(self) -> float:
        now = self._clock.now().timestamp()
        if self._clock.speed > 0:
            return now
        # Who waits out Retry-After on a real watch must find the door open though the sandbox's clock stands still.
        return now + asyncio.get_running_loop().time()

    def _check_token(self, method: Method, given: str | None) -> None:
        me = self.workspace.me
        if method.caller == "anybody":
            return
        if not given:
            raise SlackRefusal("not_authed")
        is_app = given == me.app_key
        if method.caller == "app" and not is_app:
            raise SlackRefusal("invalid_auth" if self.refuses(given) else "not_allowed_token_type")
        if method.caller == "bot" and (is_app or (error := self.refuses(given))):
            raise SlackRefusal("not_allowed_token_type" if is_app else error or "")

    def _only_one_key(self, given: str) -> str | None:
        return None if given == self.workspace.me.bot_key else "invalid_auth"

    async def _broken(
        self, fault: Fault, call: Call, given: str | None, request: web.Request
    ) -> web.StreamResponse:
        kind = fault.kind
        if kind == "429":
            return self._too_many(call, int(fault.get("retry_after", 1)))
        if kind == "error":
            return self._answer(call, {"ok": False, "error": fault.get("error", "internal_error")})
        if kind in ("500", "502", "503"):
            call.status = int(kind)
            return web.Response(status=call.status, text="upstream connect error")
        if kind == "html":
            call.status = int(fault.get("status", 200))
            return web.Response(
                status=call.status, text="<html>Slack is down</html>", content_type="text/html"
            )
        if kind == "lost_reply":
            result = self._result(call, given)
            call.response = result if isinstance(result, dict) else {}
        elif kind == "hang":
            await self.closing.wait()
        elif kind != "reset":
            raise ValueError(f"the Slack sandbox knows no fault {kind!r}")
        self._changes.happened()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
