"""users.*: who people are, and which Slack account has an address."""

import copy

from sandbox.slack.errors import SlackRefusal
from sandbox.slack.journal import Json
from sandbox.slack.limits import TIER_2, TIER_3, TIER_4
from sandbox.slack.methods.places import page, user_of
from sandbox.slack.registry import method
from sandbox.slack.workspace import Workspace


@method("users.info", TIER_4, needs=("user",))
def info(workspace: Workspace, args: Json) -> Json:
    """Describe one user."""
    return {"user": copy.deepcopy(user_of(workspace, args["user"]))}


@method("users.lookupByEmail", TIER_3, needs=("email",))
def lookup_by_email(workspace: Workspace, args: Json) -> Json:
    """Find the user with an address; deleted users are not found."""
    wanted = str(args["email"]).lower()
    for user in workspace.users.values():
        if user["profile"].get("email", "").lower() == wanted and not user["deleted"]:
            return {"user": copy.deepcopy(user)}
    raise SlackRefusal("users_not_found")


@method("users.list", TIER_2)
def list_users(workspace: Workspace, args: Json) -> Json:
    """List everybody of this workspace, page by page."""
    own = [u for u in workspace.users.values() if u["team_id"] == workspace.me.team_id]
    found, cursor = page(own, args, default=1000)
    stamp = int(workspace.clock.now().timestamp())
    return {"members": copy.deepcopy(found), "cache_ts": stamp, "response_metadata": {"next_cursor": cursor}}
