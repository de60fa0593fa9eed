"""Slack's last words: those that are not about us start nothing. What the others start is in tests/stories."""

from typing import Any

import pytest

from bot.workspace import HOME, within
from handlers.installs import taken_away


@pytest.mark.parametrize(
    "workspace, event",
    [
        (HOME, {"type": "app_uninstalled"}),
        (HOME, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}),
        ("T1", {"type": "tokens_revoked", "tokens": {"oauth": ["UANA"], "bot": []}}),
        ("T1", {"type": "tokens_revoked", "tokens": {"oauth": ["UANA"]}}),
        ("T1", {"type": "tokens_revoked"}),
    ],
)
async def test_a_person_s_token_and_the_one_workspace_of_the_settings_start_nothing(
    workspace: str, event: dict[str, Any]
) -> None:
    with within(workspace):
        await taken_away(event, {"event_id": "Ev1"})  # no engine runs here: a story could not begin


async def test_a_bot_s_token_starts_a_story() -> None:
    with within("T1"), pytest.raises(Exception, match="DBOS"):
        await taken_away({"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}, {"event_id": "Ev1"})
