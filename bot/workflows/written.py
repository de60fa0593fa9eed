"""What the asker wrote in a conversation, and what the thread begins with: the links and deals that they may mean. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.workflows.thread_root import told_in
from tools.crm_links import opportunity_ids
from tools.meeting_links import Link, find_links, read_link


@dataclass(frozen=True)
class Written:
    """The words of people in a conversation."""

    words: str
    links: set[str]
    """Keys of the meetings whose links the asker wrote, or the thread begins with."""
    deals: set[str]
    """Ids of the CRM records that the asker wrote."""


def written_in(messages: Iterable[dict[str, Any]]) -> Written:
    """In a message the asker's words come last; a text before them tells what the thread begins with."""
    said, told = [], []
    for content in (message["content"] for message in messages if message["role"] == "user"):
        texts = [block["text"] for block in content if block["type"] == "text"]
        told += [told_in(text) for text in texts[:-1]]
        said += texts[-1:]
    links = {link.key for text in said for link in find_links(text) if isinstance(link, Link)}
    links |= {link.key for root in told for url in root["meeting_links"] if (link := _link(url))}
    words = "\n".join([*said, *(root["text"] for root in told)])
    return Written(words, links, {id for text in said for id in opportunity_ids(text)})


def _link(url: str) -> Link | None:
    link = read_link(url)
    return link if isinstance(link, Link) else None
