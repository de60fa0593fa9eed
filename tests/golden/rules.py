"""What every payload keeps to: the limits of Slack, a text that says all, no sign without words, no bare clock."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.slack.text import FALLBACK, fallback
from sandbox.slack import check_message, check_view
from tests.golden.sample import Payload, Sample, Seen

VIEW_BYTES = 250_000
MESSAGE_BYTES = 100_000
"""Ours: far below what Slack has ever refused."""
SILENT = {"accessory", "element", "confirm", "options", "placeholder", "actions", "hint", "label"}
"""Where the words of buttons, menus and inputs stand: what one can do, not what is told."""
PRESSED = {"actions", "context_actions"}
CLOCK = re.compile(r"(?<![\d:,.-])(?:[01]\d|2[0-3]):[0-5]\d(?![\d:])(?! UTC| \([A-Z]\w+/)")
"""A time of day without a zone; a minute of a call is written otherwise in the samples, such as 34:48."""


def problems(sample: Sample) -> list[str]:
    """Everything that is wrong with a sample's payloads."""
    return [found for payload in sample.payloads for found in _problems(payload, sample.seen)]


def _problems(payload: Payload, seen: Seen) -> Iterator[str]:
    if isinstance(payload, str):
        yield from check_message({"text": fallback(payload)})
        yield from _clocks([payload], seen)
    elif isinstance(payload, tuple):
        yield from limits(payload[0], payload[1])
        yield from unsaid(*payload)
        yield from _clocks([payload[0], *told(payload[1])], seen)
        yield from signs(payload[1])
    elif "blocks" in payload:
        yield from check_view(payload)
        if len(json.dumps(payload)) > VIEW_BYTES:
            yield "the view is too large"
        yield from signs(payload["blocks"])


def limits(text: str, blocks: list[Any]) -> Iterator[str]:
    """What Slack would refuse of a message, and what would be too much for ourselves."""
    yield from check_message({"text": fallback(text), "blocks": blocks})
    if not text.strip():
        yield "a notification would be empty"
    if len(fallback(text)) > FALLBACK:
        yield "the text is too long for an edit"
    if len(json.dumps(blocks)) > MESSAGE_BYTES:
        yield "the blocks are too large"


def unsaid(text: str, blocks: list[Any]) -> Iterator[str]:
    """What the blocks tell and the text alone does not."""
    said = bare(text)
    yield from (f"only in the blocks: {words!r}" for words in told(blocks) if bare(words) not in said)


def told(node: Any) -> Iterator[str]:
    """Every text of blocks that tells something, apart from what can be pressed or filled in."""
    if isinstance(node, list):
        for part in node:
            yield from told(part)
    elif isinstance(node, dict) and node.get("type") not in PRESSED:
        if isinstance(node.get("text"), str) and node.get("type") in ("mrkdwn", "plain_text", "markdown"):
            yield node["text"]
        if isinstance(node.get("title"), str):
            yield node["title"]
        if "alt_text" in node:
            yield node["alt_text"]
        for key, part in node.items():
            if isinstance(part, dict | list) and key not in SILENT:
                yield from told(part)


def markup(node: Any) -> Iterator[str]:
    """Every text that Slack reads as markup, the text of a message among them."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        if node.get("type") == "mrkdwn":
            yield str(node["text"])
        yield from (text for part in node.values() if isinstance(part, dict | list) for text in markup(part))
    elif isinstance(node, list | tuple):
        yield from (text for part in node for text in markup(part))


def bare(mrkdwn: str) -> str:
    """The words of mrkdwn: without links' addresses, marks, escapes and line breaks."""
    text = re.sub(r"<!date\^\d+\^[^|>]*\|([^>]*)>", r"\1", mrkdwn)
    text = re.sub(r"<(?:https?:[^|>]+)\|([^>]*)>", r"\1", text)
    for sign, name in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(sign, name)
    return " ".join(re.sub(r"[*_`>]", " ", text).split())


def signs(node: Any) -> Iterator[str]:
    """Texts, on buttons too, and images that say something by a sign or a colour alone."""
    if isinstance(node, list):
        for part in node:
            yield from signs(part)
    elif isinstance(node, dict):
        text = node.get("text")
        is_text = node.get("type") in ("mrkdwn", "plain_text")
        if is_text and not any(letter.isalnum() for letter in str(text)):
            yield f"a sign without words: {text!r}"
        if node.get("type") == "image" and not str(node.get("alt_text") or "").strip():
            yield "an image without words"
        for part in node.values():
            yield from signs(part)


def _clocks(texts: list[str], seen: Seen) -> Iterator[str]:
    if seen is Seen.BY_ONE:
        return
    for text in texts:
        bare_times = CLOCK.findall(re.sub(r"<!date\^[^>]*>", "", text))
        yield from (f"nobody knows in which zone {time} is: {text[:120]!r}" for time in bare_times)
