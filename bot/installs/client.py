"""A workspace's client of Slack's: each call goes out with the token of now, and a refused one tells whether it left us."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.installs.known import Known
from bot.slack.client import Client
from bot.slack.faults import reason

ENDED = frozenset({"token_revoked", "account_inactive", "invalid_auth"})
"""What Slack says to a token that is good no more."""
EXPIRED = "token_expired"

Renew = Callable[[str], Awaitable[object]]
Refused = Callable[[str], Awaitable[None]]


class OwnClient(Client):
    """
    Speaks in one workspace. A token that was exchanged meanwhile is noticed at once. `refused` hears of one that is good no
    more; `renew` is asked for the successor of one that has expired.
    """

    def __init__(self, known: Known, key: str, renew: Renew, refused: Refused, **settings: Any) -> None:
        super().__init__(**settings)
        self._known, self._key, self._renew, self._refused = known, key, renew, refused

    async def api_call(self, api_method: str, **call: Any) -> AsyncSlackResponse:
        """One call, and one more with another token where there is one."""
        seen = await self._known.get(self._key)
        if seen is None:
            raise self._no_more(api_method)
        try:
            return await self._with(seen.token, api_method, call)
        except SlackApiError as error:
            token = await self._another(seen.token, reason(error))
            if token is None:
                raise
        return await self._with(token, api_method, call)

    async def _with(self, token: str, api_method: str, call: dict[str, Any]) -> AsyncSlackResponse:
        self.token = token  # read before the call waits for anything
        return await super().api_call(api_method, **call)

    async def _another(self, refused: str, why: str) -> str | None:
        """Another token than the one that was refused for its own sake."""
        if why not in ENDED and why != EXPIRED:
            return None
        found = await self._known.afresh(self._key)
        if why == EXPIRED and found and found.token == refused:
            await self._renew(self._key)
            found = await self._known.afresh(self._key)
        if found and found.token != refused:
            return found.token
        if found and why in ENDED:
            await self._refused(self._key)
        return None

    def _no_more(self, api_method: str) -> SlackApiError:
        """What Slack would say to a token of a workspace that took us away."""
        answer = AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data={"ok": False, "error": "account_inactive"},
            headers={},
            status_code=200,
        )
        return SlackApiError("The workspace is not installed any more.", answer)  # type: ignore[no-untyped-call]
