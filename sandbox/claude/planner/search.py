"""Tool search as the API does it: deferred tools ranked by the words they share with a query."""

import re
from typing import Any

_MOST = 5


def find_deferred(tools: list[dict[str, Any]], query: str, wanted: str) -> list[str]:
    """The names of the best few deferred tools, the wanted one first."""
    words = set(_words(query))
    deferred = [tool for tool in tools if tool.get("defer_loading") and tool["name"] != wanted]
    scored = [(_score(tool, words), tool["name"]) for tool in deferred]
    others = [name for score, name in sorted(scored, key=lambda item: (-item[0], item[1])) if score > 0]
    return [wanted, *others][:_MOST]


def _score(tool: dict[str, Any], words: set[str]) -> int:
    """A word in the name weighs three times one in the description."""
    named = words & set(_words(tool["name"]))
    described = words & set(_words(str(tool.get("description") or "")))
    return 3 * len(named) + len(described)


def _words(text: str) -> list[str]:
    return [
        word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in ("a", "all", "chorus", "the")
    ]
