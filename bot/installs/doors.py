"""The two pages through which a workspace adds Chorister: where one leaves for Slack, and where one comes back."""

import logging
import re
import secrets
from collections.abc import Awaitable, Callable

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import reference
from bot.installs import pages
from bot.installs.grants import BadGrant, Granting
from bot.installs.pages import Page
from bot.installs.states import SECONDS, States
from bot.manifest import REDIRECT_PATH
from bot.slack.faults import FAULTS, passing, reason
from bot.store.installations import Installation, Installations, StillLeaving

log = logging.getLogger(__name__)

START = "/slack/install"
SPENT = {"invalid_code", "code_already_used", "code_expired"}
"""Slack's words for a code that was good once, or never."""

Added = Callable[[Installation], Awaitable[None]]


class Doors:
    """Answers the two addresses. `added` hears of each workspace that came in."""

    def __init__(
        self, public_url: str, granting: Granting, states: States, installations: Installations, added: Added
    ) -> None:
        self._start = public_url.rstrip("/") + START
        self._granting, self._states = granting, states
        self._installations, self._added = installations, added
        self._is_safe = public_url.startswith("https://")
        # A browser keeps a cookie of this name to our host alone, whatever stands beside it in the domain.
        self._cookie = f"{'__Host-' if self._is_safe else ''}chorister-install"

    def routes(self) -> list[Route]:
        """The two addresses, for Starlette."""
        return [
            Route(START, self.leave, methods=["GET"]),
            Route(REDIRECT_PATH, self.come_back, methods=["GET"]),
        ]

    async def leave(self, request: Request) -> Response:
        """The page with the link to Slack; the browser gets a mark, by which it is known again."""
        browser = self._browser(request) or secrets.token_urlsafe(32)
        answer = _shown(pages.invitation(self._granting.address(self._states.issue(browser))))
        answer.set_cookie(
            self._cookie, browser, max_age=int(SECONDS), secure=self._is_safe, httponly=True, samesite="lax"
        )
        return answer

    async def come_back(self, request: Request) -> Response:
        """Slack sent somebody back: with a code, or with their no."""
        if request.method == "HEAD":  # a look at the address must not use it up
            return Response(status_code=405, headers=pages.HEADERS)
        page = await self._page(request)
        answer = _shown(page)
        if page.status == 200:
            answer.delete_cookie(self._cookie, secure=self._is_safe, httponly=True, samesite="lax")
        return answer

    async def _page(self, request: Request) -> Page:
        query = request.query_params
        try:
            if not await self._states.take(query.get("state", ""), self._browser(request)):
                return pages.stale(self._start)
            if query.get("error") == "access_denied":
                return pages.cancelled(self._start)
            if query.get("error") or not query.get("code"):
                return pages.refused(self._start)
            return await self._let_in(query["code"])
        except SQLAlchemyError:
            log.exception("an installation could not be stored")
            return pages.away(self._start)

    async def _let_in(self, code: str) -> Page:
        try:
            installed = await self._installations.put(await self._granting.exchange(code))
        except (*FAULTS, BadGrant) as error:
            return self._failed(error)
        except StillLeaving as error:
            return pages.busy(self._start, str(error))
        log.info("%s added Chorister", installed.key)
        await self._added(installed)
        return pages.welcome(installed)

    def _failed(self, error: Exception) -> Page:
        if isinstance(error, SlackApiError) and reason(error) in SPENT:
            return pages.refused(self._start)
        if not isinstance(error, BadGrant) and passing(error):
            log.warning("Slack cannot be asked for a token: %s", reason(error))
            return pages.away(self._start)
        number = reference(secrets.token_hex(8))
        why = str(error) if isinstance(error, BadGrant) else reason(error)
        log.error("%s: an installation failed: %s", number, why)
        return pages.broken(self._start, number)

    def _browser(self, request: Request) -> str:
        mark = request.cookies.get(self._cookie, "")
        return mark if re.fullmatch(r"[\w-]{43}", mark) else ""


def _shown(page: Page) -> Response:
    return Response(page.html(), page.status, pages.HEADERS, "text/html")
