"""The form behind Edit: one input for each field of a card. Nothing is written by it; the card is shown again."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.proposals.proposal import SHOWN, Adding, Change, Proposal
from bot.proposals.shown import units
from bot.risk.gaps import text_of
from bot.slack import modals
from bot.slack.blocks import Block, plain_text, section
from bot.slack.card_rows import short
from bot.slack.modals import INPUT, OPTION, VALUE, option
from bot.slack.text import escape

FORM = "proposal_edit"
TITLE = "Edit CRM update"
OPTIONS = 100
"""Choices of a select."""
HINTED = 150
"""Characters of what a field holds and of its picklist, in the hint under an input."""
VIEW = 240_000
"""Bytes of a form; Slack refuses one of more than 250 kB."""


def form(proposal: Proposal, channel: str, thread: str, card_ts: str, ticked: Sequence[str]) -> Block:
    """The modal of a card. What it belongs to travels in it, and is checked against the store when it is sent."""
    place = {
        "id": proposal.id,
        "digest": proposal.digest[:SHOWN],
        "channel": channel,
        "thread": thread,
        "card": card_ts,
        "ticked": list(ticked),
    }
    made = _modal(proposal, place, selects=True)
    # Long picklists in many fields are too much for one form: then they are typed.
    return made if len(json.dumps(made)) <= VIEW else _modal(proposal, place, selects=False)


def _modal(proposal: Proposal, place: Mapping[str, Any], *, selects: bool) -> Block:
    name = short(proposal.opportunity_name or proposal.opportunity_id, 120) or "No deal is chosen yet"
    about = f"*{name}*\nNothing is written by this form: the card is shown again with your values."
    rows = [_field(n, change, selects=selects) for n, change in enumerate(proposal.changes)]
    return modals.form(FORM, TITLE, place, [section(about), *rows], "Update the card")


def notice(title: str, say: str) -> Block:
    """A modal that only says something of ours."""
    return modals.notice(title, escape(say))


def values(view: Mapping[str, Any]) -> dict[int, str | None]:
    """What was typed, by row; None where a field was left empty."""
    typed: dict[int, str | None] = {}
    for block_id, held in view["state"]["values"].items():
        kind, _, n = block_id.partition(":")
        if kind == "field":
            chosen = held[VALUE].get("selected_option") or {}
            typed[int(n)] = chosen.get("value") or held[VALUE].get("value") or None
    return typed


def errors(found: Mapping[int, str]) -> dict[str, Any]:
    """What is wrong with which field, as the acknowledgement takes it."""
    return modals.errors({f"field:{n}": say for n, say in found.items()})


def _field(n: int, change: Change, *, selects: bool) -> Block:
    text = text_of(change.proposed)
    if units(text) > INPUT:
        why = "This value is too long for Slack's form, so it cannot be edited here. It stays as it is."
        return section(f"*{short(change.label, 150)}*\n{why}")
    select = selects and _fits_select(change)
    return {
        "type": "input",
        "block_id": f"field:{n}",
        "optional": True,
        "label": plain_text(_plain(change.label, 150) or _plain(change.field_name, 150)),
        "hint": plain_text(_hint(change, listed=bool(change.choices) and not select)),
        "element": _select(change, text) if select else _input(text),
    }


def _fits_select(change: Change) -> bool:
    short_ones = all(0 < units(choice) <= OPTION for choice in change.choices)
    return 0 < len(change.choices) <= OPTIONS and short_ones


def _input(text: str) -> Block:
    made: Block = {"type": "plain_text_input", "action_id": VALUE, "multiline": True, "max_length": INPUT}
    return made | ({"initial_value": text} if text else {})


def _select(change: Change, text: str) -> Block:
    options = [option(choice, choice) for choice in dict.fromkeys(change.choices)]
    made: Block = {"type": "static_select", "action_id": VALUE, "options": options}
    held = next((one for one in options if one["value"] == text), None)
    return made | ({"initial_option": held} if held else {})


def _hint(change: Change, *, listed: bool) -> str:
    """What the field holds, what a write does to it, what it takes, and how to leave it out."""
    now = _plain(text_of(change.now), HINTED)
    held = (
        (f"Holds now: {now}" if now else "Empty now")
        if change.now_known
        else "Nobody knows what it holds now"
    )
    does = "Your words are added to that." if change.adding is not Adding.NO else "Your value replaces that."
    said = [held.removesuffix(".") + ".", *([does] if now or not change.now_known else [])]
    said += [f"{change.stamp} is put before your words."] if change.stamp else []
    said += [f"It takes one of: {_plain(', '.join(change.choices), HINTED)}."] if listed else []
    none_chosen = not listed and change.choices and text_of(change.proposed) not in change.choices
    empty = (
        "If you choose nothing, it stays as it is."
        if none_chosen
        else "Leave it empty to leave the field out."
    )
    return " ".join([*said, empty])


def _plain(text: str, limit: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"
