"""Signed requests over a real socket to the whole bot: what Slack did not sign just now is refused, and starts nothing."""

import asyncio
import json
import logging
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import pytest
import uvicorn

from bot.app import App
from bot.front_door import KINDS, LARGEST, readable
from bot.serve import web_app
from bot.web_server import Server
from sandbox.slack.http_delivery import sign
from sandbox.world import World
from tests.conftest import Start
from tests.play import Play

JSON, FORM = KINDS
WORDS = "planted words that nobody may log"
PATIENCE = 0.3


@dataclass
class Sent:
    """One request as it goes over the wire; whatever is not said is as Slack would send it."""

    body: bytes
    kind: str = JSON
    method: str = "POST"
    path: str = "/slack/events"
    age: float = 0.0
    secret: str = ""
    more: list[tuple[str, str]] = field(default_factory=list)
    without: tuple[str, ...] = ()
    length: int | None = None
    chunked: bool = False
    stays_open: bool = False

    def head(self, secret: str) -> bytes:
        timestamp = str(int(time.time() - self.age))
        headers = [
            ("Host", "bot.test"),
            ("Content-Type", self.kind),
            ("X-Slack-Request-Timestamp", timestamp),
            ("X-Slack-Signature", sign(self.secret or secret, timestamp, self.body)),
            ("Transfer-Encoding", "chunked")
            if self.chunked
            else ("Content-Length", str(len(self.body) if self.length is None else self.length)),
            *self.more,
        ]
        lines = [f"{name}: {value}" for name, value in headers if name.lower() not in self.without]
        return "\r\n".join([f"{self.method} {self.path} HTTP/1.1", *lines, "", ""]).encode()


class Door(Play):
    """The bot's port, and hands that write what they like into it."""

    port: int

    async def send(self, sent: Sent) -> tuple[int, str]:
        """The status and the text of the answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(sent.head(self.slack.signing_secret))
        body = b"%x\r\n%s\r\n" % (len(sent.body), sent.body) if sent.chunked else sent.body
        if not sent.stays_open:
            body += b"0\r\n\r\n" if sent.chunked else b""
        writer.write(body)
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
        length = next((ln for ln in head.split(b"\r\n") if ln.lower().startswith(b"content-length:")), b":0")
        text = await asyncio.wait_for(reader.readexactly(int(length.partition(b":")[2])), 5)
        writer.close()
        return int(head.split()[1]), text.decode()

    def asks(self, n: int = 0, **more: object) -> bytes:
        """A direct message of Ana's, as an event."""
        ana, ts = self.person("ana").slack_id, f"{1780498800 + n}.000100"
        event = {"type": "message", "channel": self.slack.dm(ana), "channel_type": "im", "user": ana}
        event |= {"text": f"{WORDS} {n}", "ts": ts, "event_ts": ts}
        self.slack.channel(ana).add(dict(event))  # the bot will answer under it, so it has to be there
        outside = {"team_id": self.slack.team_id, "api_app_id": self.slack.app_id, "event_id": f"Ev{n}"}
        return json.dumps({"type": "event_callback", "event": event, **outside, **more}).encode()


@pytest.fixture
async def door(world: World, start: Start) -> AsyncIterator[Door]:
    async with start(SLACK_SIGNING_SECRET=world.slack.signing_secret) as app, listening(app) as port:
        world.claude.script(*["Served."] * 9)
        made = Door(world)
        made.port = port
        yield made


@asynccontextmanager
async def listening(app: App) -> AsyncIterator[int]:
    config = uvicorn.Config(
        web_app(app, PATIENCE), log_level="warning", lifespan="off", timeout_graceful_shutdown=1
    )
    server = Server(config)
    with socket.create_server(("127.0.0.1", 0)) as opened:
        task = asyncio.ensure_future(server.serve(sockets=[opened]))
        yield opened.getsockname()[1]
        server.should_exit = True
        await task


def refused(asks: bytes) -> dict[str, tuple[int, Sent]]:
    """What is sent, and the status it gets."""
    good = Sent(asks)
    form, trick = urlencode({"payload": asks.decode()}).encode(), b"ssl_check=1&token=x"
    challenge = json.dumps({"type": "url_verification", "challenge": WORDS}).encode()
    twice = [("X-Slack-Signature", "v0=00")]
    return {
        "another secret": (401, replace(good, secret="wrong")),
        "no signature": (401, replace(good, without=("x-slack-signature",))),
        "no timestamp": (401, replace(good, without=("x-slack-request-timestamp",))),
        "neither": (401, replace(good, without=("x-slack-signature", "x-slack-request-timestamp"))),
        "an old timestamp": (401, replace(good, age=301)),
        "a timestamp to come": (401, replace(good, age=-302)),
        "no number as timestamp": (
            401,
            replace(
                good, without=("x-slack-request-timestamp",), more=[("X-Slack-Request-Timestamp", "1e9")]
            ),
        ),
        "two signatures, the first good": (401, replace(good, more=twice)),
        "more digits than a number may have": (
            401,
            replace(
                good,
                without=("x-slack-request-timestamp",),
                more=[("X-Slack-Request-Timestamp", "1" * 5000)],
            ),
        ),
        "two timestamps": (401, replace(good, more=[("X-Slack-Request-Timestamp", "1")])),
        "a retry that is not signed": (401, replace(good, secret="wrong", more=[("X-Slack-Retry-Num", "1")])),
        "an unsigned ssl_check": (401, Sent(trick, FORM, secret="wrong")),
        "an ssl_check in JSON": (401, Sent(b'{"ssl_check": "1"}', secret="wrong")),
        "ssl_check beside an event": (401, Sent(b"ssl_check=1&" + form, FORM, secret="wrong")),
        "an unsigned challenge": (401, Sent(challenge, secret="wrong")),
        "too long, as it says": (413, replace(good, length=LARGEST + 1, stays_open=True)),
        "too long, in chunks": (413, Sent(b" " * (LARGEST + 1), chunked=True, stays_open=True)),
        "no kind": (415, replace(good, without=("content-type",))),
        "plain text": (415, replace(good, kind="text/plain")),
        "JSON by a longer name": (415, replace(good, kind="application/json-patch")),
        "broken JSON": (400, Sent(asks[:-1])),
        "a list": (400, Sent(b"[1]")),
        "no text at all": (400, Sent(b"\xff\xfe")),
        "nothing": (400, Sent(b"")),
        "a form that is none": (400, Sent(b"payload", FORM)),
        "a payload that is no JSON": (400, Sent(b"payload=%7B", FORM)),
        "GET": (405, replace(good, method="GET")),
        "PUT": (405, replace(good, method="PUT")),
        "another path": (404, replace(good, path="/slack/events/more")),
        "the path above": (404, replace(good, path="/")),
        "a body that does not come": (408, replace(good, length=len(asks) + 10, stays_open=True)),
        "chunks that do not end": (408, replace(good, chunked=True, stays_open=True)),
    }


async def test_each_trick_is_refused_starts_nothing_and_a_good_request_after_it_is_served(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    quiet = len(door.slack.journal), len(door.world.claude.asked)
    answers = {name: (await door.send(sent), status) for name, (status, sent) in refused(door.asks()).items()}
    assert {n: got[0] for n, (got, _) in answers.items()} == {n: status for n, (_, status) in answers.items()}
    assert not any(WORDS in text or "Traceback" in text for (_, text), _ in answers.values())
    assert (len(door.slack.journal), len(door.world.claude.asked)) == quiet, "nothing was started"
    assert WORDS not in caplog.text
    assert await door.send(Sent(door.asks(1))) == (200, "")
    await door.slack.wait_for(lambda: len(door.world.claude.asked) == 1 or None)
    assert WORDS in str(door.world.claude.asked[0])


async def test_the_very_same_request_again_is_answered_well_and_does_nothing_twice(door: Door) -> None:
    sent = Sent(door.asks(2))
    assert await asyncio.gather(*(door.send(sent) for _ in range(4))) == [(200, "")] * 4
    thread = "1780498802.000100"
    channel = door.slack.dm(door.person("ana").slack_id)
    here = Door(door.world, channel)
    assert sum("Served." in text for text in await here.done(thread)) == 1
    assert (await door.send(sent))[0] == 200
    assert len(door.world.claude.asked) == 1


async def test_what_slack_signs_besides_events_is_answered(door: Door) -> None:
    challenge = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}).encode()
    status, text = await door.send(Sent(challenge))
    assert (status, "abc" in text) == (200, True)
    assert await door.send(Sent(b"ssl_check=1&token=x", FORM)) == (200, "")
    later = [("X-Slack-Retry-Num", "1"), ("X-Slack-Retry-Reason", "http_timeout")]
    assert (await door.send(Sent(door.asks(3), kind="application/json; charset=utf-8", more=later)))[0] == 200
    assert (await door.send(replace(Sent(b""), method="GET", path="/healthz")))[:2] == (200, "ok")


@pytest.mark.parametrize(
    "body, kind, holds",
    [
        (b"{}", JSON, True),
        (b'"text"', JSON, False),
        (b"command=%2Fchorister&text=", FORM, True),
        (b"payload=%7B%7D", FORM, True),
        (b"payload=%5B%5D", FORM, False),
        (b"", FORM, False),
    ],
)
def test_a_body_is_what_its_kind_says(body: bytes, kind: str, holds: bool) -> None:
    assert readable(body, kind) is holds
