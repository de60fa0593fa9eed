import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.window.drawing.markdown import markdown
from sandbox.window.drawing.samples import NAMES, VIEWER
from sandbox.window.drawing.viewer import Reader
from tests.sandbox.window.drawing.page import sound

READER = Reader(VIEWER, NAMES)


@pytest.mark.parametrize(
    "text, html",
    [
        ("# A\n### B #\nc", "<h3>A</h3><h5>B</h5><p>c</p>"),
        ("a\nb\n\nc", "<p>a<br>b</p><p>c</p>"),
        (
            "- a\n- b\n  - c\n  - d\n- e",
            "<ul><li>a</li><li>b<ul><li>c</li><li>d</li></ul></li><li>e</li></ul>",
        ),
        ("3. a\n4) b\n- c", '<ol start="3"><li>a</li><li>b</li></ol><ul><li>c</li></ul>'),
        ("- a\n\n  more\n- b", "<ul><li>a<p>more</p></li><li>b</li></ul>"),
        ("> a\n> - b\n\nc", "<blockquote><p>a</p><ul><li>b</li></ul></blockquote><p>c</p>"),
        ("```js\n<b> **x**\n\n```\nend", "<pre><code>&lt;b&gt; **x**\n</code></pre><p>end</p>"),
        ("```\nnever closed", "<pre><code>never closed</code></pre>"),
        ("a\n***\nb", "<p>a</p><hr><p>b</p>"),
        ("a | b", "<p>a | b</p>"),
        ("", ""),
    ],
)
def test_blocks_of_markdown(text: str, html: str) -> None:
    assert markdown(text, READER) == html


def test_boxes_of_a_list_say_whether_they_are_done() -> None:
    page = sound(markdown("- [x] sent\n- [ ] signed", READER))
    assert [box.attrs["aria-label"] for box in page.all("span")] == ["done", "open"]


def test_a_table_has_a_heading_and_its_cells() -> None:
    page = sound(markdown("| A | **B** |\n|---|:-:|\n| 1 | `x\\|y` |\n| 2 |\n\nafter", READER))
    assert [node.text for node in page.all("th")] == ["A", "B"]
    assert [node.text for node in page.all("td")] == ["1", "x\\|y", "2"]
    assert page.all("p")[0].text == "after"


@given(
    st.lists(
        st.sampled_from(
            ["- a", "  - b", "1. c", "> d", "```", "", "# e", "|f|", "|-|", "---", "    g", "<b>"]
        ),
        max_size=14,
    )
)
@settings(max_examples=200, deadline=None)
def test_no_lines_whatever_break_out_or_go_on_for_ever(lines: list[str]) -> None:
    sound(markdown("\n".join(lines), READER))


@pytest.mark.parametrize(
    "text", ["- a\n", "> ", "**a ", "[a](", "`", "|a", "~~a ", "_a ", "  - a\n  ", "\\", "<@"]
)
def test_the_longest_texts_are_drawn_at_once(text: str) -> None:
    before = time.process_time()
    markdown(text * (12_000 // len(text)), READER)
    assert time.process_time() - before < 2
