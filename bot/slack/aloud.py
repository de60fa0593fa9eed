"""Saying an answer while it is written: which of its words may leave when, and into which of Slack's messages."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from bot.slack.blocks import Block, section
from bot.slack.faults import FAULTS, reason
from bot.slack.place import Place
from bot.slack.streams import Reader, Streams, Written
from bot.slack.text import split

log = logging.getLogger(__name__)

ENOUGH = 200
"""Characters that are worth a call of Slack's; and words before a call of tools are seldom more, so they never begin one."""
PAUSE = 1.0
"""Seconds between two pieces."""
OLD = 270.0
"""Seconds after which the words go on in another message: Slack gives a stream up after five minutes."""
LONGEST = 5.0
"""Seconds that an answer which is there waits for a piece of it on its way to Slack."""
ROOM = 40
"""Blocks in one message; Slack takes 50."""


@dataclass(frozen=True)
class Telling:
    """Where an answer is said, to whom, and in which form."""

    key: str
    place: Place
    reader: Reader
    render: Callable[[str], str]
    """Claude's words as they may stand in Slack. It is given whole lines: no address or markup reaches beyond one."""
    may: Callable[[], Awaitable[bool]]
    """Whether everybody who reads along may hear it; asked once, before the first word."""


@dataclass
class Message:
    """The message that is being written."""

    ts: str
    since: float
    blocks: list[Block]


class Aloud:
    """One answer, heard piece by piece and said line by line. Nothing that goes wrong here stands in the answer's way."""

    def __init__(self, streams: Streams, telling: Telling) -> None:
        self._streams, self._telling = streams, telling
        self._heard, self._said, self._count = "", 0, 0
        self._now: Message | None = None
        self._news, self._over = asyncio.Event(), asyncio.Event()
        self._is_silent = False
        self._task: asyncio.Task[None] | None = None

    def hear(self, piece: str) -> None:
        """Claude has said something more."""
        self._heard += piece
        self._news.set()

    async def __aenter__(self) -> Self:
        self._task = asyncio.get_running_loop().create_task(self._say())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """A piece that is on its way may arrive first: what was begun unheard would have to be searched for."""
        assert self._task is not None
        self._over.set()
        self._news.set()
        if kind is None:
            await asyncio.wait([self._task], timeout=LONGEST)
        if not self._task.cancel():
            self._task.result()

    async def _say(self) -> None:
        try:
            while not self._is_silent and not self._over.is_set():
                await self._news.wait()
                self._news.clear()
                if not self._over.is_set() and (end := self._ready()):
                    await self._release(end)
                    await self._rest()
        except FAULTS as error:
            log.warning("an answer is not said aloud any more: %s", reason(error))

    def _ready(self) -> int:
        """Up to where whole lines may leave; 0 where it is not worth it yet."""
        end = self._heard.rfind("\n") + 1
        piece = self._heard[self._said : end]
        is_paragraph = self._now is not None and "\n\n" in piece
        return end if piece.strip() and (len(piece) >= ENOUGH or is_paragraph) else 0

    async def _rest(self) -> None:
        """A pause, unless the answer is over; what came meanwhile, or found no room, is looked at after it."""
        pause = asyncio.ensure_future(self._streams.sleep(PAUSE))
        over = asyncio.ensure_future(self._over.wait())
        await asyncio.wait([pause, over], return_when=asyncio.FIRST_COMPLETED)
        for one in (pause, over):
            one.cancel()
        self._news.set()

    async def _release(self, end: int) -> None:
        told = self._telling.render(self._heard[self._said : end])
        blocks = [section(part) for part in split(told)][:ROOM]
        if self._now and (
            self._streams.now() - self._now.since >= OLD or len(self._now.blocks) + len(blocks) > ROOM
        ):
            await self._streams.stop(self._telling.place.channel, self._now.ts, goes_on=True)
            self._now = None
        if await (self._write_on(self._now, blocks) if self._now else self._begin(blocks)):
            self._said = end

    async def _begin(self, blocks: list[Block]) -> bool:
        if not self._count and not await self._telling.may():
            self._is_silent = True
            return False
        key, about = f"{self._telling.key}:{self._count}", self._telling
        ts = await self._streams.start(key, about.place, about.reader, blocks)
        if ts is None:
            self._is_silent = True
            return False
        self._count += 1
        self._now = Message(ts, self._streams.now(), blocks)
        return True

    async def _write_on(self, message: Message, blocks: list[Block]) -> bool:
        written = await self._streams.append(self._telling.place.channel, message.ts, blocks)
        if written is Written.SHOWN:
            message.blocks += blocks
        elif written is not Written.LATER:
            self._is_silent = True
        if written is Written.BROKEN:  # it looks broken until its words are put there anew
            said = [*message.blocks, *blocks]
            text = "\n\n".join(block["text"]["text"] for block in said)
            await self._streams.repair(self._telling.place.channel, message.ts, text, said)
        return written is Written.SHOWN
