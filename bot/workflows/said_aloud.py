"""
Claude's answer in the thread while it is written, within the step that asks for it. It is a preview: whatever becomes of it,
the last words of the turn take its place (answering.py). What turns out to be no last word, such as the words before a call
of tools, is taken away again, and so is what an earlier attempt left.
"""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self

from bot.agent.claude import Answer
from bot.slack.aloud import Aloud, Telling
from bot.slack.faults import FAULTS, reason
from bot.slack.place import Place
from bot.slack.streams import Reader, Streams
from bot.slack.text import answer_text
from bot.workflows.audience import who_hears
from bot.workflows.cited import known_links
from bot.workflows.house import house
from bot.workflows.run import Run

log = logging.getLogger(__name__)

LAST_WORDS = {"end_turn", "stop_sequence"}


@dataclass(frozen=True)
class Hearing:
    """Where an answer is heard, by whom, and what decides whether all who read along may hear it."""

    key: str
    place: Place
    asker: str
    conversation: str
    is_alone: bool
    refused: bool
    lists_hide: bool

    @classmethod
    def of(cls, run: Run) -> Self:
        """The thread of a run."""
        own = run.asker.account is not None
        key = answer_key(run.id)
        return cls(key, run.place, run.asker.slack_id, run.conversation, run.is_alone, run.refused, own)

    async def may(self) -> bool:
        """Whether everybody there may hear it, by the same rule as the answer itself (audience.py)."""
        if self.is_alone or self.refused:
            return self.is_alone
        found = await who_hears(self.place.channel, (), self.conversation, self.lists_hide)
        return bool(found.get("all"))


def answer_key(run: str) -> str:
    """What the messages of a run's answer are known by."""
    return f"{run}:answer"


@dataclass
class Said:
    """An answer as it comes."""

    hear: Callable[[str], None] | None = None
    answer: Answer = field(default_factory=Answer)

    @property
    def is_last_word(self) -> bool:
        """Whether this is what the person gets: words, and no call of tools."""
        message = self.answer.get("message") or {}
        kinds = {block["type"] for block in message.get("content", [])}
        return message.get("stop_reason") in LAST_WORDS and "text" in kinds and "tool_use" not in kinds


@asynccontextmanager
async def said_aloud(hearing: Hearing, messages: list[dict[str, Any]]) -> AsyncIterator[Said]:
    """Say an answer while it comes. Nothing that goes wrong with that stands in the answer's way."""
    here, said = house(), Said()
    streams = here.speaker.streams
    team = await _team_of(hearing.asker)
    is_off = here.settings.chorister_stream == "off" or team is None
    if streams is None or not await _taken_back(streams, hearing) or is_off:
        yield said
        return
    render = partial(answer_text, known_links=known_links(messages))
    reader = Reader(hearing.asker, team or "")
    async with Aloud(streams, Telling(hearing.key, hearing.place, reader, render, hearing.may)) as aloud:
        said.hear = aloud.hear
        yield said
    if not said.is_last_word:
        await _taken_back(streams, hearing)


async def _team_of(asker: str) -> str | None:
    """The team that Slack streams to; None where an organisation has several, and nobody can tell at once."""
    here = house()
    if not here.team.startswith("E"):
        return here.team
    try:
        return (await here.directory.soon(asker)).team or None
    except FAULTS as error:
        log.info("an answer is told when it is whole: %s", reason(error))
        return None


async def _taken_back(streams: Streams, hearing: Hearing) -> bool:
    """Take away what was said; False where Slack does not let us, and the last words of the turn will."""
    try:
        await streams.drop_all(hearing.key, hearing.place)
    except FAULTS as error:
        log.warning("what was said too early stays for now: %s", reason(error))
        return False
    return True
