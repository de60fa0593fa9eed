"""Whose event it is: Bolt is told from what we know, without asking Slack; what nobody installed is dropped quietly."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext

from bot.installs.known import Known
from bot.store.installations import Installation
from bot.workspace import current, is_open, key_of, work_for

log = logging.getLogger(__name__)

OWN_CHECKS = ("url_verification", "ssl_check")
"""What Slack asks of the address itself, for no workspace."""

Next = Callable[[], Awaitable[BoltResponse]]


def key_in(context: AsyncBoltContext) -> str:
    """The workspace that a request belongs to. The last words of an organisation that added us as a whole name no team."""
    team, group = context.team_id, context.enterprise_id
    return key_of(team, group, whole=bool(context.is_enterprise_install) or not team)


class Authorising(AsyncAuthorize):
    """Bolt's two questions about a request, and the workspace that is worked for while it is answered."""

    def __init__(self, known: Known) -> None:
        self._known = known

    async def only_installed(
        self, context: AsyncBoltContext, body: dict[str, Any], next: Next
    ) -> BoltResponse:
        """
        Asked first. A request of a workspace that has us no more is answered well: Slack must not send it again, and nobody
        is left to tell.
        """
        key = key_in(context)
        if body.get("type") in OWN_CHECKS or body.get("ssl_check"):
            return await next()
        if not key or not await is_open(key):
            log.info("dropped a request of a workspace that has not added Chorister")
            return BoltResponse(status=200, body="")
        work_for(key)  # Bolt's middlewares are not nested: what comes next runs after this one has ended
        return await next()

    async def __call__(self, **_: Any) -> AuthorizeResult | None:
        """Asked then: as whom we act."""
        found = await self._known.get(current())
        return result(found) if found else None


def result(of: Installation) -> AuthorizeResult:
    """An installation in Bolt's words."""
    return AuthorizeResult(
        enterprise_id=of.enterprise,
        team_id=of.team,
        team=of.name,
        bot_user_id=of.bot_user,
        bot_id=of.bot,
        bot_token=of.token,
        bot_scopes=list(of.scopes),
    )
