from typing import Any

import pytest

from sandbox.slack.render_rich_text import rich_lines

Json = dict[str, Any]


def section(*parts: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(parts)}


def text(words: str) -> Json:
    return {"type": "text", "text": words}


@pytest.mark.parametrize(
    "element, lines",
    [
        (section(text("a\nb")), ["a", "b"]),
        ({"type": "rich_text_list", "style": "bullet", "elements": [section(text("a"))]}, ["• a"]),
        (
            {"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": [section(text("a"))] * 2},
            ["  1. a", "  2. a"],
        ),
        ({"type": "rich_text_quote", "elements": [text("so")]}, ["> so"]),
        ({"type": "rich_text_preformatted", "elements": [text("x = 1\ny")]}, ["    x = 1", "    y"]),
        (section({"type": "link", "url": "https://a", "text": "A"}), ["A (https://a)"]),
        (section({"type": "link", "url": "https://a"}), ["https://a"]),
        (
            section(
                {"type": "user", "user_id": "U1"},
                {"type": "channel", "channel_id": "C1"},
                {"type": "usergroup", "usergroup_id": "S1"},
                {"type": "emoji", "name": "wave"},
                {"type": "broadcast", "range": "here"},
                {"type": "date", "timestamp": 1, "fallback": "then"},
                {"type": "hologram"},
            ),
            ["@U1#C1@S1:wave:@herethen"],
        ),
    ],
)
def test_rich_text_reads_as_lines(element: Json, lines: list[str]) -> None:
    assert rich_lines({"type": "rich_text", "elements": [element]}) == lines
