"""The desk every tool call passes over: check, policy, idempotency key, one attempt, and the answer made fit for Claude."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from tools.calls import echoed
from tools.catalog import Catalog, Disabled, Offer, catalog_from, invalid, request_for
from tools.drift import as_it_is, difference
from tools.errors import UpstreamError, UsageError
from tools.policy import NO_RULES, Effect, Rules, Way, switched_off, verdict
from tools.rate import BACKOFF_BASE, BACKOFF_CAP, may_retry
from tools.receipts import complaints
from tools.requests import Request
from tools.trim import trim
from tools.truto import Truto
from tools.unseen import all_visible, visible

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ticket:
    """A tool call that passed the check: what it will ask of Truto, and what kind of effect that has."""

    offer: Offer
    arguments: dict[str, Any]
    request: Request
    effect: Effect
    way: Way
    """How it may go: at once, or as something that a person decides first."""


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
    remote: bool
    """Chorus itself said so, not Truto."""
    blame: str
    details: dict[str, str]
    """Of a refused write: the vendor's own words by the number of the change they are about."""


LOOK_AGAIN_AFTER = 10.0
"""Seconds for which one look at Truto's list explains every call that went wrong."""


class Desk:
    """Truto's live tools, behind the house's rules."""

    def __init__(
        self, truto: Truto, rules: Rules = NO_RULES, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.rules = rules
        self._truto = truto
        self._clock = clock
        self._looked: float | None = None
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

    def _offered(self, found: Catalog) -> Catalog:
        off = {o.name: why for o in found.offers if (why := switched_off(o.tool, self.rules))}
        return Catalog(
            offers=tuple(o for o in found.offers if o.name not in off),
            disabled=(*found.disabled, *(Disabled(name, why) for name, why in off.items())),
        )

    def check(self, catalog: Catalog, name: str, arguments: dict[str, Any]) -> Ticket | str:
        """
        A ticket for a call that may be made, or the sentence that tells Claude why not. The policy is that of now: a frozen
        catalogue outlives what an admin forbids.
        """
        offer = catalog.by_name(name)
        return self.ticket(offer, arguments) if offer else f"There is no tool named {echoed(name)}."

    def ticket(self, offer: Offer, arguments: dict[str, Any]) -> Ticket | str:
        """The same for one tool."""
        policy = verdict(offer.tool, self.rules)
        if policy.way is Way.OFF:
            return f"{offer.name} was not called: it is off ({policy.why}). Nothing was done."
        problem = invalid(offer, arguments)
        if problem:
            return f"{offer.name} was not called: {problem}"
        try:
            request = request_for(offer, arguments)
        except UsageError as error:
            return f"{offer.name} was not called: {error}"
        return Ticket(offer, arguments, request, policy.effect, policy.way)

    async def check_now(self, catalog: Catalog, name: str, arguments: dict[str, Any]) -> Ticket | str:
        """
        As `check`, but where the arguments do not fit, or a person will be asked, the tool as Truto lists it now decides: it
        may have changed since the conversation began.
        """
        found, offer = self.check(catalog, name, arguments), catalog.by_name(name)
        runs = isinstance(found, Ticket) and found.way is Way.RUN
        if offer is None or runs or verdict(offer.tool, self.rules).way is Way.OFF:
            return found
        now = await self.as_it_is(offer)
        changed = difference(offer, now)
        if changed is None:
            return found
        anew = self.ticket(now, arguments) if now else f"{name} was not called."
        return anew if isinstance(anew, Ticket) else f"{anew} {changed}"

    async def changed(self, catalog: Catalog, name: str) -> str | None:
        """What has changed in a tool whose call Truto or Chorus has just refused, for Claude; None if nothing has."""
        offer = catalog.by_name(name)
        return difference(offer, await self.as_it_is(offer)) if offer else None

    async def request_now(self, offer: Offer, arguments: Mapping[str, Any]) -> Request:
        """
        The request for arguments that were checked before: of the tool as it was or, where that does not take them, as it is
        now. Raises UsageError where neither does.
        """
        try:
            return request_for(offer, arguments)
        except UsageError:
            now = await self.as_it_is(offer)
            if now is None:
                raise
            return request_for(now, arguments)

    async def as_it_is(self, offer: Offer) -> Offer | None:
        """A tool as Truto lists it now, or listed it seconds ago; unchanged where the list cannot be had."""
        try:
            if self._looked is None or self._clock() - self._looked > LOOK_AGAIN_AFTER:
                await self._look()
                self._looked = self._clock()
        except UpstreamError as error:
            log.warning("the tools could not be listed again: %s", error)
            return offer
        return as_it_is(offer, self._all)

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
        retry_in = backoff if error.retry_after is None else error.retry_after
    return {
        "ok": False,
        "say": str(error),
        "retry_in": retry_in,
        "maybe_done": error.maybe_done,
        "status": error.status,
        "remote": error.remote,
        "blame": error.blame,
        "details": complaints(error.raw_response),
    }


def for_claude(answer: Any, *notes: str | None) -> str:
    """An answer as the text of a tool result: labelled as other people's words, and cut to size."""
    shown, cut = trim(all_visible(answer))
    said = [note for note in (*notes, cut) if note]
    result: dict[str, Any] = {"source": "chorus", "untrusted": True, "result": shown}
    return json.dumps(result | ({"note": " ".join(said)} if said else {}), ensure_ascii=False)


def failed(say: str, note: str | None = None) -> str:
    """Why a call failed, as the text of a tool result; the sentence may hold the vendor's words, a note holds ours."""
    result = {"source": "chorus", "untrusted": True, "error": visible(say)}
    return json.dumps(result | ({"note": note} if note else {}), ensure_ascii=False)


def told(**facts: Any) -> str:
    """Facts of our own (not words of a call) as the text of a tool result."""
    return json.dumps({"source": "chorister", **all_visible(facts)}, ensure_ascii=False)


def quoting(**facts: Any) -> str:
    """Facts of our own in which words of other people stand: names of fields, a reason that the CRM gave."""
    return told(untrusted=True, **facts)
