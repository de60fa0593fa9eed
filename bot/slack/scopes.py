"""What the app asks Slack for, as manifest.yml has it (README.md says why), and what a token was granted."""

from collections.abc import Mapping
from typing import Any

SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "links:read",
    "links:write",
    "mpim:history",
    "mpim:read",
    "users:read",
    "users:read.email",
)


def granted(headers: Mapping[str, Any]) -> set[str]:
    """The scopes that Slack names beside every answer; empty where it does not."""
    said: Any = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    named = ",".join(said) if isinstance(said, list) else str(said)
    return {scope.strip() for scope in named.split(",")} - {""}


def lacking(headers: Mapping[str, Any]) -> tuple[str, ...]:
    """Those of the manifest that a token was not granted; empty too where Slack does not say."""
    have = granted(headers)
    return tuple(sorted({*SCOPES} - have)) if have else ()
