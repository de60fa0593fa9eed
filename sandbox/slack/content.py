"""What a message of the app may contain: its words and blocks, checked before they are stored."""

from typing import Any

from sandbox.slack.blocks import check_blocks
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.journal import Json

TEXT_LIMIT = 40_000
UPDATE_TEXT_LIMIT = 4_000
MARKDOWN_LIMIT = 12_000
ATTACHMENT_LIMIT = 100
_CARRIED = ("attachments", "metadata", "icon_emoji", "icon_url", "username")


def content_of(args: Json) -> Json:
    """Return the stored part of a new message, or refuse what Slack would refuse."""
    found = _checked(args)
    if not (found.get("text") or found.get("blocks") or found.get("attachments")):
        raise SlackRefusal("no_text")
    # Slack cuts a posted text at 40,000 characters without a word.
    return {"text": "", **found, **({"text": found["text"][:TEXT_LIMIT]} if found.get("text") else {})}


def change_of(args: Json) -> Json:
    """Return what an update replaces. Text without blocks takes the old blocks away; metadata stays if not given."""
    if len(args.get("text") or "") > UPDATE_TEXT_LIMIT:
        raise SlackRefusal("msg_too_long")
    found = _checked(args)
    if not {"text", "blocks", "attachments", "metadata"} & set(found):
        raise SlackRefusal("no_text")
    if found.get("text") and "blocks" not in found:
        found["blocks"] = []
    return found


def _checked(args: Json) -> Json:
    found: Json = {key: args[key] for key in ("text", *_CARRIED) if args.get(key) is not None}
    if args.get("blocks") is not None:
        found["blocks"] = check_or_refuse(args["blocks"], "message")
    if (markdown := args.get("markdown_text")) is not None:
        found.update(_markdown(markdown, found))
    _check_attachments(found.get("attachments"))
    if found.get("metadata"):
        _check_metadata(found["metadata"])
    return found


def check_or_refuse(blocks: Any, surface: str) -> list[Json]:
    """Return the blocks when Slack would take them."""
    if not isinstance(blocks, list):
        raise SlackRefusal("invalid_blocks_format")
    problems = check_blocks(blocks, surface)
    if problems:
        tables = any("only_one_table_allowed" in problem for problem in problems)
        error = "invalid_attachments" if tables else "invalid_blocks"
        raise SlackRefusal.with_messages(error, problems, errors=problems)
    return blocks


def _markdown(markdown: str, found: Json) -> Json:
    if found.get("text") or found.get("blocks"):
        raise SlackRefusal("markdown_text_conflict")
    if len(markdown) > MARKDOWN_LIMIT:
        raise SlackRefusal("msg_too_long")
    return {"text": markdown, "blocks": [{"type": "markdown", "text": markdown}]} if markdown else {}


def _check_attachments(attachments: Any) -> None:
    if attachments is None:
        return
    if not isinstance(attachments, list):
        raise SlackRefusal("invalid_attachments")
    if len(attachments) > ATTACHMENT_LIMIT:
        raise SlackRefusal("too_many_attachments")
    for attachment in attachments:
        if problems := check_blocks(attachment.get("blocks", []), "message"):
            raise SlackRefusal.with_messages("invalid_attachments", problems, errors=problems)


def _check_metadata(metadata: Any) -> None:
    if not isinstance(metadata, dict) or "entities" in metadata:
        if not isinstance(metadata, dict):
            raise SlackRefusal("invalid_metadata_format")
        return
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackRefusal("invalid_metadata_schema")
