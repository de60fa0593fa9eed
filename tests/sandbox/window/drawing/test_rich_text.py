from typing import Any

import pytest

from sandbox.window.drawing.rich_text import rich_line, rich_text
from sandbox.window.drawing.samples import NAMES, NOON, VIEWER
from sandbox.window.drawing.samples.parts import rich, words
from sandbox.window.drawing.viewer import Reader
from tests.sandbox.window.drawing.page import sound

READER = Reader(VIEWER, NAMES)


@pytest.mark.parametrize(
    "part, text",
    [
        ({"type": "text", "text": "<b>"}, "<b>"),
        ({"type": "link", "url": "https://a.example"}, "https://a.example"),
        ({"type": "link", "url": "javascript:x", "text": "y"}, "y (javascript:x)"),
        ({"type": "user", "user_id": "UBEN"}, "@Ben Okafor"),
        ({"type": "usergroup", "usergroup_id": "SREPS"}, "@sales-reps"),
        ({"type": "channel", "channel_id": "CDEALS"}, "#deals"),
        ({"type": "emoji", "name": "unheard_of"}, ":unheard_of:"),
        ({"type": "broadcast", "range": "channel"}, "@channel"),
        ({"type": "date", "timestamp": NOON, "format": "{time}"}, "14:00"),
        ({"type": "date", "timestamp": NOON}, "today 14:00"),
        ({"type": "color", "value": "#aabbcc"}, "#aabbcc"),
        ({"type": "hologram"}, "[hologram]"),
    ],
)
def test_each_part_is_drawn(part: dict[str, Any], text: str) -> None:
    assert sound(rich_text(rich(words(part)), READER)).text == text


def test_styles_are_marks() -> None:
    part = {"type": "text", "text": "x", "style": {"bold": True, "strike": True, "italic": False}}
    assert rich_line(rich(words(part)), READER) == "<strong><s>x</s></strong>"


def test_lists_keep_their_numbers_and_depth() -> None:
    lists = [
        {"type": "rich_text_list", "style": "ordered", "offset": 4, "elements": [words("a")]},
        {"type": "rich_text_list", "style": "bullet", "indent": 99, "elements": [words("b"), words("c")]},
    ]
    first = '<ol class="indent-0" start="5"><li>a</li></ol>'
    assert rich_text(rich(*lists), READER) == first + '<ul class="indent-8"><li>b</li><li>c</li></ul>'


def test_quotes_code_and_what_is_unknown() -> None:
    drawn = rich_text(
        rich(
            words("q", kind="rich_text_quote"),
            words("a\n  b", kind="rich_text_preformatted"),
            {"type": "rich_text_x"},
        ),
        READER,
    )
    assert drawn == "<blockquote>q</blockquote><pre><code>a<br>  b</code></pre>[rich_text_x]"


def test_a_break_at_the_end_of_a_paragraph_is_not_an_empty_line() -> None:
    assert rich_text(rich(words("a\nb\n")), READER) == "<p>a<br>b</p>"


def test_on_one_line_sections_stand_below_each_other() -> None:
    assert rich_line(rich(words("a"), words("b")), READER) == "a<br>b"
    assert rich_line({}, READER) == ""
