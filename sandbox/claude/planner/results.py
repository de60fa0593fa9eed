"""Tool results read tolerantly: wrapped or plain, nested or flat, whole or trimmed."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from sandbox.claude.canonical import blocks_of

Row = dict[str, Any]

_BREAK = re.compile(r"<\s*/?\s*(?:br|p|div|li|ul|ol|h\d)\b[^>]*>", re.IGNORECASE)
_LISTS = ("result", "results", "rows", "engagements", "data", "items", "conversations", "meetings")
_WRAPPERS = ("result", "data")
_IDS = ("engagement_id", "conversation_id", "meeting_id", "recording_id", "id")
_CURSORS = ("next_cursor", "continuation_key", "cursor")
_SENTENCES = ("message", "detail", "error", "reason", "statusText", "note")


def parse(content: Any) -> Any:
    """A result's content as JSON, or as the text it is."""
    text = "".join(str(block.get("text", "")) for block in blocks_of(content) if block.get("type") == "text")
    try:
        # A trimmed result may have a note behind its JSON.
        return json.JSONDecoder().raw_decode(text.lstrip())[0]
    except ValueError:
        return text


def rows(value: Any) -> list[Row]:
    """The records of a list result, wherever they are."""
    if isinstance(value, list):
        return [flat(item) for item in value if isinstance(item, dict)]
    if isinstance(value, dict):
        for key in _LISTS:
            inner = value.get(key)
            if isinstance(inner, list) or (isinstance(inner, dict) and key in _WRAPPERS):
                return rows(inner)
        return [flat(value)] if identify(flat(value)) else []
    return []


def record(value: Any) -> Row:
    """The one record of a get result, wherever it is."""
    while isinstance(value, dict):
        inner = next((value[key] for key in _WRAPPERS if isinstance(value.get(key), dict | list)), None)
        if inner is None:
            return flat(value)
        value = inner
    if isinstance(value, list) and value:
        return record(value[0])
    return {}


def flat(row: Row) -> Row:
    """The record with its attributes lifted beside its id."""
    attributes = row.get("attributes")
    if not isinstance(attributes, dict):
        return row
    return {**attributes, **{key: value for key, value in row.items() if key != "attributes"}}


def identify(row: Row) -> str | None:
    """The record's id as text, whatever it is called."""
    return next((str(row[key]) for key in _IDS if row.get(key) not in (None, "")), None)


def cursor(value: Any) -> str | None:
    """The cursor of the next page, from any layer of a list result."""
    for layer in _layers(value):
        for key in _CURSORS:
            if layer.get(key):
                return str(layer[key])
    return None


def sentence(value: Any) -> str:
    """The sentence in a result that was written for a reader, or its whole text."""
    layers = list(_layers(value))[::-1]
    for key in _SENTENCES:
        for layer in layers:
            said = layer.get(key)
            if isinstance(said, dict):
                said = sentence(said)
            if isinstance(said, str) and said.strip():
                return said.strip()
    return value.strip() if isinstance(value, str) else ""


def known(value: Any) -> str | None:
    """What a result says is known, where it says so in so many words; then nothing needs to be guessed."""
    said = value.get("known") if isinstance(value, dict) else None
    return full_stop(said) if isinstance(said, str) and said.strip() else None


def plain(value: Any) -> str:
    """Words without HTML and on one line; what stood on lines of its own becomes sentences."""
    text = _BREAK.sub("\n", str(value or ""))
    text = html.unescape(re.sub(r"<[^>]+>", "", text))
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return " ".join([*(full_stop(line) for line in lines[:-1]), *lines[-1:]])


def full_stop(words: str) -> str:
    """The words as a sentence."""
    words = words.strip()
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _layers(value: Any) -> Iterator[Row]:
    while isinstance(value, dict):
        yield value
        value = next((value[key] for key in _WRAPPERS if isinstance(value.get(key), dict)), None)
