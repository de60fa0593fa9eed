"""views.*: modals and the Home tab."""

import copy
import json
from typing import Any

from sandbox.slack.blocks import check_view
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.journal import Json
from sandbox.slack.limits import TIER_4
from sandbox.slack.methods.places import user_of
from sandbox.slack.registry import method
from sandbox.slack.workspace import Workspace

SIZE_LIMIT = 250_000


@method("views.open", TIER_4, needs=("trigger_id", "view"))
def open_view(workspace: Workspace, args: Json) -> Json:
    """Open a modal, within three seconds of the interaction."""
    view = _checked(args["view"], "modal")
    trigger = workspace.tickets.redeem(args["trigger_id"])
    return _answer(workspace, workspace.views.open(trigger.user, view))


@method("views.push", TIER_4, needs=("trigger_id", "view"))
def push_view(workspace: Workspace, args: Json) -> Json:
    """Put a modal on top of the one the trigger came from."""
    view = _checked(args["view"], "modal")
    trigger = workspace.tickets.redeem(args["trigger_id"])
    return _answer(workspace, workspace.views.push(trigger.user, view))


@method("views.update", TIER_4, needs=("view",))
def update_view(workspace: Workspace, args: Json) -> Json:
    """Replace an open modal."""
    view = _checked(args["view"], "modal")
    updated = workspace.views.update(
        view, view_id=args.get("view_id"), external_id=args.get("external_id"), expected=args.get("hash")
    )
    return _answer(workspace, updated)


@method("views.publish", TIER_4, needs=("user_id", "view"))
def publish_view(workspace: Workspace, args: Json) -> Json:
    """Set what a user sees on the Home tab."""
    view = _checked(args["view"], "home")
    user = user_of(workspace, args["user_id"])
    return _answer(workspace, workspace.views.publish(user["id"], view, args.get("hash")))


def _checked(view: Any, kind: str) -> Json:
    if not isinstance(view, dict):
        raise SlackRefusal.with_messages("invalid_arguments", ["failed to match all allowed schemas"])
    if view.get("type") != kind:
        raise SlackRefusal.with_messages("invalid_arguments", [f"must be a {kind} [json-pointer:/view/type]"])
    if len(json.dumps(view)) > SIZE_LIMIT:
        raise SlackRefusal("view_too_large")
    if problems := check_view(view):
        raise SlackRefusal.with_messages("invalid_arguments", problems, errors=problems)
    return view


def _answer(workspace: Workspace, view: Json) -> Json:
    workspace.changes.happened()
    return {"view": copy.deepcopy(view)}
