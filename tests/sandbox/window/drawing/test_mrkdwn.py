"""Slack's mrkdwn as HTML, sign by sign; and that no words whatever break out of it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.window.drawing.mrkdwn import mrkdwn, mrkdwn_line, token, unescaped
from sandbox.window.drawing.samples import NAMES, NOON, VIEWER
from sandbox.window.drawing.viewer import Reader
from tests.sandbox.window.drawing.page import sound

READER = Reader(VIEWER, NAMES)


@pytest.mark.parametrize(
    "text, html",
    [
        ("*b* _i_ ~s~ `c`", "<strong>b</strong> <em>i</em> <s>s</s> <code>c</code>"),
        ("*a _b_ c*", "<strong>a <em>b</em> c</strong>"),
        ("_snake_case here_ and an_id_x", "<em>snake_case here</em> and an_id_x"),
        ("2*3*4, * no *, 5 * 6", "2*3*4, * no *, 5 * 6"),
        ("`*not bold* &lt;b&gt;`", "<code>*not bold* &lt;b&gt;</code>"),
        ("a &amp; b &lt;c&gt; &amp;lt;", "a &amp; b &lt;c&gt; &amp;lt;"),
        ("&#60;b&#62;", "&amp;#60;b&amp;#62;"),
        ("at 10:30:15 :no_such:", "at 10:30:15 :no_such:"),
        ("a\nb", "a<br>b"),
        ("**", "**"),
        ("<>", "&lt;&gt;"),
    ],
)
def test_marks_in_a_line(text: str, html: str) -> None:
    assert mrkdwn_line(text, READER, verbatim=True) == html


@pytest.mark.parametrize(
    "text, html",
    [
        ("a\n\nb", "<p>a</p><p>b</p>"),
        ("• a\n  ◦ b\nc", '<ul><li class="indent-0">a</li><li class="indent-1">b</li></ul><p>c</p>'),
        ("&gt; a\n> *b*\nc", "<blockquote>a<br><strong>b</strong></blockquote><p>c</p>"),
        ("a\n&gt;&gt;&gt; b\nc", "<p>a</p><blockquote>b<br>c</blockquote>"),
        ("a\n```\n*x* &lt;\n\n  y\n```\nb", "<p>a</p><pre><code>*x* &lt;\n\n  y</code></pre><p>b</p>"),
        ("", ""),
    ],
)
def test_paragraphs_quotes_bullets_and_code(text: str, html: str) -> None:
    assert mrkdwn(text, READER) == html


@pytest.mark.parametrize(
    "inside, text",
    [
        ("@UBEN", "@Ben Okafor"),
        ("@UXX|ben", "@ben"),
        ("#CDEALS|", "#deals"),
        ("!subteam^SREPS|@reps", "@sales-reps"),
        ("!here", "@here"),
        ("!channel|@channel", "@channel"),
        (f"!date^{NOON}^{{date_short_pretty}}, {{time}}|then", "today, 14:00"),
        ("!date^soon^{time}|<then>", "<then>"),
        ("!date^", "!date^"),
        ("https://a.example/?b=1&amp;c|see *this*", "see *this*"),
        ("mailto:a@b.example|", "a@b.example"),
        ("javascript:alert(1)|click", "click (javascript:alert(1))"),
    ],
)
def test_what_stands_between_angle_brackets(inside: str, text: str) -> None:
    assert sound(token(inside, READER)).text == text


def test_links_carry_the_address_that_was_meant() -> None:
    page = sound(mrkdwn("<https://a.example/?b=1&amp;c=%22|x>", READER))
    assert page.one("a").attrs["href"] == "https://a.example/?b=1&c=%22"


def test_a_bare_address_is_a_link_unless_the_text_is_verbatim() -> None:
    said = "See https://a.example/b_c_(d)."
    assert sound(mrkdwn(said, READER)).one("a").attrs["href"] == "https://a.example/b_c_(d"
    assert sound(mrkdwn(said, READER, verbatim=True)).all("a") == []


def test_the_three_escapes_are_undone_once() -> None:
    assert unescaped("&amp;lt; &lt;&gt;") == "&lt; <>"


@given(st.text(alphabet="ab*_~`<>|&;:@#!/^-. \n•>\"'{}[]()", max_size=60), st.booleans())
@settings(max_examples=300, deadline=None)
def test_no_words_whatever_break_out(text: str, verbatim: bool) -> None:
    sound(mrkdwn(text, READER, verbatim=verbatim))


@pytest.mark.parametrize(
    "text", ["*a ", "_a ", "~a ", "`a ", "<a ", "_a_b", "```", "> ", "• ", ":a", "*_~", "https://"]
)
def test_the_longest_texts_are_drawn_at_once(text: str) -> None:
    before = time.process_time()
    mrkdwn(text * (40_000 // len(text)), READER)
    assert time.process_time() - before < 2
