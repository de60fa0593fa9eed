"""What the app's manifest declares: the shortcuts and commands that Slack would offer for it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


@dataclass(frozen=True)
class Shortcut:
    """An entry of a menu."""

    name: str
    callback_id: str


@dataclass(frozen=True)
class Installed:
    """The app as it was installed."""

    on_messages: tuple[Shortcut, ...] = ()
    everywhere: tuple[Shortcut, ...] = ()
    commands: tuple[str, ...] = ()
    prompts: tuple[tuple[str, str], ...] = ()
    """(title, message) of each prompt that is suggested where nobody has written yet."""


def installed(manifest: Path = MANIFEST) -> Installed:
    """Read a manifest; an app without one offers nothing."""
    if not manifest.exists():
        return Installed()
    features: dict[str, Any] = yaml.safe_load(manifest.read_text("utf-8")).get("features", {})
    shortcuts = features.get("shortcuts", [])
    prompts = features.get("agent_view", {}).get("suggested_prompts", [])
    return Installed(
        on_messages=_of_kind("message", shortcuts),
        everywhere=_of_kind("global", shortcuts),
        commands=tuple(command["command"] for command in features.get("slash_commands", [])),
        prompts=tuple((prompt["title"], prompt["message"]) for prompt in prompts),
    )


def _of_kind(kind: str, shortcuts: list[dict[str, Any]]) -> tuple[Shortcut, ...]:
    return tuple(Shortcut(one["name"], one["callback_id"]) for one in shortcuts if one["type"] == kind)
