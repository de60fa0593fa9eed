"""Socket Mode: the next connection is open before the last one ends, and each envelope is answered where it came."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import BotError
from bot.slack.faults import reason

log = logging.getLogger(__name__)

Frame = dict[str, Any]
Answer = Callable[[Frame], Awaitable[Frame | None]]
"""Takes in an envelope; returns its acknowledgement, or None where Slack shall send it again."""

PING = 10.0
"""Seconds between two signs of life; a line that leaves one unanswered is dead."""
HELLO = 10.0
"""Seconds for Slack's greeting, without which it sends nothing."""
OVERLAP = 30.0
"""Seconds for which a line that Slack wants to end is still listened to, unless Slack ends it."""
LAST_ANSWERS = 2.0
"""Seconds for what was taken in to be acknowledged when a line is closed; what is not comes again."""
STEADY = 10.0
"""Seconds after which a line was worth opening."""
LONGEST = 30.0
"""Seconds between two tries, at most."""

OFF = (
    "Slack has switched Socket Mode off for this app (api.slack.com/apps > your app > Socket Mode); switch it on, or listen \
for signed HTTP."
)
REFUSED = {
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "account_inactive",
    "not_allowed_token_type",
    "missing_scope",
}


def refused_token(error: SlackApiError) -> BotError:
    """What to say of an app token that Slack refuses."""
    return BotError(f"Slack refuses the app token: {reason(error)}. Check SLACK_APP_TOKEN.")


class Line:
    """One WebSocket, from Slack's hello to its end."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, answer: Answer) -> None:
        self._socket, self._answer = socket, answer
        self._answering: set[asyncio.Task[None]] = set()
        self.greeted, self.ends = asyncio.Event(), asyncio.Event()
        self.why = "lost"
        """Why it ends: Slack's word, or that it was lost."""

    async def listen(self) -> None:
        """Take in what comes until one side closes."""
        try:
            async for message in self._socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(json.loads(message.data))
        finally:
            self.ends.set()

    async def close(self, overlap: float = 0.0) -> None:
        """End it: after a while in which Slack may still use it, and once what was taken in is acknowledged."""
        if overlap:
            await asyncio.sleep(overlap)
        self._answer = _unheard
        if self._answering:
            await asyncio.wait(self._answering, timeout=LAST_ANSWERS)
        await self._socket.close()

    def _take(self, frame: Frame) -> None:
        if frame.get("type") == "hello":
            self.greeted.set()
        elif frame.get("type") == "disconnect":
            self.why = str(frame.get("reason"))
            self.ends.set()
        elif "envelope_id" in frame:
            task = asyncio.ensure_future(self._acknowledge(frame))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _acknowledge(self, frame: Frame) -> None:
        try:
            answer = await self._answer(frame)
            if answer is not None:
                await self._socket.send_json(answer)
        except ConnectionError:
            log.info("a line was gone before its envelope was acknowledged; Slack sends that again")
        except Exception:
            log.exception("an envelope was not taken in; Slack sends it again")


async def _unheard(_frame: Frame) -> None:
    """A line that closes takes nothing more in."""


class Sockets:
    """Keeps one line open, and for a while two: no moment passes in which Slack could not reach us."""

    def __init__(self, address: Callable[[], Awaitable[str]], answer: Answer, **how: Any) -> None:
        self._address, self._answer, self._how = address, answer, how
        self._lines: set[Line] = set()
        self._closing: set[asyncio.Task[None]] = set()
        self.connected = asyncio.Event()

    async def run(self) -> None:
        """Be connected, for ever. Raises BotError where Slack will not have us any more."""
        tries = 0
        async with aiohttp.ClientSession() as session:
            while True:
                since = asyncio.get_running_loop().time()
                await self._one(session)
                lasted = asyncio.get_running_loop().time() - since
                tries = 0 if lasted > STEADY else tries + 1
                if tries > 1:
                    await asyncio.sleep(min(LONGEST, 2.0 ** (tries - 2)))

    async def is_open(self) -> bool:
        """Whether Slack can reach us at this moment."""
        return any(line.greeted.is_set() and not line.ends.is_set() for line in self._lines)

    async def close(self) -> None:
        """Take nothing more in, acknowledge what was, and close."""
        for later in self._closing:
            later.cancel()
        await asyncio.gather(*(line.close() for line in self._lines))

    async def _one(self, session: aiohttp.ClientSession) -> None:
        """Open a line, let go of the others, and return when the next one is wanted."""
        try:
            line = await self._opened(session)
        except SlackApiError as error:
            if reason(error) in REFUSED:
                raise refused_token(error) from error
            log.warning("Slack does not give us a line (%s); trying again", reason(error))
            return
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("no line to Slack (%s); trying again", type(error).__name__)
            return
        if line.greeted.is_set():
            for old in self._lines - {line}:
                self._retire(old)
            self.connected.set()
            await line.ends.wait()
        if line.why == "link_disabled":
            raise BotError(OFF)

    async def _opened(self, session: aiohttp.ClientSession) -> Line:
        """A new line, once Slack has said hello or that it will not have it."""
        socket = await session.ws_connect(await self._address(), heartbeat=PING, **self._how)
        line = Line(socket, self._answer)
        listening = asyncio.ensure_future(line.listen())
        self._lines.add(line)
        listening.add_done_callback(lambda _: self._lines.discard(line))
        first = [asyncio.ensure_future(event.wait()) for event in (line.greeted, line.ends)]
        await asyncio.wait(first, timeout=HELLO, return_when=asyncio.FIRST_COMPLETED)
        for waiting in first:
            waiting.cancel()
        if not line.greeted.is_set():
            self._retire(line, 0.0)
        return line

    def _retire(self, line: Line, overlap: float = OVERLAP) -> None:
        task = asyncio.ensure_future(line.close(overlap))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
