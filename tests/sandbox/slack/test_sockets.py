import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.company import Company
from sandbox.slack import SlackServer


async def test_hello_comes_first_and_counts_the_connections(slack: SlackServer) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(slack.workspace.socket_url()) as line:
        hello = await line.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        assert hello["connection_info"] == {"app_id": slack.app_id}


async def test_a_ticket_opens_one_connection_only(slack: SlackServer) -> None:
    address = slack.workspace.socket_url()
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as line:
        await line.receive_json()
        again = await session.get(address.replace("ws:", "http:"))
        assert again.status == 403


async def test_the_eleventh_connection_is_sent_away(slack: SlackServer) -> None:
    async with aiohttp.ClientSession() as session:
        lines = [await session.ws_connect(slack.workspace.socket_url()) for _ in range(11)]
        answers = [await line.receive_json() for line in lines]
        assert [answer["type"] for answer in answers] == ["hello"] * 10 + ["disconnect"]
        assert answers[-1]["reason"] == "too_many_websockets"
        for line in lines:
            await line.close()


async def test_each_payload_goes_to_one_connection_in_turn(slack: SlackServer, company: Company) -> None:
    async with aiohttp.ClientSession() as session:
        lines = [await session.ws_connect(slack.workspace.socket_url()) for _ in range(2)]
        for line in lines:
            await line.receive_json()
        for word in ("one", "two"):
            await slack.say(company.person("ana"), "deals", word)
        heard = [await line.receive_json() for line in lines]
        assert {frame["payload"]["event"]["text"] for frame in heard} == {"one", "two"}
        assert all(frame["type"] == "events_api" and frame["retry_attempt"] == 0 for frame in heard)
        assert not any(frame["accepts_response_payload"] for frame in heard)
        for line in lines:
            await line.close()


async def test_the_real_client_comes_back_after_a_refresh(slack: SlackServer, app: AsyncApp) -> None:
    handler = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()
    await slack.wait_for(lambda: slack.sockets.open)
    first = slack.sockets.open[0]
    await slack.disconnect()
    await slack.wait_for(lambda: slack.sockets.open and slack.sockets.open[-1] is not first)
    assert len(slack.calls("apps.connections.open")) == 2
    await handler.close_async()


async def test_a_line_can_be_cut_without_a_word(slack: SlackServer, client: AsyncWebClient) -> None:
    line = SocketModeClient(
        slack.app_token, web_client=client, ping_interval=60, auto_reconnect_enabled=False
    )
    await line.connect_to_new_endpoint()
    await slack.wait_for(lambda: slack.sockets.open)
    slack.drop_connections()
    await slack.wait_for(lambda: not slack.sockets.open)
    await line.close()


async def test_frames_that_are_no_json_or_unknown_are_passed_over(slack: SlackServer) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(slack.workspace.socket_url()) as line:
        await line.receive_json()
        await line.send_str("hello?")
        await line.send_json({"envelope_id": "nobody's"})
        await line.close()
    assert slack.acks == []
