"""A company at a fixed moment, a world without a bot, and messages as the bot posts them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from sandbox.company import Company
from sandbox.tour.spelling import Said, Spelling
from sandbox.tour.window import Window
from sandbox.world import World

NOW = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)


@pytest.fixture
def company() -> Company:
    return Company(1, NOW)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with World(1, NOW) as world:
        yield world


@pytest.fixture
def window(world) -> Window:
    names = {id: user["real_name"] for id, user in world.slack.workspace.users.items()}
    return Window(world, Spelling(names, "UTC"))


@pytest.fixture
def console() -> Console:
    return Console(file=StringIO(), width=80, force_terminal=False, highlight=False)


@pytest.fixture
def printed(console):
    return lambda: console.file.getvalue()


@pytest.fixture
def a_said():
    def make(*groups: tuple[str, ...], ts: str = "1.0", **more: Any) -> Said:
        return Said(
            ts, "Chorister", "16:30:00", groups, "thread 1", **{"is_reply": True, "by_bot": True} | more
        )

    return make


def tick(field: str, *, ticked: bool) -> dict[str, Any]:
    option = {"text": {"type": "plain_text", "text": "Write"}, "value": field}
    box = {"type": "checkboxes", "action_id": "tick", "options": [option]}
    return {
        "type": "section",
        "block_id": f"tick:{field}",
        "text": {"type": "mrkdwn", "text": f"*{field}*\n_empty_ → *new*"},
        "accessory": box | ({"initial_options": [option]} if ticked else {}),
    }


@pytest.fixture
def card() -> dict[str, Any]:
    """A card with one ticked and one empty box and two buttons."""
    buttons = [
        {
            "type": "button",
            "action_id": name.lower(),
            "text": {"type": "plain_text", "text": name},
            "value": "7",
        }
        for name in ("Approve", "Decline")
    ]
    return {
        "ts": "2.0",
        "bot_id": "BCHORISTER",
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": "CRM update: your decision"}},
            tick("Metrics", ticked=True),
            tick("Champion", ticked=False),
            {"type": "actions", "block_id": "decide", "elements": buttons},
        ],
    }
