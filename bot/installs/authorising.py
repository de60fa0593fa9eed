"""Whose event it is: Bolt is told from what we know, without asking Slack; what nobody installed is dropped quietly."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext

from bot.installs.known import Known
from bot.store.installations import Installation

log = logging.getLogger(__name__)

OWN_CHECKS = ("url_verification", "ssl_check")
"""What Slack asks of the address itself, for no workspace."""

Next = Callable[[], Awaitable[BoltResponse]]


def key_of(context: AsyncBoltContext) -> str:
    """
    The workspace that a request belongs to: its team, or the organisation that added us as a whole. An organisation's last
    words name no team.
    """
    team, group = context.team_id, context.enterprise_id
    return (group if group and (context.is_enterprise_install or not team) else team) or ""


class Authorising:
    """Bolt's two questions about a request. `own`: the answer for the workspace of SLACK_BOT_TOKEN, by its team."""

    def __init__(self, known: Known, own: AuthorizeResult | None = None) -> None:
        self._known, self._own = known, own

    async def only_installed(
        self, context: AsyncBoltContext, body: dict[str, Any], next: Next
    ) -> BoltResponse:
        """
        Asked first. A request of a workspace that has us no more is answered well: Slack must not send it again, and nobody
        is left to tell.
        """
        if body.get("type") in OWN_CHECKS or body.get("ssl_check") or await self._found(key_of(context)):
            return await next()
        log.info("dropped a request of a workspace that has not added Chorister")
        return BoltResponse(status=200, body="")

    async def authorize(self, context: AsyncBoltContext) -> AuthorizeResult | None:
        """Asked then: as whom we act."""
        return await self._found(key_of(context))

    async def _found(self, key: str) -> AuthorizeResult | None:
        if self._own and key == self._own.team_id:
            return self._own
        found = await self._known.get(key) if key else None
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
