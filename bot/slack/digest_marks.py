"""A digest that was sent, with what people did with its deals since: a line says so, and its buttons give way to *Undo*."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.risk.standing import Overlay
from bot.slack.blocks import Block, button
from bot.slack.digest_items import ACKNOWLEDGE, SNOOZE, SNOOZES, select
from bot.slack.digest_words import plain
from bot.slack.risk_words import UNDO
from bot.slack.text import dated, escape

ROW, MARK = "risk:", "\n   ✓ "
VALUE = 2000
"""Characters that a button carries."""


def deals_in(blocks: Sequence[Block]) -> list[str]:
    """The deals whose buttons a message has."""
    return [_deal(block) for block in blocks if _deal(block)]


def marked(
    text: str, blocks: Sequence[Block], overlays: Mapping[str, Overlay], now: float
) -> tuple[str, list[Block]]:
    """A message's text and blocks as they are by now; what is not marked any more has its own buttons again."""
    made: list[Block] = []
    for block in blocks:
        if made and (deal := _deal(block)):
            before = made.pop()
            line, row = _pair(before, block, overlays[deal], now)
            text = text.replace(plain(before["text"]["text"]), plain(line["text"]["text"]))
            made += [line, row]
        else:
            made.append(block)
    return text, made


def carried_in(row: Block) -> dict[str, Any]:
    """The deal of a row, which stands on one of its buttons; empty in a row of another kind."""
    values = (
        str(e.get("value", "")) for e in row.get("elements", []) if e.get("action_id") in (ACKNOWLEDGE, UNDO)
    )
    return dict(json.loads(next((value for value in values if value.startswith("{")), "{}")))


def _deal(block: Block) -> str:
    id = str(block.get("block_id") or "")
    return id.removeprefix(ROW) if id.startswith(ROW) and carried_in(block) else ""


def _pair(line: Block, row: Block, overlay: Overlay, now: float) -> tuple[Block, Block]:
    deal = {key: value for key, value in carried_in(row).items() if key != "t"}
    said = _said(deal, overlay, now)
    text = line["text"]["text"].split(MARK)[0] + (f"{MARK}{said}" if said else "")
    first = [button("Undo", UNDO, _value(deal | {"t": overlay.line_click}))] if said else list(_own(deal))
    rest = [each for each in row["elements"] if each.get("action_id") not in (ACKNOWLEDGE, SNOOZE, UNDO)]
    return line | {"text": line["text"] | {"text": text}}, row | {"elements": [*first, *rest]}


def _own(deal: dict[str, Any]) -> Iterator[Block]:
    yield button("Acknowledge", ACKNOWLEDGE, _value(deal))
    yield select("Snooze", SNOOZE, SNOOZES)


def _said(deal: dict[str, Any], overlay: Overlay, now: float) -> str:
    """What was done with a deal as it stands in this message; what was added since is another matter."""
    parts = set(deal["p"])
    if overlay.sleeps(int(deal["l"]), parts, now):
        until = dated(overlay.snoozed_until, "{date_short}")
        return f"snoozed until {until} by <@{escape(overlay.snoozed_by or '')}>"
    return (
        f"acknowledged by <@{escape(overlay.acknowledged_by or '')}>"
        if overlay.is_acknowledged(parts)
        else ""
    )


def _value(deal: dict[str, Any]) -> str:
    """A deal as a button carries it."""
    held = deal | {"p": list(deal["p"])}
    while len(value := json.dumps(held, ensure_ascii=False, separators=(",", ":"))) > VALUE:
        held["p"].pop()
    return value
