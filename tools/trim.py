"""Cutting an answer to a size that Claude reads well, and saying what was cut. Done before it is first sent."""

import json
from typing import Any

LIMIT = 60_000
"""Characters, some 15,000 tokens: the advice for tool results is to stay under 25,000."""

TEXT_STEPS = (4000, 1200, 400, 160)
"""Longest text kept, tried from mild to harsh until the whole fits."""


def trim(answer: Any, limit: int = LIMIT) -> tuple[Any, str | None]:
    """The answer without empty values, cut to `limit` characters of JSON, and a note on what was cut."""
    answer = _without_empty(answer)
    if _size(answer) <= limit:
        return answer, None
    for longest in TEXT_STEPS:
        shorter = _clip(answer, longest)
        if _size(shorter) <= limit:
            return shorter, f"Texts longer than {longest} characters were cut (they end in …)."
    return _fewer_rows(_clip(answer, TEXT_STEPS[-1]), limit)


def _fewer_rows(answer: Any, limit: int) -> tuple[Any, str]:
    """Drop items from the end of the longest list until the rest fits; where that cannot be, cut the JSON itself."""
    key, items = _longest_list(answer)
    kept, room = [], limit - _size(_replace(answer, key, []))
    for item in items:
        room -= _size(item) + 2
        if room < 0:
            break
        kept.append(item)
    if not kept:
        text = json.dumps(answer, ensure_ascii=False)[:limit]
        # As a text its own quotation marks are escaped, and count.
        return text[: limit - max(0, _size(text) - limit)], f"Cut after {limit} characters."
    note = (
        f"Only the first {len(kept)} of {len(items)} entries are shown, with texts cut to {TEXT_STEPS[-1]} characters. "
        "Ask again for a smaller part (a narrower date range, or fewer fields) to see the others."
    )
    return _replace(answer, key, kept), note


def _longest_list(answer: Any) -> tuple[tuple[str, ...], list[Any]]:
    """The path and items of the largest list in an answer."""
    if isinstance(answer, list):
        return (), answer
    best: tuple[tuple[str, ...], list[Any]] = ((), [])
    if isinstance(answer, dict):
        for key, value in answer.items():
            path, items = _longest_list(value)
            if items and _size(items) > _size(best[1]):
                best = ((key, *path), items)
    return best


def _replace(answer: Any, path: tuple[str, ...], items: list[Any]) -> Any:
    if not path:
        return items
    return answer | {path[0]: _replace(answer[path[0]], path[1:], items)}


def _without_empty(value: Any) -> Any:
    """Drop what says nothing: null, empty text, empty lists. False and zero say something."""
    if isinstance(value, dict):
        return {k: kept for k, v in value.items() if (kept := _without_empty(v)) not in (None, "", [], {})}
    return [_without_empty(v) for v in value] if isinstance(value, list) else value


def _clip(value: Any, longest: int) -> Any:
    if isinstance(value, dict):
        return {k: _clip(v, longest) for k, v in value.items()}
    if isinstance(value, list):
        return [_clip(v, longest) for v in value]
    return value[: longest - 1] + "…" if isinstance(value, str) and len(value) > longest else value


def _size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False, default=str))
