"""The few blocks our messages are made of, as plain dicts. Limits: reference of Slack's Block Kit, checked in tests."""

from typing import Any

Block = dict[str, Any]

LONGEST_VALUE = 2000
"""Characters of a button's value that Slack takes."""


def section(text: str, **more: Any) -> Block:
    """A paragraph of escaped mrkdwn. verbatim: Slack links and mentions only what we wrote as such."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:3000], "verbatim": True}, **more}


def plain_text(text: str) -> Block:
    """Words that are not read as markup: no mention, link or emoji comes out of them."""
    return {"type": "plain_text", "text": text, "emoji": False}


def header(text: str) -> Block:
    """A heading of at most 150 characters, plain text."""
    return {"type": "header", "text": {"type": "plain_text", "text": text[:150]}}


def context(*texts: str) -> Block:
    """Small print."""
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": t[:3000], "verbatim": True} for t in texts[:10]],
    }


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def actions(block_id: str, *elements: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": block_id[:255], "elements": list(elements)}


def button(text: str, action_id: str, value: str, style: str | None = None) -> Block:
    """
    A button. Its value names what was shown (a proposal's id, a link); what a click may do is checked afresh. Half a value
    names nothing, so one that is too long for Slack raises ValueError.
    """
    if len(value) > LONGEST_VALUE:
        raise ValueError(f"a button's value of {len(value)} characters")
    made: Block = {
        "type": "button",
        "text": {"type": "plain_text", "text": text[:75]},
        "action_id": action_id,
        "value": value,
    }
    return made | ({"style": style} if style else {})


def confirmed(button: Block, question: str, yes: str) -> Block:
    """The button with a question that has to be answered before the click counts."""
    asked = {"type": "plain_text", "text": question[:300]}
    answers = {
        "confirm": {"type": "plain_text", "text": yes[:30]},
        "deny": {"type": "plain_text", "text": "Cancel"},
    }
    return button | {
        "confirm": {"title": {"type": "plain_text", "text": "Are you sure?"}, "text": asked} | answers
    }


def tick(action_id: str, value: str, *, ticked: bool, label: str = "Write") -> Block:
    """One checkbox beside a section."""
    option = {"text": {"type": "plain_text", "text": label[:75]}, "value": value[:150]}
    made: Block = {"type": "checkboxes", "action_id": action_id, "options": [option]}
    return made | ({"initial_options": [option]} if ticked else {})
