"""auth, api, apps, team, bots and blocks: who I am, whether anybody is there, and Slack's own validator."""

from collections.abc import Callable
from typing import Any

from sandbox.slack.blocks import check_blocks, check_message, check_view
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.journal import Json
from sandbox.slack.limits import SPECIAL, TIER_3, TIER_4
from sandbox.slack.registry import method
from sandbox.slack.workspace import Workspace


@method("auth.test", SPECIAL)
def auth_test(workspace: Workspace, _args: Json) -> Json:
    """Tell the token's owner who they are."""
    me = workspace.me
    return {
        "url": f"https://{me.team_domain}.slack.com/",
        "team": me.team_name,
        "user": me.bot_name.lower(),
        "team_id": me.team_id,
        "user_id": me.bot_user_id,
        "bot_id": me.bot_id,
        **({"enterprise_id": me.enterprise_id} if me.enterprise_id else {}),
        "is_enterprise_install": me.is_whole,
    }


@method("api.test", TIER_4, caller="anybody")
def api_test(_workspace: Workspace, args: Json) -> Json:
    """Answer, with what was sent; `error` makes it fail on request."""
    if args.get("error"):
        raise SlackRefusal(str(args["error"]), args=args)
    return {"args": args}


@method("apps.connections.open", TIER_3, caller="app")
def connections_open(workspace: Workspace, _args: Json) -> Json:
    """Hand out a one-time WebSocket URL."""
    return {"url": workspace.socket_url()}


@method("team.info", TIER_3)
def team_info(workspace: Workspace, _args: Json) -> Json:
    """Describe the workspace."""
    me = workspace.me
    return {
        "team": {
            "id": me.team_id,
            "name": me.team_name,
            "domain": me.team_domain,
            "email_domain": "seller.example",
        }
    }


@method("bots.info", TIER_3)
def bots_info(workspace: Workspace, args: Json) -> Json:
    """Describe the app's bot."""
    me = workspace.me
    if args.get("bot") not in (None, me.bot_id):
        raise SlackRefusal("bot_not_found")
    return {"bot": me.bot_profile}


@method("blocks.validate", TIER_4, caller="anybody")
def blocks_validate(_workspace: Workspace, args: Json) -> Json:
    """Check blocks, a message or a view, whoever asks."""
    given = [name for name in ("blocks", "message", "view") if args.get(name) is not None]
    if len(given) != 1:
        raise SlackRefusal.with_messages("invalid_arguments", ["exactly one of blocks, message, view"])
    checks: dict[str, Callable[[Any], list[str]]] = {
        "blocks": check_blocks,
        "message": check_message,
        "view": check_view,
    }
    value: Any = args[given[0]]
    if not isinstance(value, list if given[0] == "blocks" else dict):
        raise SlackRefusal("invalid_blocks_format")
    problems = checks[given[0]](value)
    if problems:
        raise SlackRefusal.with_messages("invalid_blocks", problems, errors=problems)
    return {}
