"""What we do nothing with is acknowledged all the same."""

import json

import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from handlers import unused
from sandbox.world import World


@pytest.mark.parametrize(
    "event", [{"type": "reaction_added", "user": "UANA"}, {"type": "app_home_opened"}, {"type": "brand_new"}]
)
async def test_an_event_nobody_listens_to_is_acknowledged(world: World, event: dict[str, str]) -> None:
    app = AsyncApp(token=world.slack.bot_token, process_before_response=True)
    app.client.base_url = world.slack.url
    body = {"type": "event_callback", "team_id": world.slack.team_id, "event": event}
    request = AsyncBoltRequest(body=json.dumps(body), mode="socket_mode")
    assert (await app.async_dispatch(request)).status == 404
    unused.register(app)
    assert (await app.async_dispatch(request)).status == 200
