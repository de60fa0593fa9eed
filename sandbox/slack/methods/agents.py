"""agents.sessions.* and the older assistant.threads.*: what people see of an agent at work."""

from sandbox.slack.errors import SlackRefusal
from sandbox.slack.journal import Json
from sandbox.slack.limits import SPECIAL, TIER_3, TIER_4
from sandbox.slack.methods.places import joined
from sandbox.slack.registry import method
from sandbox.slack.sessions import TITLE_LIMIT
from sandbox.slack.workspace import Workspace

PROMPT_LIMIT = 4
LOADING_LIMIT = 10


@method("agents.sessions.setStatus", TIER_3, needs=("channel_id", "status"))
def set_session_status(workspace: Workspace, args: Json) -> Json:
    """Say whether the session is being worked on; title and initiator count only when it begins."""
    channel = joined(workspace, args["channel_id"])
    title, initiator = str(args.get("title") or ""), args.get("initiator_user_id")
    if len(title) > TITLE_LIMIT:
        raise SlackRefusal.with_messages("invalid_arguments", ["title must be 1-200 characters"])
    if initiator and initiator not in channel.members:
        raise SlackRefusal("user_not_in_channel")
    thread_ts = args.get("thread_ts")
    is_new = (channel.id, thread_ts) not in workspace.sessions.all
    session = workspace.sessions.set_status(channel.id, thread_ts, args["status"])
    if is_new:
        session.title, session.initiator = title, initiator
    workspace.changes.happened()
    deaf = session.status == "processing" and not workspace.sessions.hears_stop
    return {"warning": "missing_agent_session_stopped_event_subscription"} if deaf else {}


@method("agents.sessions.rename", TIER_3, needs=("channel_id", "title"))
def rename_session(workspace: Workspace, args: Json) -> Json:
    """Give a session its title."""
    channel = joined(workspace, args["channel_id"])
    workspace.sessions.rename(channel.id, args.get("thread_ts"), str(args["title"]))
    workspace.changes.happened()
    return {}


@method("assistant.threads.setStatus", SPECIAL, needs=("channel_id", "thread_ts"))
def set_thread_status(workspace: Workspace, args: Json) -> Json:
    """Show a free text such as "is reading the call" under a thread."""
    channel = joined(workspace, args["channel_id"])
    if "status" not in args:
        raise SlackRefusal.with_messages("invalid_arguments", ["missing required field: status"])
    if len(args.get("loading_messages") or []) > LOADING_LIMIT:
        raise SlackRefusal.with_messages("invalid_arguments", ["no more than 10 loading_messages"])
    workspace.sessions.show_status(channel.id, str(args["thread_ts"]), str(args["status"]))
    workspace.changes.happened()
    return {}


@method("assistant.threads.setSuggestedPrompts", TIER_4, needs=("channel_id", "prompts"))
def set_suggested_prompts(workspace: Workspace, args: Json) -> Json:
    """Offer up to four prompts; without thread_ts they are pinned to the Messages tab."""
    channel = joined(workspace, args["channel_id"])
    prompts = args["prompts"]
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= PROMPT_LIMIT:
        raise SlackRefusal.with_messages("invalid_arguments", ["1-4 prompts [json-pointer:/prompts]"])
    if any(not prompt.get("title") or not prompt.get("message") for prompt in prompts):
        raise SlackRefusal.with_messages("invalid_arguments", ["title and message [json-pointer:/prompts]"])
    shown = {"title": args.get("title"), "prompts": prompts}
    workspace.sessions.prompts[(channel.id, args.get("thread_ts"))] = shown
    workspace.changes.happened()
    return {}
