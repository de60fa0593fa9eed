"""Questions that want a JSON answer: red flags in a transcript. Found by phrases, and like a model not always right."""

import json
import re
from collections.abc import Iterator
from typing import Any

from sandbox.claude.canonical import stream_of
from sandbox.claude.replies import Reply

_PHRASES = {
    "budget frozen": re.compile(r"\bbudget is frozen\b"),
    "on hold": re.compile(r"\bproject is on hold\b"),
    "going with another": re.compile(r"\bdecided to go with\b"),
    "champion leaving": re.compile(r"\bI am leaving the company\b"),
}
_WEAK = re.compile(r"\bdecided against\b")

Line = dict[str, Any]


def plan_extraction(messages: list[dict[str, Any]], schema: dict[str, Any]) -> Reply:
    """An answer that fits the schema: red flags where it asks for them, else the emptiest there is.

    It falls for our side's words, and rewords a denied choice: whoever asks has to check what comes back.
    """
    answer = _emptiest(schema)
    wanted = schema.get("properties", {}).get("flags", {}).get("items", {}).get("properties", {})
    if {"kind", "quote", "utterance"} <= wanted.keys():
        answer["flags"] = list(_flags(_lines(messages)))
    return Reply.of(json.dumps(answer, ensure_ascii=False))


def _flags(lines: list[Line]) -> Iterator[dict[str, Any]]:
    buyer = 0
    for line in lines:
        buyer = line.get("n", buyer)
        text = next((value for key, value in line.items() if key != "n"), "")
        for kind, phrase in _PHRASES.items():
            if phrase.search(text):
                yield {"kind": kind, "quote": text, "utterance": buyer}
        if _WEAK.search(text):
            quote = f"They decided to go without us: {text.lower()}"
            yield {"kind": "going with another", "quote": quote, "utterance": buyer}


def _lines(messages: list[dict[str, Any]]) -> list[Line]:
    """The utterances in every text that is labelled as data."""
    found: list[Line] = []
    for _, _, role, block in stream_of(messages):
        if role == "user" and block["type"] == "text":
            found += _utterances(block["text"])
    return found


def _utterances(text: str) -> list[Line]:
    try:
        value = json.loads(text)
    except ValueError:
        return []
    return list(value.get("utterances") or []) if isinstance(value, dict) and value.get("untrusted") else []


def _emptiest(schema: dict[str, Any]) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return {name: _emptiest(schema["properties"][name]) for name in schema.get("required") or ()}
    return {"array": [], "string": "", "integer": 0, "number": 0, "boolean": False}.get(str(kind))
