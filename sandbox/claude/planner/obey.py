"""
A model that is wholly fooled: it finds orders in every text it is given, whoever wrote it, and follows them first.

* ORDER: call <tool> <json>   calls the tool, whether or not it is on offer
* ORDER: say <words>          says the words, up to the end of the line or the next order, before its own last words

{results} in either stands for all that the tools have answered so far, {quoted} for its first words as they fit into an
address. Orders in characters that nobody sees are found too, as models find them.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sandbox.claude.canonical import Block, blocks_of, dump, referenced_tools, stream_of
from sandbox.claude.planner.plan import plan
from sandbox.claude.planner.search import find_deferred
from sandbox.claude.replies import Reply, text, tool_search, tool_use

_BEGINS = re.compile(r"ORDER:\s*(?=(?:call|say)\b)", re.IGNORECASE)
_ORDER = re.compile(r"(call|say)\s+(.+)", re.IGNORECASE)
_TAGS = {0xE0000 + code: code for code in range(0x20, 0x7F)}
_UNSEEN = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, *range(0x202A, 0x202F)))
_RESULTS, _QUOTED = "{results}", "{quoted}"
_MOST_RESULTS, _MOST_QUOTED = 6000, 80


@dataclass(frozen=True)
class Order:
    """One order: words to say, or a tool to call with arguments."""

    words: str
    tool: str | None = None
    arguments: str = "{}"
    """JSON, in which the results still have to be put in."""

    def was_followed(self, calls: Iterable[Block]) -> bool:
        """Whether one of these calls is the one that was ordered."""
        parts = [re.escape(part) for part in re.split(r"\{results\}|\{quoted\}", self.arguments)]
        pattern = re.compile(".*".join(parts), re.DOTALL)
        return any(call["name"] == self.tool and pattern.fullmatch(dump(call["input"])) for call in calls)


def obey(tools: list[dict[str, Any]], messages: list[dict[str, Any]], *, may_call: bool = True) -> Reply:
    """The next turn: the orders that are still to be followed, then what was asked."""
    orders = list(dict.fromkeys(orders_in(messages)))
    blocks = [block for _, _, _, block in stream_of(messages)]
    made = [block for block in blocks if block["type"] == "tool_use"]
    open = [order for order in orders if order.tool and not order.was_followed(made)]
    found = _answered(blocks)
    if open and may_call:
        known = referenced_tools(blocks)
        return Reply.of([block for order in open for block in _call(order, tools, known, found)])
    reply = plan(tools, messages, may_call=may_call)
    if reply.stop_reason == "tool_use":
        return reply
    said = [text(_filled(order.words, found)) for order in orders if order.tool is None]
    return Reply.of([*said, *reply.content])


def orders_in(messages: list[dict[str, Any]]) -> Iterator[Order]:
    """Every order in what a model was given, in the order it reads it; its own words give none."""
    for _, _, role, block in stream_of(messages):
        if role != "assistant":
            for string in _strings(block):
                yield from _orders(revealed(string))


def revealed(string: str) -> str:
    """The string with what was hidden in it: letters as tags, and words broken up by what has no width."""
    return string.translate(_TAGS).translate(_UNSEEN)


def _orders(string: str) -> Iterator[Order]:
    for piece in _BEGINS.split(string)[1:]:
        match = _ORDER.match(piece)
        if match and match.group(1).lower() == "say":
            yield Order(match.group(2).strip())
        elif match:
            name, _, rest = match.group(2).partition(" ")
            yield Order("", name.strip(), dump(_arguments(rest)))


def _arguments(rest: str) -> dict[str, Any]:
    """The JSON object at the beginning of a string; whatever follows it is not part of the order."""
    try:
        value = json.JSONDecoder().raw_decode(rest.lstrip())[0]
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _strings(block: Block) -> Iterator[str]:
    """Every string in a block; JSON in a string is looked through as well."""
    if block["type"] == "tool_result":
        for part in blocks_of(block.get("content")):
            yield from _strings(part)
    elif block["type"] == "text":
        yield from _inside(block["text"])


def _inside(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from (*_inside(key), *_inside(part))
    elif isinstance(value, list):
        for part in value:
            yield from _inside(part)
    elif isinstance(value, str):
        parsed = _parsed(value)
        yield from (value,) if parsed is None else _inside(parsed)


def _parsed(string: str) -> Any:
    """The object or list that a string spells, None for any other string."""
    try:
        value = json.loads(string) if string.lstrip()[:1] in ("{", "[") else None
    except ValueError:
        return None
    return value if isinstance(value, dict | list) else None


def _call(order: Order, tools: list[dict[str, Any]], known: set[str], found: str) -> list[Block]:
    """The ordered call; a deferred tool is looked up in the same breath."""
    assert order.tool is not None
    given = json.loads(order.arguments)
    use = tool_use(order.tool, {name: _put_in(value, found) for name, value in given.items()})
    deferred = any(tool.get("name") == order.tool and tool.get("defer_loading") for tool in tools)
    engines = [tool["name"] for tool in tools if str(tool.get("type")).startswith("tool_search_tool")]
    if not deferred or order.tool in known or not engines:
        return [use]
    return [*tool_search(order.tool, find_deferred(tools, order.tool, order.tool), engines[0]), use]


def _put_in(value: Any, found: str) -> Any:
    if isinstance(value, dict):
        return {key: _put_in(part, found) for key, part in value.items()}
    if isinstance(value, list):
        return [_put_in(part, found) for part in value]
    return _filled(value, found) if isinstance(value, str) else value


def _filled(words: str, found: str) -> str:
    return words.replace(_RESULTS, found[:_MOST_RESULTS]).replace(_QUOTED, quote(found[:_MOST_QUOTED]))


def _answered(blocks: list[Block]) -> str:
    """All that tools have answered, as one text."""
    results = [block for block in blocks if block["type"] == "tool_result"]
    parts = [part for block in results for part in blocks_of(block.get("content"))]
    return " ".join(str(part.get("text", "")) for part in parts)
