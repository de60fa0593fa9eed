"""The app as Slack is told of it: one source for Socket Mode and for signed HTTP."""

import sys
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.errors import SettingsError
from bot.scopes import EVENTS, INSTALL_EVENTS, SCOPES

EVENTS_PATH = "/slack/events"
REDIRECT_PATH = "/slack/oauth_redirect"
PLACEHOLDER = "https://bot.example.com"
"""Where the bot of the kept manifest.http.yml is reached."""


class Way(Enum):
    """How Slack and the bot meet. The value stands at the head of the manifest."""

    SOCKET = "for Socket Mode and one workspace"
    HTTP = "for signed HTTP and one workspace"
    OAUTH = "for signed HTTP and many workspaces, each of which installs it"


Part = dict[str, Any]


def manifest(way: Way, at: str = "") -> Part:
    """The whole manifest. `at` is the bot's public address, such as https://bot.example.com; Socket Mode needs none."""
    to = {} if way is Way.SOCKET else {"url": at + EVENTS_PATH}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": ABOUT,
        "features": FEATURES | {"slash_commands": [COMMAND | to], "unfurl_domains": ["chorus.ai"]},
        "oauth_config": _oauth(way, at),
        "settings": _settings(way, at),
    }


def _oauth(way: Way, at: str) -> Part:
    back = {"redirect_urls": [at + REDIRECT_PATH]} if way is Way.OAUTH else {}
    return back | {"scopes": {"bot": sorted(SCOPES)}}


def _settings(way: Way, at: str) -> Part:
    to = {} if way is Way.SOCKET else {"request_url": at + EVENTS_PATH}
    events = EVENTS | (INSTALL_EVENTS if way is Way.OAUTH else {})
    return {
        "event_subscriptions": to | {"bot_events": sorted(events)},
        "interactivity": {"is_enabled": True} | to,
        "org_deploy_enabled": way is Way.OAUTH,
        "socket_mode_enabled": way is Way.SOCKET,
        "token_rotation_enabled": way is Way.OAUTH,
    }


class _Dumper(yaml.SafeDumper):
    """Indents lists, as people write them, and repeats what stands twice."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(way: Way, at: str = "") -> str:
    """The manifest as the YAML that people paste."""
    body = yaml.dump(manifest(way, at), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return HEAD.format(way=way.value) + body


def address(text: str) -> str:
    """The public address as Slack takes it: https, a host, and nothing behind it that we would answer differently."""
    url = urlsplit(text.strip())
    if url.scheme != "https" or not url.hostname or url.query or url.fragment:
        raise ValueError("Slack wants a public address such as https://bot.example.com")
    return text.strip().rstrip("/")


def print_manifest(at: str | None, *, oauth: bool) -> int:
    """`chorister manifest`: for Socket Mode, or for the address at which Slack reaches the bot."""
    if oauth and at is None:
        raise SettingsError("--oauth needs --http URL: an install comes back to a public address.")
    way = Way.SOCKET if at is None else Way.OAUTH if oauth else Way.HTTP
    sys.stdout.write(written(way, at or ""))
    return 0


HEAD = """\
# Chorister's Slack app, {way}.
# api.slack.com/apps > Create New App > From a manifest. Every scope is used; the README says for what.
# Written by `chorister manifest` from bot/manifest.py.
"""
ABOUT = {
    "name": "Chorister",
    "description": "Sends the Chorus recorder into calls, proposes CRM updates, warns of deal risk.",
    "background_color": "#1f2a44",
    "long_description": (
        "Paste a Zoom, Google Meet, Microsoft Teams or Webex link and Chorister offers to send the Chorus recorder. Ask it "
        "to push the notes of your last meeting into the CRM and it shows field by field what would change, with the quote "
        "from the call; nothing is written before a person approves. Ask it to review the day's calls and it alerts you to "
        "those where the economic buyer is missing or doubtful. It answers in the thread, with the rights of the person who "
        "asks."
    ),
}
PROMPTS = {
    "Push my last meeting": "Push the notes and framework data from my last meeting into the CRM.",
    "Review today's calls": "Review all meetings from today longer than 30 minutes and alert me where the Economic Buyer is "
    "empty or at risk.",
    "Summarise my last call": "Summarise my last call and list the next steps.",
}
SHORTCUTS = [
    {
        "name": "Record this call",
        "type": "message",
        "callback_id": "record_call",
        "description": "Sends the Chorus recorder to the meeting link in this message",
    },
    {
        "name": "Summarise this call",
        "type": "message",
        "callback_id": "summarise_call",
        "description": "Sums up the recorded call that this message links to or reports on",
    },
    {
        "name": "Push to CRM",
        "type": "message",
        "callback_id": "push_call",
        "description": "Proposes the CRM update of the recorded call that this message links to or reports on",
    },
    {
        "name": "Ask Chorister",
        "type": "global",
        "callback_id": "ask_chorister",
        "description": "Ask from anywhere; the answer comes in your direct messages with Chorister",
    },
]
COMMAND = {
    "command": "/chorister",
    "description": "Sends the recorder; says how things stand; schedules risk digests; connects your Chorus; switches and "
    "field rules for admins.",
    "usage_hint": "help | status | settings | record https://zoom.us/j/... | digest | digests | usage | connect | "
    "writes off | joins off | fields | field Next_Step append",
    "should_escape": False,
}
FEATURES = {
    "agent_view": {
        "agent_description": "Records calls with Chorus, proposes CRM updates from them, and warns of deal risk.",
        "suggested_prompts": [{"title": title, "message": words} for title, words in PROMPTS.items()],
    },
    "app_home": {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    },
    "bot_user": {"display_name": "chorister", "always_online": True},
    "shortcuts": SHORTCUTS,
}
