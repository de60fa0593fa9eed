"""Slack's rules for Block Kit, checked without Slack: what it would refuse, and why.

`check_message`, `check_view` and `check_blocks` return a list of problems, empty when Slack would take the payload.
"""

from collections.abc import Iterator
from typing import Any

from sandbox.slack.block_kinds import KINDS, MARKDOWN_LIMIT
from sandbox.slack.block_tables import TABLES
from sandbox.slack.block_texts import (
    ID_LIMIT,
    Problems,
    array,
    items,
    one_of,
    plain,
    plains,
    problem,
    strings,
)
from sandbox.slack.elements import interactive
from sandbox.slack.journal import Json

BLOCK_LIMITS = {"message": 50, "modal": 100, "home": 100}
_EVERYWHERE = {"section", "header", "context", "actions", "divider", "image", "input", "rich_text", "video"}
_EVERYWHERE |= {"card", "container"}
_TABULAR = {"table", "data_table", "data_visualization", "carousel"}
SURFACES = {
    "message": _EVERYWHERE | _TABULAR | {"markdown", "task_card", "plan", "context_actions", "call"},
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE | _TABULAR,
}
_CHECKS = {**KINDS, **TABLES}


def check_message(payload: Json) -> list[str]:
    """Return what Slack would refuse in the arguments of a chat.postMessage."""
    problems: list[str] = []
    text, markdown = payload.get("text") or "", payload.get("markdown_text")
    blocks = payload.get("blocks")
    if not (text or markdown or blocks or payload.get("attachments")):
        problems.append(problem("", "no_text"))
    if markdown is not None:
        if text or blocks:
            problems.append(problem("/markdown_text", "markdown_text_conflict"))
        problems += strings(payload, "", {"markdown_text": MARKDOWN_LIMIT})
    if len(text) > 40_000:
        problems.append(problem("/text", "text is cut at 40000 characters"))
    problems += array(payload.get("attachments", []), "/attachments", 0, 100)
    for index, attachment in items(payload.get("attachments")):
        problems += check_blocks(attachment.get("blocks", []), "message", f"/attachments/{index}/blocks")
    return problems + (check_blocks(blocks, "message") if blocks is not None else [])


def check_view(view: Json) -> list[str]:
    """Return what Slack would refuse in a modal or a Home tab."""
    kind = view.get("type")
    problems = list(one_of(kind, "/type", ("modal", "home")))
    if kind == "modal":
        problems += plain(view.get("title"), "/title", 24)
        problems += plains(view, "", {"submit": 24, "close": 24})
        has_inputs = any(block.get("type") == "input" for _, block in items(view.get("blocks")))
        if has_inputs and not view.get("submit"):
            problems.append(problem("/submit", "a modal with an input block needs submit"))
    elif kind == "home":
        problems += [
            problem(f"/{key}", "not allowed on a home tab") for key in ("submit", "close") if view.get(key)
        ]
    limits = {"private_metadata": 3000, "callback_id": ID_LIMIT, "external_id": ID_LIMIT}
    problems += strings({key: value for key, value in view.items() if value != ""}, "", limits)
    surface = "home" if kind == "home" else "modal"
    return problems + check_blocks(view.get("blocks"), surface)


def check_blocks(blocks: Any, surface: str = "message", path: str = "/blocks") -> list[str]:
    """Return what Slack would refuse in these blocks on a surface: message, modal or home."""
    if not isinstance(blocks, list):
        return [problem(path, "must be an array")]
    least = 1 if surface == "modal" else 0
    problems = list(array(blocks, path, least, BLOCK_LIMITS[surface]))
    for index, block in enumerate(blocks):
        problems += _check_block(block, f"{path}/{index}", surface)
    return [*problems, *_across(blocks, path)]


def _check_block(block: Any, path: str, surface: str) -> Problems:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in _CHECKS:
        yield problem(f"{path}/type", f"unsupported type: {kind}")
        return
    if kind not in SURFACES[surface]:
        yield problem(f"{path}/type", f"{kind} is not allowed in a {surface}")
    yield from strings(block, path, {"block_id": ID_LIMIT})
    yield from _CHECKS[kind](block, path)
    for index, child in items(block.get("child_blocks")):
        yield from _check_block(child, f"{path}/child_blocks/{index}", surface)


def _across(blocks: list[Any], path: str) -> Problems:
    """Check what concerns several blocks at once."""
    whole = list(_walk(blocks))
    if sum(block.get("type") in ("table", "data_table") for block in whole) > 1:
        yield problem(path, "only_one_table_allowed")
    if sum(block.get("type") == "data_visualization" for block in whole) > 2:
        yield problem(path, "no more than 2 data_visualization blocks allowed")
    written = sum(len(block.get("text") or "") for block in whole if block.get("type") == "markdown")
    if written > MARKDOWN_LIMIT:
        yield problem(path, f"markdown blocks must have less than {MARKDOWN_LIMIT + 1} characters together")
    ids = [block["block_id"] for block in whole if block.get("block_id")]
    for doubled in sorted({one for one in ids if ids.count(one) > 1}):
        yield problem(path, f"block_id must be unique: {doubled}")
    yield from _doubled_actions(whole, path)


def _doubled_actions(whole: list[Json], path: str) -> Problems:
    for block in whole:
        ids = [element["action_id"] for _, element in interactive([{**block, "child_blocks": []}])]
        for doubled in sorted({one for one in ids if isinstance(one, str) and ids.count(one) > 1}):
            yield problem(path, f"action_id must be unique within its block: {doubled}")


def _walk(blocks: list[Any]) -> Iterator[Json]:
    for _, block in items(blocks):
        yield block
        yield from _walk(block.get("child_blocks") or [])
