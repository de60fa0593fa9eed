"""The desk every tool call passes over: check, effect, idempotency key, one attempt, and the answer made fit for Claude."""

import json
from dataclasses import dataclass
from typing import Any, TypedDict

from tools.calls import echoed
from tools.catalog import Catalog, Disabled, Offer, catalog_from, invalid, request_for
from tools.errors import RateLimited, UpstreamError, UsageError
from tools.policy import Effect, effect_of, switched_off
from tools.rate import BACKOFF_BASE, BACKOFF_CAP, may_retry
from tools.receipts import complaints
from tools.requests import Request
from tools.trim import trim
from tools.truto import Truto
from tools.unseen import all_visible, visible


@dataclass(frozen=True)
class Ticket:
    """A tool call that passed the check: what it will ask of Truto, and what kind of effect that has."""

    offer: Offer
    arguments: dict[str, Any]
    request: Request
    effect: Effect


class Outcome(TypedDict, total=False):
    """What one attempt came to, as plain JSON: a checkpoint keeps it."""

    ok: bool
    answer: Any
    say: str
    """Why there is no answer, as a plain sentence."""
    retry_in: float | None
    """Seconds after which the same attempt may be made again; None when that is no use."""
    maybe_done: bool
    """The call may have taken effect although no answer came."""
    status: int | None
    blame: str
    details: dict[str, str]
    """Of a refused write: the vendor's own words by the number of the change they are about."""


class Desk:
    """Truto's live tools, behind the house's rules."""

    def __init__(self, truto: Truto) -> None:
        self._truto = truto
        self._rows: list[dict[str, Any]] = []
        self._all = self._open = Catalog()

    async def catalogue(self) -> Catalog:
        """The tools as they are now; what policy switches off is listed as disabled, with the reason."""
        await self._look()
        return self._open

    async def unoffered(self, resource: str, method: str) -> Offer | None:
        """A tool as it is now, although policy keeps it from Claude: for what a person asks for with a click."""
        await self._look()
        return next(
            (o for o in self._all.offers if (o.tool.resource, o.tool.method) == (resource, method)), None
        )

    async def _look(self) -> None:
        rows = await self._truto.tools()
        # Checking sixty schemas takes a tenth of a second, and they seldom change.
        if rows != self._rows:
            self._all = catalog_from(rows)
            self._rows, self._open = rows, self._offered(self._all)

    @staticmethod
    def _offered(found: Catalog) -> Catalog:
        off = {o.name: why for o in found.offers if (why := switched_off(o.tool))}
        return Catalog(
            offers=tuple(o for o in found.offers if o.name not in off),
            disabled=(*found.disabled, *(Disabled(name, why) for name, why in off.items())),
        )

    def check(self, catalog: Catalog, name: str, arguments: dict[str, Any]) -> Ticket | str:
        """A ticket for a call that may be made, or the sentence that tells Claude why not."""
        offer = catalog.by_name(name)
        if offer is None:
            return f"There is no tool named {echoed(name)}."
        problem = invalid(offer, arguments)
        if problem:
            return f"{name} was not called: {problem}"
        try:
            request = request_for(offer, arguments)
        except UsageError as error:
            return f"{name} was not called: {error}"
        return Ticket(offer, arguments, request, effect_of(offer.tool))

    async def fetch(self, request: Request, *, attempt: int = 0) -> Any:
        """A read for our own purposes; raises UpstreamError."""
        return await self._truto.call(request, attempt=attempt)

    async def run(self, request: Request, *, key: str | None = None, attempt: int = 0) -> Outcome:
        """One attempt. Whatever fails is an outcome too, with the time after which trying again makes sense."""
        try:
            return {
                "ok": True,
                "answer": await self._truto.call(request, idempotency_key=key, attempt=attempt),
            }
        except UpstreamError as error:
            return failure(error, request.method, has_key=key is not None, attempt=attempt)
        except UsageError as error:
            return {"ok": False, "say": str(error), "retry_in": None}


def failure(error: UpstreamError, method: str, *, has_key: bool = False, attempt: int = 0) -> Outcome:
    """An error as an outcome."""
    retry_in = None
    if may_retry(error, method, has_key):
        backoff = min(BACKOFF_CAP, BACKOFF_BASE * 2.0**attempt)
        retry_in = error.retry_after if isinstance(error, RateLimited) else backoff
    return {
        "ok": False,
        "say": str(error),
        "retry_in": retry_in,
        "maybe_done": error.maybe_done,
        "status": error.status,
        "blame": error.blame,
        "details": complaints(error.raw_response),
    }


def for_claude(answer: Any, *notes: str | None) -> str:
    """An answer as the text of a tool result: labelled as other people's words, and cut to size."""
    shown, cut = trim(all_visible(answer))
    said = [note for note in (*notes, cut) if note]
    result: dict[str, Any] = {"source": "chorus", "untrusted": True, "result": shown}
    return json.dumps(result | ({"note": " ".join(said)} if said else {}), ensure_ascii=False)


def failed(say: str) -> str:
    """Why a call failed, as the text of a tool result; the sentence may hold the vendor's words."""
    return json.dumps({"source": "chorus", "untrusted": True, "error": visible(say)}, ensure_ascii=False)


def told(**facts: Any) -> str:
    """Facts of our own (not words of a call) as the text of a tool result."""
    return json.dumps({"source": "chorister", **all_visible(facts)}, ensure_ascii=False)


def quoting(**facts: Any) -> str:
    """Facts of our own in which words of other people stand: names of fields, a reason that the CRM gave."""
    return told(untrusted=True, **facts)
