"""reactions.*: the small signs under a message."""

from sandbox.slack.errors import SlackRefusal
from sandbox.slack.journal import Json
from sandbox.slack.limits import TIER_2, TIER_3
from sandbox.slack.methods.places import joined
from sandbox.slack.registry import method
from sandbox.slack.workspace import Workspace

_NEEDS = ("channel", "name", "timestamp")


@method("reactions.add", TIER_3, needs=_NEEDS)
def add(workspace: Workspace, args: Json) -> Json:
    """React as the bot."""
    message = _message(workspace, args)
    if not react(message, str(args["name"]), workspace.me.bot_user_id):
        raise SlackRefusal("already_reacted")
    workspace.changes.happened()
    return {}


@method("reactions.remove", TIER_2, needs=_NEEDS)
def remove(workspace: Workspace, args: Json) -> Json:
    """Take a reaction of the bot's back."""
    message = _message(workspace, args)
    if not unreact(message, str(args["name"]), workspace.me.bot_user_id):
        raise SlackRefusal("no_reaction")
    workspace.changes.happened()
    return {}


def react(message: Json, name: str, user: str) -> bool:
    """Add one user's reaction; False when it was there already."""
    all_reactions = message.setdefault("reactions", [])
    found = next((r for r in all_reactions if r["name"] == name), None)
    if found is None:
        all_reactions.append({"name": name, "users": [user], "count": 1})
        return True
    if user in found["users"]:
        return False
    found["users"].append(user)
    found["count"] += 1
    return True


def unreact(message: Json, name: str, user: str) -> bool:
    """Remove one user's reaction; False when there was none."""
    found = next((r for r in message.get("reactions", []) if r["name"] == name and user in r["users"]), None)
    if found is None:
        return False
    found["users"].remove(user)
    found["count"] -= 1
    if not found["count"]:
        message["reactions"].remove(found)
    return True


def _message(workspace: Workspace, args: Json) -> Json:
    channel = joined(workspace, args["channel"])
    return workspace.message(channel, str(args["timestamp"]))
