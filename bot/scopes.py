"""What the app asks of Slack: each scope with its reason, the scope that each event needs; and what was granted."""

from collections.abc import Mapping
from typing import Any

SCOPES = {
    "app_mentions:read": "to hear when somebody mentions the bot",
    "assistant:write": "Slack adds it to every app with an agent view, which gives the bot its place in the sidebar; to "
    "suggest what one may ask there",
    "channels:history": "to see meeting links and replies in public channels the bot is in, and to find a post of ours "
    "whose answer was lost",
    "channels:read": "to see who reads along, and whether another company does, before a call's content is told there, and "
    "whether the bot is in a channel that shall get a digest",
    "groups:read": "the same for private channels",
    "im:read": "the same for direct messages",
    "mpim:read": "the same for group messages",
    "groups:history": "the same in private channels the bot is in",
    "im:history": "to read what is written to the bot directly",
    "mpim:history": "the same in group messages the bot is in",
    "im:write": "to tell an asker alone what a channel may not see, and a call's or a deal's owner, an assignee or an admin "
    "something directly",
    "chat:write": "to answer, to edit its own messages, and to show a thread as being worked in, with Slack's Stop button",
    "commands": "to hear `/chorister` and the shortcuts *Record this call*, *Summarise this call*, *Push to CRM* and "
    "*Ask Chorister*",
    "links:read": "to hear of links to calls in Chorus (chorus.ai) that people post in channels the bot is in",
    "links:write": "to put a card with the call's title, deal and people under such a link",
    "users:read": "to know who asks, whether they are a guest, and their time zone",
    "users:read.email": "to find the Chorus user with the same e-mail",
}
"""In the order of the README, which has the same table."""

EVENTS = {
    "agent_session_stopped": "",
    "agent_session_title_changed": "",
    "app_context_changed": "",
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "link_shared": "links:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
}
"""Empty: Slack sends it to every app that asks."""

INSTALL_EVENTS = {"app_uninstalled": "", "tokens_revoked": ""}
"""What an app hears besides that people install in their workspaces themselves."""


def granted(headers: Mapping[str, Any]) -> set[str]:
    """The scopes that Slack names beside every answer; empty where it does not."""
    said: Any = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    named = ",".join(said) if isinstance(said, list) else str(said)
    return {scope.strip() for scope in named.split(",")} - {""}


def lacking(headers: Mapping[str, Any]) -> tuple[str, ...]:
    """Those of the manifest that a token was not granted; empty too where Slack does not say."""
    have = granted(headers)
    return tuple(sorted({*SCOPES} - have)) if have else ()
