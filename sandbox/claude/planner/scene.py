"""Where a conversation stands: who asked what last, and which tools have answered since."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.claude.canonical import Block, referenced_tools, stream_of
from sandbox.claude.planner.results import known, parse, sentence
from sandbox.claude.planner.wish import Wish, clean, links_in

_NUDGE = re.compile(r"(please )?(continue|go on|carry on)[.! ]*", re.IGNORECASE)
_DATE = re.compile(r"current date:?\s*(\d{4}-\d{2}-\d{2})", re.IGNORECASE)
_ZONE = re.compile(r"\b((?:[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?)|UTC)\b")


@dataclass(frozen=True)
class Step:
    """One tool call and what came back."""

    name: str
    input: dict[str, Any]
    value: Any = None
    failed: bool = False

    @property
    def trouble(self) -> str:
        """What went wrong, in the result's own words."""
        return known(self.value) or sentence(self.value) or "the tool failed without saying why"


@dataclass(frozen=True)
class Turn:
    """What a person asked, and the calls made for it that have results, in order."""

    wish: Wish
    steps: list[Step]

    def of(self, part: str) -> list[Step]:
        """The steps of tools whose name contains this part."""
        return [step for step in self.steps if part in step.name]


class Scene:
    """One request's view: the tools on offer, the last wish, the steps since, the date."""

    def __init__(self, tools: list[dict[str, Any]], messages: list[dict[str, Any]], may_call: bool) -> None:
        self.tools = tools
        self.may_call = may_call
        self._stream = list(stream_of(messages))
        self._asked_at, self.wish = self._last_wish()

    @cached_property
    def steps(self) -> list[Step]:
        """The calls made for the last wish that have results, in order."""
        return self._steps(self._asked_at, len(self._stream))

    @cached_property
    def referenced(self) -> set[str]:
        """Deferred tools that have been found already."""
        return referenced_tools(block for _, _, _, block in self._stream)

    @cached_property
    def today(self) -> date | None:
        """The date the conversation was told, if any."""
        found = [match for text in self._context() for match in _DATE.findall(text)]
        return date.fromisoformat(found[-1]) if found else None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The asker's time zone, UTC when none was told."""
        for text in reversed(list(self._context())):
            for name in _ZONE.findall(text):
                try:
                    return ZoneInfo(name)
                except ZoneInfoNotFoundError:
                    continue
        return ZoneInfo("UTC")

    @property
    def earlier_wishes(self) -> list[Wish]:
        """What people said before the last wish, newest first."""
        return [Wish(words) for _, words in reversed(self._wishes())][1:]

    @property
    def links_at_hand(self) -> list[str]:
        """Links in the labelled context beside people's words, the newest first."""
        said = [
            block["text"] for _, _, role, block in self._stream if role == "user" and block["type"] == "text"
        ]
        return [link for text in reversed(said) if _is_material(text) for link in links_in(text)]

    @cached_property
    def earlier(self) -> list[Turn]:
        """The turns before the last wish, newest first."""
        said = self._wishes()
        ends = [at for at, _ in said[1:]]
        turns = [
            Turn(Wish(words), self._steps(at, end)) for (at, words), end in zip(said, ends, strict=False)
        ]
        return turns[::-1]

    def of(self, part: str) -> list[Step]:
        """The steps of tools whose name contains this part."""
        return [step for step in self.steps if part in step.name]

    def outcome(self, part: str, input: dict[str, Any], key: str | None = None) -> Step | None:
        """The step that settled this call; a failure only counts if exactly this was sent."""
        for step in self.of(part):
            if step.failed and step.input == input:
                return step
            if not step.failed and (key is None or step.input.get(key) == input.get(key)):
                return step
        return None

    def _steps(self, after: int, before: int) -> list[Step]:
        calls: dict[str, Block] = {}
        steps = []
        for _, _, _, block in self._stream[after + 1 : before]:
            if block["type"] == "tool_use":
                calls[block["id"]] = block
            elif block["type"] == "tool_result" and block["tool_use_id"] in calls:
                call = calls.pop(block["tool_use_id"])
                value = parse(block.get("content"))
                steps.append(Step(call["name"], call["input"], value, bool(block.get("is_error"))))
        return steps

    def _last_wish(self) -> tuple[int, Wish]:
        wishes = self._wishes()
        at, words = wishes[-1] if wishes else (-1, "")
        return at, Wish(words)

    def _wishes(self) -> list[tuple[int, str]]:
        """Place and words of what people said; of several texts in one message, the last counts."""
        said: dict[int, tuple[int, str]] = {}
        for at, (message, _, role, block) in enumerate(self._stream):
            if role != "user" or block["type"] != "text" or _is_material(block["text"]):
                continue
            words = clean(block["text"])
            if words and not _NUDGE.fullmatch(words):
                said[message] = (at, words)
        return list(said.values())

    def _context(self) -> Iterator[str]:
        for _, _, role, block in self._stream:
            if role == "system" and block["type"] == "text":
                yield block["text"]


def _is_material(text: str) -> bool:
    """Whether a text is labelled as data rather than said by the person."""
    try:
        value = json.loads(text)
    except ValueError:
        return False
    return isinstance(value, dict) and bool(value.get("untrusted"))
