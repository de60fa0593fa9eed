import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.window.drawing.markdown_line import markdown_line
from sandbox.window.drawing.samples import NAMES, VIEWER
from sandbox.window.drawing.viewer import Reader
from tests.sandbox.window.drawing.page import sound

READER = Reader(VIEWER, NAMES)


@pytest.mark.parametrize(
    "text, html",
    [
        ("**b** __b__ *i* _i_ ~~s~~", "<strong>b</strong> <strong>b</strong> <em>i</em> <em>i</em> <s>s</s>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("`a*b*` ``a`b``", "<code>a*b*</code> <code>a`b</code>"),
        (r"\*no\* 2 * 3 * 4 snake_case_id", "*no* 2 * 3 * 4 snake_case_id"),
        ("![a funnel](https://x.example/p.png)", '<span class="picture">a funnel</span>'),
        ("a <b> &lt;c&gt; & d", "a &lt;b&gt; &lt;c&gt; &amp; d"),
        ("[bad](javascript:alert(1))", "bad (javascript:alert(1))"),
        ("[x] [ ] []() (y)", "[x] [ ] []() (y)"),
    ],
)
def test_marks_in_a_line_of_markdown(text: str, html: str) -> None:
    assert markdown_line(text, READER) == html


@pytest.mark.parametrize(
    "text, label, url",
    [
        ("[the **call**](https://a.example/x)", "the call", "https://a.example/x"),
        ('[a](https://a.example "title") b', "a", "https://a.example"),
        ("[a](<https://a.example/(b)>)", "a", "https://a.example/(b)"),
        ("<https://a.example>", "https://a.example", "https://a.example"),
        ("see https://a.example/x.", "https://a.example/x", "https://a.example/x"),
        ("<https://a.example|label>", "label", "https://a.example"),
    ],
)
def test_links_of_markdown_and_of_slack(text: str, label: str, url: str) -> None:
    link = sound(markdown_line(text, READER)).one("a")
    assert (link.text, link.attrs["href"]) == (label, url)


def test_mentions_and_emoji_are_known_too() -> None:
    page = sound(markdown_line("<@UBEN> in <#CDEALS> :eyes: <!date^1780491600^{time}|x>", READER))
    assert page.text == "@Ben Okafor in #deals 👀 15:00"


@given(st.text(alphabet="ab*_~`<>|&:@!/\\-. []()\"'", max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_words_whatever_break_out(text: str) -> None:
    sound(markdown_line(text, READER))
