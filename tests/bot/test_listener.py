"""Everything that Slack sends is counted, whether it is taken, refused or unknown."""

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.listener import Listener
from bot.watch import Watch
from bot.whereabouts import here
from sandbox.slack import SlackServer
from tests.prometheus import read


def a_request(mode: str = "socket_mode", **event: str) -> AsyncBoltRequest:
    body = {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": event}
    return AsyncBoltRequest(mode=mode, body=body if mode == "socket_mode" else "{}")


async def test_a_thing_is_taken_when_its_listener_is_done_and_refused_when_it_breaks(
    slack: SlackServer,
) -> None:
    watch, heard = Watch(), []
    client = AsyncWebClient(slack.bot_token, base_url=slack.url)
    app = Listener(watch, client=client, signing_secret="s", process_before_response=True)

    @app.event("message")
    async def listen() -> None:
        heard.append((here().event, here().workspace))

    @app.event("app_mention")
    async def break_down() -> None:
        raise ZeroDivisionError

    for request in (
        a_request(type="message", user="U1", text="x"),
        a_request(type="app_mention", user="U1", text="x"),
        a_request("http"),
    ):
        await app.async_dispatch(request)
    told = read(watch.measures.page())
    assert {name: n for name, n in told.items() if name.startswith("chorister_events_total")} == {
        "chorister_events_total taken socket message": 1,
        "chorister_events_total refused socket app_mention": 1,
        "chorister_events_total refused http other": 1,
    }
    assert heard == [("Ev1", "T1")]
