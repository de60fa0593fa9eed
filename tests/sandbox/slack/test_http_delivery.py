from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp

from sandbox.company import Company
from sandbox.slack import SlackServer
from sandbox.slack.http_delivery import encode, sign

Json = dict[str, Any]


@pytest.fixture
async def listening(app: AsyncApp, slack: SlackServer) -> AsyncIterator[str]:
    """The Bolt app behind a port, and Slack told where it is."""
    runner = web.AppRunner(app.web_app(path="/slack/events"), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    target = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    slack.http_target = target
    yield target
    await runner.cleanup()


async def test_a_real_bolt_app_takes_signed_events(
    slack: SlackServer, app: AsyncApp, company: Company, listening: str
) -> None:
    seen: list[tuple[str, list[str] | None]] = []

    @app.event("message")
    async def take(event: Json, request: Any) -> None:
        seen.append((event["text"], request.headers.get("x-slack-retry-num")))

    await slack.say(company.person("ana"), "deals", "over http")
    await slack.redeliver(slack.events[0], attempt=1)
    await slack.wait_for(lambda: len(seen) == 2)
    assert seen == [("over http", None), ("over http", ["1"])]
    assert [delivered.status for delivered in slack.events] == [200, 200]


async def test_a_wrong_signature_is_refused_by_the_app(
    slack: SlackServer, app: AsyncApp, company: Company, listening: str
) -> None:
    slack._posts._secret = "another"
    await slack.say(company.person("ana"), "deals", "hi")
    assert slack.events[0].status == 401
    assert slack.acks == []


async def test_clicks_and_commands_travel_as_forms(
    slack: SlackServer, app: AsyncApp, company: Company, listening: str
) -> None:
    slack.echo = False
    heard: list[str] = []

    @app.command("/chorister")
    async def command(ack: Any, command: Json) -> None:
        heard.append(command["text"])
        await ack("as you wish")

    @app.action("go")
    async def action(ack: Any, action: Json, respond: Any) -> None:
        await ack()
        heard.append(action["value"])
        await respond("done", replace_original=True)

    ana = company.person("ana")
    await slack.command(ana, "deals", "/chorister", "status & more")
    press = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}, "value": "v"}
    stored = slack.workspace.post_as_bot(
        slack.channel("deals"), {"text": "t", "blocks": [{"type": "actions", "elements": [press]}]}
    )
    await slack.click(ana, "deals", stored["ts"], "go")
    await slack.wait_for(lambda: slack.calls("response_url"))
    assert heard == ["status & more", "v"]
    assert slack.ephemerals[0]["text"] == "as you wish"
    assert slack.thread("deals", stored["ts"])[0]["text"] == "done"


async def test_an_app_that_is_away_is_noted_and_its_events_come_again(
    slack: SlackServer, app: AsyncApp, company: Company, listening: str
) -> None:
    @app.event("message")
    async def take() -> None:
        pass

    slack.http_target = "http://127.0.0.1:9/slack/events"
    await slack.say(company.person("ana"), "deals", "hi")
    assert slack.events[0].status == 0
    slack.http_target = listening
    assert await slack.redeliver_unacknowledged() == 1
    assert slack.events[1].status == 200


async def test_an_event_that_nobody_takes_comes_again_after_each_pause_and_is_lost_in_the_end(
    slack: SlackServer, company: Company
) -> None:
    slack.http_target, slack.delivery.pauses = "http://127.0.0.1:9/slack/events", (0.0, 0.01, 0.01)
    await slack.say(company.person("ana"), "deals", "hi")
    await slack.wait_for(lambda: slack.delivery.lost)
    assert [(d.attempt, d.reason) for d in slack.events] == [
        (0, ""),
        (1, "http_timeout"),
        (2, "http_timeout"),
        (3, "http_timeout"),
    ]
    assert len({d.event_id for d in slack.events}) == 1


async def test_an_event_that_was_refused_once_comes_again_and_is_taken(
    slack: SlackServer, company: Company
) -> None:
    statuses = iter([502, 200])

    async def door(request: web.Request) -> web.Response:
        return web.Response(status=next(statuses))

    made = web.Application()
    made.add_routes([web.post("/slack/events", door)])
    runner = web.AppRunner(made, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.http_target = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    slack.delivery.pauses = (0.0,)
    await slack.say(company.person("ana"), "deals", "hi")
    await slack.wait_for(lambda: slack.acks)
    await runner.cleanup()
    assert [(d.status, d.attempt, d.reason) for d in slack.events] == [(502, 0, ""), (200, 1, "http_error")]
    assert not slack.delivery.lost


def test_the_signature_is_slacks() -> None:
    # The example of Slack's page on verifying requests.
    body = (
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body.encode()) == signature


def test_each_kind_has_its_encoding() -> None:
    assert encode("events_api", {"a": 1}) == (b'{"a": 1}', "application/json")
    assert encode("interactive", {"a": 1})[0] == b"payload=%7B%22a%22%3A+1%7D"
    assert encode("slash_commands", {"text": "a b"})[0] == b"text=a+b"
