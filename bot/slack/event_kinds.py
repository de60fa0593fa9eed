"""What kind of thing Slack has sent, in one word of a few: whoever sends us nonsense cannot make up new ones."""

from collections.abc import Mapping
from typing import Any

EVENTS = {
    "agent_session_stopped",
    "agent_session_title_changed",
    "app_context_changed",
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "link_shared",
    "message",
    "tokens_revoked",
}
CLICKS = {
    "block_actions",
    "block_suggestion",
    "message_action",
    "shortcut",
    "view_closed",
    "view_submission",
}
OTHER = "other"


def kind_of(body: Mapping[str, Any]) -> str:
    """The kind of a request's body."""
    said = body.get("type")
    if said == "event_callback":
        event = body.get("event")
        return _known(event.get("type") if isinstance(event, Mapping) else None, EVENTS)
    return "command" if "command" in body else _known(said, CLICKS)


def _known(said: object, kinds: set[str]) -> str:
    return said if isinstance(said, str) and said in kinds else OTHER


def event_id(body: Mapping[str, Any]) -> str:
    """Slack's id of an event; of a click or a command, which have none, that of its trigger."""
    found = body.get("event_id") or str(body.get("trigger_id") or "").partition(".")[0]
    return found if isinstance(found, str) else ""


def workspace_of(body: Mapping[str, Any]) -> str:
    """The team that sent it."""
    team = body.get("team_id") or body.get("team")
    found = team.get("id") if isinstance(team, Mapping) else team
    return found if isinstance(found, str) else ""
