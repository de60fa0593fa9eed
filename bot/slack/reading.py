"""Reading what Slack delivers: a message's own words and the meeting links in it."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from tools.meeting_links import Link, RefusedLink, find_links, read_link

Event = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """One message of a person, as far as we act on it."""

    team: str
    channel: str
    channel_type: str
    user: str
    ts: str
    thread: str
    text: str
    mentioned: bool
    shared: bool

    @property
    def key(self) -> str:
        """Names the message itself: an app_mention and a message event for it meet here."""
        return f"{self.team}:{self.channel}:{self.ts}"

    @property
    def is_direct(self) -> bool:
        return self.channel_type == "im"

    @property
    def in_thread(self) -> bool:
        return self.thread != self.ts

    def to_json(self) -> dict[str, Any]:
        """As a workflow's argument."""
        return asdict(self) | {"key": self.key}


def said(body: dict[str, Any], event: Event, bot_user: str) -> Said | None:
    """Read a message or app_mention event; None for what no person wrote (edits, bots, joins)."""
    if (
        event.get("bot_id")
        or event.get("hidden")
        or event.get("subtype") not in (None, "file_share", "thread_broadcast")
    ):
        return None
    if not event.get("user") or event["user"] == bot_user:
        return None
    raw = event.get("text") or ""
    mention = re.compile(rf"<@{re.escape(bot_user)}(\|[^>]*)?>")
    channel = str(event["channel"])
    return Said(
        team=str(body.get("team_id") or event.get("team") or ""),
        channel=channel,
        channel_type=str(event.get("channel_type") or ("im" if channel.startswith("D") else "channel")),
        user=str(event["user"]),
        ts=str(event["ts"]),
        thread=str(event.get("thread_ts") or event["ts"]),
        text=plain(mention.sub(" ", raw)),
        mentioned=bool(mention.search(raw)) or event.get("type") == "app_mention",
        shared=bool(body.get("is_ext_shared_channel")),
    )


def plain(text: str) -> str:
    """Slack's wire text as the person typed it: links bare, entities undone, mentions kept as they are."""
    text = re.sub(r"<(https?://[^|>]+)(?:\|[^>]*)?>", r"\1", text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return " ".join(text.split())


def meeting_links(event: Event) -> list[Link | RefusedLink]:
    """All meeting links of a message, in its text and its blocks; each meeting once; none out of code."""
    found: dict[str, Link | RefusedLink] = {}
    in_blocks = [link for url in _urls(event.get("blocks") or []) if (link := read_link(url))]
    for link in [*in_blocks, *find_links(event.get("text") or "")]:
        found.setdefault(link.key if isinstance(link, Link) else link.url, link)
    return list(found.values())


def _urls(node: Any) -> Iterator[str]:
    """The addresses in blocks: rich text outside code, buttons, call blocks."""
    if isinstance(node, list):
        for item in node:
            yield from _urls(item)
    elif isinstance(node, dict) and not _is_code(node):
        yield from (node[key] for key in ("url", "join_url") if isinstance(node.get(key), str))
        for value in node.values():
            yield from _urls(value)


def _is_code(node: dict[str, Any]) -> bool:
    style = node.get("style")
    return node.get("type") == "rich_text_preformatted" or (
        isinstance(style, dict) and bool(style.get("code"))
    )
