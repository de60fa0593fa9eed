"""Slack's side of an installation: the address where people agree, the token that Slack grants then, and the next one."""

import base64
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urljoin

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BotError
from bot.manifest import REDIRECT_PATH
from bot.scopes import SCOPES
from bot.slack.faults import passing, reason
from bot.store.installations import Installation, Token


class BadGrant(BotError):
    """What Slack granted is nothing that we can work with."""


class Granting:
    """Asks Slack for tokens, as the app that people add."""

    def __init__(
        self, client_id: str, secret: str, public_url: str, slack_url: str, now: Callable[[], float]
    ) -> None:
        self._id, self._now = client_id, now
        self._slack, self.back = slack_url, public_url.rstrip("/") + REDIRECT_PATH
        proof = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
        headers = {"Authorization": f"Basic {proof}"}
        self._client = AsyncWebClient(base_url=slack_url, headers=headers, retry_handlers=[])

    def address(self, state: str) -> str:
        """Where a person agrees; Slack sends them back with this state."""
        asked = {
            "client_id": self._id,
            "scope": ",".join(sorted(SCOPES)),
            "redirect_uri": self.back,
            "state": state,
        }
        return f"{urljoin(self._slack, '/oauth/v2/authorize')}?{urlencode(asked)}"

    async def exchange(self, code: str) -> Installation:
        """The installation that a code stands for; what Slack refuses is raised as it comes."""
        answer = await self._access(code=code, redirect_uri=self.back)
        granted_at = self._now()
        mine = await AsyncWebClient(
            read_token(answer, granted_at).text, base_url=self._slack, retry_handlers=[]
        ).auth_test()
        return read_grant(answer, str(mine.get("bot_id", "")), granted_at)

    async def renew(self, refresh: str) -> Token:
        """The next token. Slack takes this refresh token only once."""
        return read_token(await self._access(grant_type="refresh_token", refresh_token=refresh), self._now())

    async def objection(self, token: str) -> str:
        """What Slack has against a token, in its word; empty: nothing. Raises what says nothing about the token."""
        try:
            await AsyncWebClient(token, base_url=self._slack, retry_handlers=[]).auth_test()
        except SlackApiError as error:
            if passing(error):
                raise
            return reason(error)
        return ""

    async def _access(self, **args: str) -> Mapping[str, Any]:
        answer = await self._client.api_call("oauth.v2.access", data=args)
        return answer.data if isinstance(answer.data, dict) else {}


def read_token(answer: Mapping[str, Any], now: float) -> Token:
    """The token of an answer; raises BadGrant where it is none of a bot."""
    if answer.get("token_type") != "bot" or not answer.get("access_token"):
        raise BadGrant("Slack granted no bot's token")
    lasts = answer.get("expires_in")
    return Token(
        str(answer["access_token"]), answer.get("refresh_token"), now + float(lasts) if lasts else None
    )


def read_grant(answer: Mapping[str, Any], bot: str, now: float) -> Installation:
    """An answer to a code as the installation that it is. Whoever added us is its first admin."""
    whole = bool(answer.get("is_enterprise_install"))
    team, group = answer.get("team") or {}, answer.get("enterprise") or {}
    key = (group if whole else team).get("id")
    installer = (answer.get("authed_user") or {}).get("id")
    if not key or not installer or not answer.get("bot_user_id"):
        raise BadGrant("Slack did not say who was added by whom")
    return Installation(
        key=key,
        name=(group if whole else team).get("name") or key,
        enterprise=group.get("id"),
        team=None if whole else key,
        app=str(answer.get("app_id", "")),
        bot_user=answer["bot_user_id"],
        bot=bot,
        scopes=tuple(filter(None, str(answer.get("scope", "")).split(","))),
        installer=installer,
        installed_at=now,
        access=read_token(answer, now),
        own={"CHORISTER_ADMINS": installer},
    )
