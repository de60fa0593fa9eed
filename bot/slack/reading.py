"""Reading what Slack delivers: a message's own words and the meeting links in it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from tools.call_links import call_ids, read_call_link
from tools.meeting_links import Link, RefusedLink, find_links, read_link
from tools.unseen import visible

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
    looking_at: str = ""
    """The channel that somebody looks at beside their direct messages with us."""

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


def said(body: dict[str, Any], event: Event, bot_user: str, apps: Collection[str] = ()) -> Said | None:
    """
    Read a message or app_mention event; None for what no person wrote (edits, bots, joins). `apps` are the ids of the
    calendar and conferencing apps whose posts count: nobody's, so that `user` is empty.
    """
    app = event.get("app_id") if event.get("app_id") in apps else None
    posted = app and event.get("subtype") in (*SPOKEN, "bot_message")
    if event.get("hidden") or not (posted or is_spoken(event)) or event.get("user") == bot_user:
        return None
    raw = event.get("text") or ""
    mention = re.compile(rf"<@{re.escape(bot_user)}(\|[^>]*)?>")
    channel = str(event["channel"])
    return Said(
        team=str(body.get("team_id") or event.get("team") or ""),
        channel=channel,
        channel_type=str(event.get("channel_type") or ("im" if channel.startswith("D") else "channel")),
        user="" if app else str(event["user"]),
        ts=str(event["ts"]),
        thread=str(event.get("thread_ts") or event["ts"]),
        text=plain(mention.sub(" ", raw)),
        mentioned=not app and (bool(mention.search(raw)) or event.get("type") == "app_mention"),
        shared=bool(body.get("is_ext_shared_channel")),
        looking_at=channel_in(event.get("app_context")),
    )


def channel_in(context: Any) -> str:
    """The channel that somebody looks at, as Slack tells it; empty where that is none."""
    entities = context.get("entities") if isinstance(context, dict) else None
    ids = (e.get("value") for e in entities or () if e.get("type") == "slack#/types/channel_id")
    return str(next(ids, None) or "")


SPOKEN = (None, "file_share", "thread_broadcast")
"""Kinds of message that are somebody's own words."""


def is_spoken(event: Event) -> bool:
    """Whether a person wrote a message, and no app."""
    return event.get("subtype") in SPOKEN and not event.get("bot_id") and bool(event.get("user"))


def edited(event: Event, apps: Collection[str] = ()) -> tuple[Event, list[Link | RefusedLink]] | None:
    """
    The message of a message_changed event as if it were new, with the links that the edit brought; None where it brought
    none. Link previews make such events too: attachments count only in the posts of `apps`.
    """
    if event.get("subtype") != "message_changed":
        return None
    now, before = event.get("message") or {}, event.get("previous_message") or {}
    read = all_links if now.get("app_id") in apps else meeting_links
    known = {_name(link) for link in read(before)}
    fresh = [link for link in read(now) if _name(link) not in known]
    about = {"channel": event["channel"], "channel_type": event.get("channel_type")}
    return ({**now, **about, "type": "message"}, fresh) if fresh else None


def plain(text: str) -> str:
    """Slack's wire text as the person typed it: links bare, entities undone, mentions kept as they are."""
    text = re.sub(r"<(https?://[^|>]+)(?:\|[^>]*)?>", r"\1", text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return " ".join(visible(text).split())


def meeting_links(event: Event) -> list[Link | RefusedLink]:
    """All meeting links of a message, in its text and its blocks; each meeting once; none out of code."""
    found: dict[str, Link | RefusedLink] = {}
    in_blocks = [link for url in _urls(event.get("blocks") or []) if (link := read_link(url))]
    for link in [*in_blocks, *find_links(event.get("text") or "")]:
        found.setdefault(_name(link), link)
    return list(found.values())


def all_links(event: Event) -> list[Link | RefusedLink]:
    """
    The same, and those in the attachments and the paragraphs of blocks: where calendars and conferencing apps put them. In
    a person's own message an attachment is a preview of somebody else's words.
    """
    found = {_name(link): link for link in meeting_links(event)}
    for text in _texts([event.get("attachments") or [], event.get("blocks") or []]):
        for link in find_links(text):
            found.setdefault(_name(link), link)
    return list(found.values())


def calls_in(event: Event) -> list[str]:
    """The calls in Chorus that a message links to, in its text and its blocks; none out of code or a preview."""
    in_blocks = [id for url in _urls(event.get("blocks") or []) if (id := read_call_link(url))]
    return list(dict.fromkeys([*call_ids(event.get("text") or ""), *in_blocks]))


def words_of(event: Event) -> str:
    """All that people see of a message, labels of links and attachments too: a title may speak against a recording."""
    seen = [event.get("text") or "", *_texts([event.get("attachments") or [], event.get("blocks") or []])]
    labels = [label for text in seen for label in re.findall(r"<https?://[^|>]+\|([^>]*)>", text)]
    return "\n".join([*seen, *labels])


STOP = re.compile(
    r"(please\s+)?(stop|cancel|abort)(\s+(it|that|this))?(\s*,?\s*please)?\s*[.!]*", re.IGNORECASE
)


def is_stop(text: str) -> bool:
    """Whether a message is the word to stop and nothing else."""
    return bool(STOP.fullmatch(text.strip()))


def is_bare_link(text: str) -> bool:
    """Whether a message is an address and nothing else."""
    return bool(re.fullmatch(r"\s*https?://\S+\s*", text))


def _name(link: Link | RefusedLink) -> str:
    return link.key if isinstance(link, Link) else link.url


def _texts(node: Any) -> Iterator[str]:
    """Every string in blocks and attachments that people see or follow, outside code."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for item in node:
            yield from _texts(item)
    elif isinstance(node, dict) and not _is_code(node):
        for key, value in node.items():
            if isinstance(value, dict | list) or key in READ:
                yield from _texts(value)


READ = (
    "title_link",
    "from_url",
    "original_url",
    "text",
    "fallback",
    "value",
    "url",
    "join_url",
    "pretext",
    "title",
)
"""Keys of an attachment or a block whose words may hold a link."""


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
