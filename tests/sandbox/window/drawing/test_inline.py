import pytest
from markupsafe import Markup

from sandbox.window.drawing import inline
from sandbox.window.drawing.samples import NAMES, NOON, VIEWER
from sandbox.window.drawing.viewer import Reader

READER = Reader(VIEWER, NAMES)


@pytest.mark.parametrize("url", ["https://a.example/?b=1", "HTTP://a.example", "mailto:ana@seller.example"])
def test_the_web_and_mail_may_be_followed(url: str) -> None:
    assert inline.is_safe(url)
    assert f'href="{url}"' in inline.link(url)
    assert 'rel="noopener noreferrer"' in inline.link(url, "there")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        " https://a",
        "java\nscript:x",
        "data:text/html,x",
        "/a",
        "",
        "https://[",
        "vbscript:x",
        "file:///etc",
    ],
)
def test_nothing_else_may(url: str) -> None:
    assert not inline.is_safe(url)
    assert "<a" not in inline.link(url, "words")
    assert inline.link(url, "words").startswith("words (")


def test_what_cannot_be_followed_is_still_said() -> None:
    assert inline.link("ftp://a.example") == "ftp://a.example"
    assert inline.link("mailto:ana@seller.example").endswith(">ana@seller.example</a>")


def test_mentions_are_names_and_the_viewers_own_stands_out() -> None:
    assert inline.user("UBEN", READER) == '<span class="mention">@Ben Okafor</span>'
    assert inline.user("UANA", READER) == '<span class="mention me">@Ana Ruiz</span>'
    assert inline.user("UNEW", READER, "newcomer") == '<span class="mention">@newcomer</span>'
    assert inline.channel("CDEALS", READER) == '<span class="mention">#deals</span>'
    assert inline.channel("CNEW", READER) == '<span class="mention">#CNEW</span>'
    assert inline.usergroup("SREPS", READER) == '<span class="mention">@sales-reps</span>'
    assert inline.usergroup("SNEW", READER, "@others") == '<span class="mention">@others</span>'
    assert inline.broadcast("<here>") == '<span class="mention me">@&lt;here&gt;</span>'


def test_an_emoji_has_a_name_to_be_read_and_an_unknown_one_is_its_name() -> None:
    assert 'role="img" aria-label="tada"' in inline.emoji("tada")
    assert inline.emoji("<odd>") == ":&lt;odd&gt;:"


def test_a_date_is_a_time_in_the_viewers_zone_perhaps_with_a_link() -> None:
    made = inline.date(NOON, "at {time}", READER, url="https://a.example")
    assert '<time datetime="2026-06-03T14:00:00+02:00"' in made
    assert made.startswith('<a href="https://a.example"')
    assert ">at 14:00</time>" in made
    assert "<a" not in inline.date(NOON, "at {time}", READER, url="javascript:x")


def test_a_date_no_calendar_has_is_its_fallback() -> None:
    assert inline.date(10**20, "{time}", READER, fallback="<never>") == "&lt;never&gt;"


def test_marks_nest_and_plain_words_keep_their_lines() -> None:
    assert (
        inline.marked(Markup("x"), {"bold": True, "code": True, "odd": True})
        == "<strong><code>x</code></strong>"
    )
    assert inline.lines("a\n<b>") == "a<br>&lt;b&gt;"
    assert inline.plain("a :x9: \n:eyes:").startswith("a :x9: <br><span")
