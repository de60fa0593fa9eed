"""Modals and Home tabs: opened, stacked, replaced and closed by Slack's rules."""

import copy
from collections.abc import Callable

from sandbox.slack.errors import SlackRefusal
from sandbox.slack.identity import Identity
from sandbox.slack.journal import Json

STACK_LIMIT = 3
OWNED = ("title", "submit", "close", "blocks", "private_metadata", "callback_id", "external_id")
SWITCHES = ("clear_on_close", "notify_on_close", "submit_disabled")


class Views:
    """Every view that is open: a stack of modals and a Home tab for each user."""

    def __init__(self, me: Identity, next_ts: Callable[[], str]) -> None:
        self._me = me
        self._next_ts = next_ts
        self.all: dict[str, Json] = {}
        self.stacks: dict[str, list[str]] = {}
        self.homes: dict[str, Json] = {}

    def open(self, user: str, view: Json) -> Json:
        """Open a modal in front of everything else the user has open."""
        made = self._make(view)
        made["root_view_id"] = made["id"]
        self.stacks[user] = [made["id"]]
        return self._keep(made)

    def push(self, user: str, view: Json) -> Json:
        """Put a modal on top of the one the user is in."""
        stack = self.stacks.get(user, [])
        if not stack:
            raise SlackRefusal("not_found")
        if len(stack) >= STACK_LIMIT:
            raise SlackRefusal("push_limit_reached")
        made = self._make(view)
        made.update(root_view_id=stack[0], previous_view_id=stack[-1])
        stack.append(made["id"])
        return self._keep(made)

    def update(
        self, view: Json, *, view_id: str | None, external_id: str | None, expected: str | None
    ) -> Json:
        """Replace what an open view shows."""
        old = self._find(view_id, external_id)
        if old is None or not self.is_open(old["id"]):
            raise SlackRefusal("not_found")
        if expected and expected != old["hash"]:
            raise SlackRefusal("hash_conflict")
        made = self._make(view, old)
        made.update({key: old[key] for key in ("id", "root_view_id", "previous_view_id")})
        return self._keep(made)

    def publish(self, user: str, view: Json, expected: str | None) -> Json:
        """Show a Home tab to one user."""
        old = self.homes.get(user)
        if old and expected and expected != old["hash"]:
            raise SlackRefusal("hash_conflict")
        made = self._make(view, old)
        if old:
            made["id"] = old["id"]
        made["root_view_id"] = made["id"]
        self.homes[user] = self._keep(made)
        return made

    def close(self, user: str, view_id: str) -> None:
        """Close one modal of the user's."""
        self.stacks[user] = [v for v in self.stacks.get(user, []) if v != view_id]

    def clear(self, user: str) -> None:
        """Close all modals of the user's."""
        self.stacks[user] = []

    def is_open(self, view_id: str) -> bool:
        """Whether somebody has this view in front of them."""
        return any(view_id in stack for stack in self.stacks.values())

    def top(self, user: str) -> Json | None:
        """Return the modal the user looks at."""
        stack = self.stacks.get(user, [])
        return self.all[stack[-1]] if stack else None

    def _find(self, view_id: str | None, external_id: str | None) -> Json | None:
        if view_id:
            return self.all.get(view_id)
        return next((v for v in self.all.values() if external_id and v["external_id"] == external_id), None)

    def _keep(self, view: Json) -> Json:
        self.all[view["id"]] = view
        return view

    def _make(self, view: Json, old: Json | None = None) -> Json:
        twin = self._find(None, view.get("external_id"))
        if twin is not None and twin is not old and self.is_open(twin["id"]):
            raise SlackRefusal("duplicate_external_id")
        given = copy.deepcopy({key: view.get(key) for key in OWNED})
        number = self._next_ts()
        for index, block in enumerate(given["blocks"] or []):
            block.setdefault("block_id", f"v{index:03d}")
        return {
            "id": f"V{number.replace('.', '')}",
            "team_id": self._me.team_id,
            "type": view.get("type", "modal"),
            **given,
            "private_metadata": given["private_metadata"] or "",
            "callback_id": given["callback_id"] or "",
            "external_id": given["external_id"] or "",
            "state": {"values": {}},
            "hash": f"{number}.h",
            **{key: bool(view.get(key, False)) for key in SWITCHES},
            "root_view_id": None,
            "previous_view_id": None,
            "app_id": self._me.app_id,
            "app_installed_team_id": self._me.team_id,
            "bot_id": self._me.bot_id,
        }
