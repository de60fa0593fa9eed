"""Rich text as a person reads it, in plain characters."""

from sandbox.slack.journal import Json


def rich_lines(block: Json) -> list[str]:
    """Return the lines of a rich_text block."""
    lines: list[str] = []
    for element in block.get("elements", []):
        lines += _element_lines(element)
    return lines


def _element_lines(element: Json) -> list[str]:
    kind = element.get("type")
    if kind == "rich_text_list":
        ordered, first = element.get("style") == "ordered", element.get("offset", 0) + 1
        indent = "  " * element.get("indent", 0)
        return [
            f"{indent}{f'{first + index}.' if ordered else '•'} {spell(entry.get('elements', []))}"
            for index, entry in enumerate(element.get("elements", []))
        ]
    mark = {"rich_text_quote": "> ", "rich_text_preformatted": "    "}.get(str(kind), "")
    return [mark + line for line in spell(element.get("elements", [])).rstrip("\n").split("\n")]


def spell(parts: list[Json]) -> str:
    """Return the parts of one section as text."""
    return "".join(_part(part) for part in parts)


def _part(part: Json) -> str:
    kind = part.get("type")
    if kind == "link":
        label, url = part.get("text"), str(part.get("url", ""))
        return f"{label} ({url})" if label and label != url else url
    spelled = {
        "text": lambda: str(part.get("text", "")),
        "user": lambda: f"@{part.get('user_id')}",
        "usergroup": lambda: f"@{part.get('usergroup_id')}",
        "channel": lambda: f"#{part.get('channel_id')}",
        "emoji": lambda: f":{part.get('name')}:",
        "broadcast": lambda: f"@{part.get('range')}",
        "date": lambda: str(part.get("fallback") or part.get("timestamp")),
    }
    return spelled.get(str(kind), lambda: "")()
