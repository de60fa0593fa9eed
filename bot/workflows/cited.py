"""Which addresses an answer may link to: what Chorus gave as a link, what the asker wrote, Slack's own threads. Pure."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.slack.text import links_in
from bot.workflows.thread_root import told_in

ENDINGS = ("url", "link", "href")
"""How the fields end in which Chorus tells an address of its own."""
INVITED = {"meeting_url", "join_url"}
"""Fields that look like it and hold what somebody outside wrote into an invitation."""

THREAD = re.compile(
    r"https://[a-z0-9-]+\.slack\.com/archives/[A-Z0-9]+/p\d+(?:\?thread_ts=[\d.]+&cid=[A-Z0-9]+)?(?![^\s.,;!])"
)
"""The address of a thread in Slack: the one kind that stands within our own sentences."""

Message = dict[str, Any]


def known_links(messages: Iterable[Message]) -> set[str]:
    """
    A link in what somebody said or wrote in a call is no link of Chorus's: a caller could have the bot hand it out. Nor is
    one that stands in the arguments of the call which the result answers: there a model could have put what it knows.
    """
    found: set[str] = set()
    arguments: dict[str, str] = {}
    for message in messages:
        if message["role"] == "assistant":
            arguments |= {
                b["id"]: _spelled(b["input"]) for b in message["content"] if b["type"] == "tool_use"
            }
        if message["role"] == "user":
            found |= _written(message["content"])
            for block in message["content"]:
                if block["type"] == "tool_result" and not block.get("is_error"):
                    said = arguments.get(block["tool_use_id"], "")
                    found |= {url for url in _returned(block["content"]) if url not in said}
    return found


def _written(content: list[dict[str, Any]]) -> set[str]:
    """In a message the asker's words come last; of what the thread begins with only the meetings count."""
    texts = [block["text"] for block in content if block["type"] == "text"]
    rooms = {str(url) for text in texts[:-1] for url in told_in(text)["meeting_links"]}
    return rooms | links_in(texts[-1]) if texts else set()


def _returned(content: str) -> Iterator[str]:
    try:
        told = json.loads(content)
    except ValueError:
        return
    if not isinstance(told, dict) or "error" in told:
        return
    if told.get("source") == "chorus":
        yield from _links(told.get("result"))
    if told.get("source") == "chorister" and not told.get("untrusted"):
        yield from (url for fact in told.values() for url in THREAD.findall(str(fact)))


def _links(value: Any, name: str = "") -> Iterator[str]:
    """The values of link fields that are an address and nothing else."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _links(part, str(key).lower())
    elif isinstance(value, list):
        for part in value:
            yield from _links(part, name)
    elif isinstance(value, str) and name.endswith(ENDINGS) and name not in INVITED:
        yield from links_in(value) & {value}


def _spelled(arguments: Any) -> str:
    return json.dumps(arguments, ensure_ascii=False)
