"""Bolt's app, at which somebody looks on: everything that Slack sends, over either transport, goes through one method."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.event_kinds import event_id, kind_of, workspace_of
from bot.watch import Watch
from bot.whereabouts import Where

UNSIGNED = 401


class Listener(AsyncApp):
    """Bolt's app, told of."""

    def __init__(self, watch: Watch, **about: Any) -> None:
        super().__init__(**about)
        self._looking_on = watch

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Hear one thing, and have it counted."""
        body, transport = req.body, "socket" if req.mode == "socket_mode" else "http"
        where = Where(event=event_id(body), workspace=workspace_of(body))
        with self._looking_on.event(where, kind_of(body), transport) as told:
            answer = await super().async_dispatch(req)
            told(answer.status < 400)
            return answer
