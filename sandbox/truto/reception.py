"""What happens to every request: written down, checked in Truto's order, carried out, answered."""

import asyncio
from collections.abc import Iterable
from time import perf_counter
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.faults import Fault
from sandbox.truto import platform
from sandbox.truto.answers import Answer, Refusal, truto_refusal, vendor_refusal
from sandbox.truto.catalog import catalogue, tool_name
from sandbox.truto.exchange import Exchange
from sandbox.truto.journal import Call
from sandbox.truto.mishaps import AFTERWARDS, before
from sandbox.truto.requests import Target, body_of, path_parts, query_of, target_of
from sandbox.truto.wire import abort, readable, send, send_half, stamp

if TYPE_CHECKING:
    from sandbox.truto.server import TrutoServer

CONNECT = "/connect-account"
WRITES = frozenset({"POST", "PATCH", "PUT", "DELETE"})


def insist(call: Call, target: Target, required: Iterable[str]) -> None:
    """Refuse a call of a tool that a test has changed, when it lacks what the tool requires by now."""
    body = call.body if isinstance(call.body, dict) else {}
    given = {*call.query, *body, *(("id",) if target.id else ())}
    if missing := [name for name in required if name not in given]:
        raise truto_refusal(400, f"{missing[0]} is required")


class Reception:
    """The single entrance of the server."""

    def __init__(self, server: "TrutoServer") -> None:
        self.server = server

    async def receive(self, request: web.Request) -> web.StreamResponse:
        """Answer any request, in the way the ordered faults allow."""
        began = perf_counter()
        call = await self._note(request)
        if self.server.options.latency:
            await asyncio.sleep(self.server.options.latency)
        fault = None
        try:
            fault = self._admit(call)
            if fault is not None and fault.kind == "reset":
                return abort(request)
            if fault is not None and fault.kind == "hold":
                self.server.book.changed()
                await self.server.released.wait()
                fault = None
            answer = await self._answer(call, fault)
        except Refusal as refusal:
            answer = refusal.answer
        stamp(answer, call.at)
        call.status, call.answer = answer.status, readable(answer)
        call.span = (began, perf_counter())
        self.server.book.changed()
        return await self._deliver(request, answer, call, fault)

    async def _deliver(
        self, request: web.Request, answer: Answer, call: Call, fault: Fault | None
    ) -> web.StreamResponse:
        kind = fault.kind if fault else None
        if fault is not None and kind == "slow":
            await asyncio.sleep(fault.get("seconds", 1.0))
        if kind == "lost_reply":
            return abort(request)
        if kind == "truncated":
            return await send_half(request, answer)
        return await send(request, answer, call)

    async def _note(self, request: web.Request) -> Call:
        parts = path_parts(request)
        call = Call(
            n=len(self.server.journal) + 1,
            at=self.server.clock.now(),
            method=request.method,
            path="/" + "/".join(parts),
            query=query_of(request),
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await body_of(request),
        )
        if parts[0] == "proxy":
            call.tool = tool_name(request.method, parts, self.server.options)
        self.server.journal.append(call)
        self.server.book.changed()
        return call

    def _admit(self, call: Call) -> Fault | None:
        """Check token, limits and account; then take the fault that is meant for this call."""
        server, now = self.server, call.at
        if call.path == CONNECT:
            return None  # a person's browser, which has no token of ours
        if call.headers.get("authorization") != f"Bearer {server.token}":
            raise truto_refusal(401, "Invalid API token")
        server.limits.check_token(now, server.options)
        if call.path.startswith("/proxy"):
            account = self._check_account(call)
            server.limits.check_account(now, server.options, account)
        keys = (*((call.tool,) if call.tool else ()), f"{call.method} {call.path}")
        return server.faults.take(*keys, request=call)

    def _check_account(self, call: Call) -> str:
        account = call.query.get("integrated_account_id")
        if not account:
            raise truto_refusal(400, "integrated_account_id is required")
        status = self.server.accounts.get(account).status
        if status == "blocked":
            raise truto_refusal(503, "This integrated account is blocked. Contact support.")
        if status == "needs_reauth":
            raise vendor_refusal(401, "Authentication failed.", code="ZI0001")
        if status == "sandbox" and call.method in WRITES:
            raise truto_refusal(405, "Sandbox accounts are read-only")
        return account

    async def _answer(self, call: Call, fault: Fault | None) -> Answer:
        if fault is not None and fault.kind not in AFTERWARDS:
            raise before(fault, call.at, self.server.options.vendor_429_style)
        parts = call.path.strip("/").split("/")
        if parts[0] == "proxy":
            return await self._once(call, target_of(call.method, parts), fault)
        return self._platform(call, parts)

    def _platform(self, call: Call, parts: list[str]) -> Answer:
        accounts, options = self.server.accounts, self.server.options
        if call.path == CONNECT:
            shown = call.method == "GET"
            return (
                accounts.page(call.query.get("link_token", ""), call.at)
                if shown
                else accounts.connect(call.body, call.at)
            )
        if (call.method, call.path) == ("POST", "/link-token"):
            return accounts.invite(call.body, call.at)
        if parts[0] != "integrated-account" or len(parts) > 3:
            raise truto_refusal(404, f"Cannot {call.method} {call.path}")
        if call.method != "GET":
            raise truto_refusal(405, f"Cannot {call.method} {call.path}")
        if len(parts) == 1:
            return platform.account_list(accounts.listed(call.query.get("tenant_id")))
        account = accounts.get(parts[1])
        if len(parts) == 2:
            return Answer(platform.account(account))
        if parts[2] == "tools":
            return platform.tools(call.query, options)
        if parts[2] == "capabilities":
            return platform.capabilities(account, call.query, options)
        raise truto_refusal(404, f"Cannot {call.method} {call.path}")

    async def _once(self, call: Call, target: Target, fault: Fault | None) -> Answer:
        """Carry a call out, or give the answer that its Idempotency-Key had before."""
        key = call.headers.get("idempotency-key")
        if not key or call.method not in WRITES or not self.server.options.idempotency:
            return self._carry_out(call, target, key, fault)
        memory, place = self.server.memory, f"{call.query['integrated_account_id']} {call.path}"
        async with memory.lock(place, key):
            known = memory.recall(place, key, call.at)
            if known is not None:
                return known
            try:
                answer = self._carry_out(call, target, key, fault)
            except Refusal as refusal:
                memory.keep(place, key, call.at, refusal.answer)
                raise
            memory.keep(place, key, call.at, answer)
            return answer

    def _carry_out(self, call: Call, target: Target, key: str | None, fault: Fault | None) -> Answer:
        server = self.server
        offered = {(raw["resource"], raw["method"]): raw for raw in catalogue(server.options)}
        tool = offered.get((target.resource, target.method))
        if tool is None:
            raise truto_refusal(404, f"Method {target.method} not found on resource {target.resource}")
        if tool["name"] in server.options.schema_patches:
            insist(call, target, tool.get("required") or ())
        server.limits.check_vendor(call.at, server.options)
        handler = server.handlers.get((target.resource, target.method))
        if handler is None:
            return Answer({})
        exchange = Exchange(
            resource=target.resource,
            method=target.method,
            id=target.id,
            query=call.query,
            body=call.body,
            accept=call.headers.get("accept", "*/*"),
            now=server.clock.now(),
            caller=server.accounts.get(call.query["integrated_account_id"]).person,
            chorus=server.chorus,
            options=server.options,
            idempotency_key=key,
            fault=fault,
        )
        answer = handler(exchange)
        if server.options.custom_envelope and target.method not in (
            "list",
            "get",
            "create",
            "update",
            "delete",
        ):
            return Answer({"result": answer.body}, answer.status, answer.headers)
        return answer
