"""How messages follow each other: calls and their results, server tools, system messages, the last word."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from sandbox.claude.canonical import Block, stream_of
from sandbox.claude.errors import ApiError, refused
from sandbox.claude.models import Model

_NO_PREFILL = (
    "This model does not support assistant message prefill. The conversation must end with a user message."
)


@dataclass(frozen=True)
class Turn:
    """Consecutive messages of one role, which the API reads as one."""

    role: str
    placed: tuple[tuple[int, int, Block], ...]

    @property
    def blocks(self) -> list[Block]:
        """The blocks without their places."""
        return [block for _, _, block in self.placed]

    def of_type(self, kind: str) -> list[tuple[int, int, Block]]:
        """The blocks of one type, with their places."""
        return [item for item in self.placed if item[2]["type"] == kind]


def sequence_errors(messages: list[dict[str, Any]], model: Model) -> Iterator[ApiError]:
    """Errors between messages; each message alone is already known to be well formed."""
    turns = turns_of(messages)
    yield from _system_errors(messages, model)
    yield from _unique_errors(turns)
    empty = Turn("", ())
    for before, turn in pairwise([empty, *turns]):
        yield from _unexpected_errors(before, turn)
    for turn, after in pairwise([*turns, empty]):
        if turn.role == "assistant":
            yield from _unanswered_errors(turn, after)
            yield from _server_errors(turn, is_last=after is empty)
    yield from _caller_errors(turns)
    if turns and turns[-1].role == "assistant" and not model.allows_prefill and not _may_go_on(turns[-1]):
        yield refused(_NO_PREFILL)


def turns_of(messages: list[dict[str, Any]]) -> list[Turn]:
    """The conversation with consecutive messages of the same role merged."""
    stream = stream_of(messages)
    return [
        Turn(role, tuple((at, index, block) for at, index, _, block in group))
        for role, group in groupby(stream, key=lambda item: item[2])
    ]


def _may_go_on(turn: Turn) -> bool:
    """A turn that paused inside the server's own tool loop is resent as it is, and goes on."""
    last = str(turn.placed[-1][2]["type"])
    return last == "server_tool_use" or (last.endswith("_tool_result") and last != "tool_result")


def _unanswered_errors(turn: Turn, after: Turn) -> Iterator[ApiError]:
    answered: set[str] = set()
    for _, _, block in after.placed if after.role == "user" else ():
        if block["type"] != "tool_result":
            break
        answered.add(block["tool_use_id"])
    open_ids, where = [], 0
    blocks = turn.placed
    for place, (at, _, block) in enumerate(blocks):
        if block["type"] != "tool_use":
            continue
        text_follows = any(later["type"] == "text" for _, _, later in blocks[place + 1 :])
        if text_follows or block["id"] not in answered:
            open_ids.append(block["id"])
            where = at
    if open_ids:
        yield refused(
            f"messages.{where}: `tool_use` ids were found without `tool_result` blocks immediately after: "
            f"{', '.join(open_ids)}. Each `tool_use` block must have a corresponding `tool_result` block in "
            "the next message."
        )


def _unexpected_errors(before: Turn, turn: Turn) -> Iterator[ApiError]:
    calls = {block["id"] for _, _, block in before.of_type("tool_use")}
    waiting = calls if before.role == "assistant" and turn.role == "user" else set()
    for at, index, block in turn.of_type("tool_result"):
        if block["tool_use_id"] not in waiting:
            yield refused(
                f"messages.{at}.content.{index}: unexpected `tool_use_id` found in `tool_result` blocks: "
                f"{block['tool_use_id']}. Each `tool_result` block must have a corresponding `tool_use` "
                "block in the previous message."
            )
        waiting.discard(block["tool_use_id"])
    open_server_calls = [block for block in before.blocks if block["type"] == "server_tool_use"]
    done = {block.get("tool_use_id") for block in before.blocks}
    if calls and any(block["id"] not in done for block in open_server_calls):
        for at, index, block in turn.placed:
            if block["type"] != "tool_result":
                yield refused(f"messages.{at}.content.{index}: only `tool_result` blocks are allowed here")


def _unique_errors(turns: list[Turn]) -> Iterator[ApiError]:
    seen: set[str] = set()
    for turn in turns:
        for at, index, block in turn.placed:
            if block["type"] not in ("tool_use", "server_tool_use"):
                continue
            if turn.role != "assistant":
                yield refused(f"messages.{at}: `{block['type']}` blocks can only be in assistant messages")
            if block["id"] in seen:
                yield refused(f"messages.{at}.content.{index}: `tool_use` ids must be unique")
            seen.add(block["id"])


def _server_errors(turn: Turn, *, is_last: bool) -> Iterator[ApiError]:
    asked = {block["id"]: block for _, _, block in turn.of_type("server_tool_use")}
    done: set[str] = set()
    for at, index, block in turn.placed:
        kind = block["type"]
        if not kind.endswith("_tool_result"):
            continue
        if block["tool_use_id"] not in asked:
            yield refused(
                f"messages.{at}.content.{index}: unexpected `tool_use_id` found in `{kind}` blocks: "
                f"{block['tool_use_id']}. Each `{kind}` block must have a corresponding `server_tool_use` "
                "block before it."
            )
        done.add(block["tool_use_id"])
    if is_last or turn.of_type("tool_use"):
        return
    for number, block in asked.items():
        if number not in done:
            name = block["name"]
            result = "tool_search" if name.startswith("tool_search") else name
            yield refused(
                f"`{name}` tool use with id `{number}` was found without a corresponding "
                f"`{result}_tool_result` block"
            )


def _caller_errors(turns: list[Turn]) -> Iterator[ApiError]:
    known = {b["id"] for turn in turns for b in turn.blocks if b["type"] == "server_tool_use"}
    for turn in turns:
        for _, _, block in turn.of_type("tool_use"):
            source = (block.get("caller") or {}).get("tool_id")
            if source is not None and source not in known:
                yield refused(f"source tool `{source}` not found for tool use block `{block['id']}`")


def _system_errors(messages: list[dict[str, Any]], model: Model) -> Iterator[ApiError]:
    roles = [message["role"] for message in messages]
    for at, role in enumerate(roles):
        if role != "system":
            continue
        if not model.reads_system_messages:
            yield refused("role 'system' is not supported on this model")
        before = next((r for r in reversed(roles[:at]) if r != "system"), None)
        after = next((r for r in roles[at + 1 :] if r != "system"), None)
        if before == "assistant":
            turn = turns_of(messages[:at])[-1] if roles[at - 1] == "assistant" else None
            before = "user" if turn and _may_go_on(turn) else before
        if before != "user":
            yield refused(f"messages.{at}: a system message must come after a user message")
        if after == "user":
            yield refused(f"messages.{at}: a system message must be last or followed by an assistant message")
