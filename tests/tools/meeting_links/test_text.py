"""Links are found the way people and Slack write them, each meeting once, none out of code."""

import random

import pytest

from tools.meeting_links import Link, RefusedLink, find_links


def keys(text: str) -> list[str]:
    return [link.key if isinstance(link, Link) else "refused" for link in find_links(text)]


@pytest.mark.parametrize(
    "text",
    [
        "https://zoom.us/j/987654321",
        "I just jumped into an ad-hoc demo at https://zoom.us/j/987654321. Get Chorus in there now.",
        "<https://zoom.us/j/987654321>",
        "<https://zoom.us/j/987654321|Join the demo>",
        "<https://zoom.us/j/987654321|https://zoom.us/j/111111111>",
        "<http://zoom.us/j/987654321|zoom.us/j/987654321>",
        "Zoom Meeting:https://zoom.us/j/987654321",
        "(https://zoom.us/j/987654321)",
        "[demo](https://zoom.us/j/987654321), please",
        '"https://zoom.us/j/987654321"',
        "*https://zoom.us/j/987654321*",
        "_https://zoom.us/j/987654321_",
        "https://zoom.us/j/987654321&gt;",
        "&lt;https://zoom.us/j/987654321&gt;",
        "https://zoom.us/j/987654321!?…",
        "https://zoom.us/j/987654321、参加してください",
        "参加https://zoom.us/j/987654321です",
        "zoom.us/j/987654321",
        "at acme.zoom.us/j/987654321, now",
        "https%3A%2F%2Fzoom.us%2Fj%2F987654321",
        "https%253A%252F%252Fzoom.us%252Fj%252F987654321",
        "HTTPS://ZOOM.US/j/987654321",
        "line\nhttps://zoom.us/j/987654321\nline",
        "<@UANA000001> <#CDEALS0001|deals> <!here> https://zoom.us/j/987654321",
        "see `zoom.us/j/111111111` or https://zoom.us/j/987654321",
        "https://zoom.us/j/987654321 and once more https://us02web.zoom.us/j/987654321",
    ],
)
def test_the_meeting_is_found(text: str) -> None:
    assert keys(text) == ["zoom:987654321"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no link here, just zoom.us",
        "`https://zoom.us/j/987654321`",
        "```\nhttps://zoom.us/j/987654321\n```",
        "before ``` <https://zoom.us/j/987654321> ``` after",
        "ana@zoom.us/j/987654321",
        "https://example.com/zoom.us/j/987654321",
        "<mailto:ana@zoom.us|ana@zoom.us>",
        "<@U1|https://zoom.us/j/987654321>",
        "https://app.zoominfo.com/j/x",
    ],
)
def test_nothing_is_found_where_nothing_is_meant(text: str) -> None:
    assert keys(text) == []


def test_a_lone_backtick_is_not_code() -> None:
    assert keys("it`s https://zoom.us/j/987654321") == ["zoom:987654321"]
    assert keys("``` https://zoom.us/j/987654321") == ["zoom:987654321"]


def test_several_meetings_come_in_order_and_each_once() -> None:
    text = (
        "https://zoom.us/j/987654321 <https://meet.google.com/abc-defg-hij|x> https://zoom.us/my/ana "
        "https://zoom.us.evil.example/j/987654321 https://meet.google.com/abc-defg-hij https://zoom.us/my/ana"
    )
    assert keys(text) == ["zoom:987654321", "meet:abc-defg-hij", "refused", "refused"]


def test_of_two_spellings_the_one_with_the_passcode_is_kept() -> None:
    for text in (
        "zoom.us/j/987654321 (full: https://zoom.us/j/987654321?pwd=abc)",
        "https://zoom.us/j/987654321?pwd=abc https://zoom.us/j/987654321",
    ):
        (link,) = find_links(text)
        assert link.url == "https://zoom.us/j/987654321?pwd=abc"


def test_slack_s_escapes_do_not_end_an_address() -> None:
    (link,) = find_links("<https://zoom.us/j/987654321?uname=x&amp;pwd=abc_|join> ok")
    assert link.url == "https://zoom.us/j/987654321?pwd=abc_"
    (link,) = find_links("https://zoom.us/j/987654321?uname=x&amp;pwd=abc_ ok")
    assert link.url == "https://zoom.us/j/987654321?pwd=abc_"


def test_a_look_alike_in_another_script_is_not_cut_short() -> None:
    (link,) = find_links("join https://zоom.us/j/987654321, please")
    assert isinstance(link, RefusedLink)
    assert link.url == "https://zоom.us/j/987654321"


PIECES = (
    "https://zoom.us/j/987654321",
    "<https://meet.google.com/abc-defg-hij|x>",
    "<",
    ">",
    "|",
    "`",
    "```",
    "&amp;",
    "&lt;",
    "https://",
    "https%3A",
    "%25",
    "@",
    "zoom.us/",
    "\n",
    " ",
    "。",
    "a.b.c.",
    "\\",
    "(",
    ")",
)


@pytest.mark.parametrize("seed", range(30))
def test_no_text_makes_the_search_fail(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        for link in find_links("".join(chance.choices(PIECES, k=chance.randint(1, 25)))):
            assert isinstance(link, Link | RefusedLink)


def test_a_very_long_text_is_searched_in_no_time() -> None:
    assert keys("a." * 20_000 + " " + "-" * 20_000 + " https://zoom.us/j/987654321") == ["zoom:987654321"]
    assert keys("<https://" * 5_000) == []
    assert keys("`" * 20_000) == []
