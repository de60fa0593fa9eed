import pytest

from sandbox.slack.composer import Names, compose, escape

NAMES = Names({"Chorister": "UCHORISTER", "Ana Ruiz": "UANA000001"}, {"deals": "CDEALS0001"})


def section(typed: str) -> list[dict[str, object]]:
    elements = compose(typed, NAMES).blocks[0]["elements"]
    assert len(elements) == 1
    found: list[dict[str, object]] = elements[0]["elements"]
    return found


def test_a_pasted_link_is_wrapped_and_escaped_in_text_and_plain_in_the_block() -> None:
    made = compose("Join https://us02web.zoom.us/j/1?pwd=x&from=addon now")
    assert made.text == "Join <https://us02web.zoom.us/j/1?pwd=x&amp;from=addon> now"
    assert made.blocks[0]["elements"][0]["elements"] == [
        {"type": "text", "text": "Join "},
        {"type": "link", "url": "https://us02web.zoom.us/j/1?pwd=x&from=addon"},
        {"type": "text", "text": " now"},
    ]
    assert made.links == ["https://us02web.zoom.us/j/1?pwd=x&from=addon"]


@pytest.mark.parametrize(
    "typed, url",
    [
        ("see https://zoom.us/j/1.", "https://zoom.us/j/1"),
        ("(https://zoom.us/j/1)", "https://zoom.us/j/1"),
        ("https://x.example/a_(b)", "https://x.example/a_(b)"),
        ("https://zoom.us/j/1, please", "https://zoom.us/j/1"),
    ],
)
def test_punctuation_behind_a_link_is_not_part_of_it(typed: str, url: str) -> None:
    assert compose(typed).links == [url]


def test_a_labelled_link_keeps_its_label() -> None:
    made = compose("<https://zoom.us/j/1|Weekly call>")
    assert made.text == "<https://zoom.us/j/1|Weekly call>"
    assert made.blocks[0]["elements"][0]["elements"][0]["text"] == "Weekly call"


def test_names_and_channels_become_mentions() -> None:
    made = compose("@Chorister tell @Ana Ruiz in #deals", NAMES)
    assert made.text == "<@UCHORISTER> tell <@UANA000001> in <#CDEALS0001|>"
    assert made.mentions == {"UCHORISTER", "UANA000001"}


def test_a_mention_typed_as_an_id_is_a_mention_too() -> None:
    assert compose("<@UCHORISTER> hi").mentions == {"UCHORISTER"}


def test_nothing_in_code_is_a_link_or_a_mention() -> None:
    made = compose("`https://zoom.us/j/1 @Chorister` and ```\nhttps://zoom.us/j/2\n```", NAMES)
    assert made.links == []
    assert made.mentions == set()
    assert made.text == "`https://zoom.us/j/1 @Chorister` and ```https://zoom.us/j/2```"
    assert made.blocks[0]["elements"][1]["type"] == "rich_text_preformatted"


def test_the_three_special_characters_are_escaped() -> None:
    assert escape("a < b & c > d") == compose("a < b & c > d").text == "a &lt; b &amp; c &gt; d"


def test_quotes_lists_and_lines_get_blocks_of_their_own() -> None:
    made = compose("hello\nthere\n> they said\n- one\n- two")
    assert [e["type"] for e in made.blocks[0]["elements"]] == [
        "rich_text_section",
        "rich_text_quote",
        "rich_text_list",
    ]
    assert made.text == "hello\nthere\n&gt; they said\n• one\n• two"
    assert made.blocks[0]["elements"][0]["elements"] == [{"type": "text", "text": "hello\nthere"}]


@pytest.mark.parametrize(
    "typed, part",
    [
        ("*now*", {"type": "text", "text": "now", "style": {"bold": True}}),
        ("_now_", {"type": "text", "text": "now", "style": {"italic": True}}),
        ("~now~", {"type": "text", "text": "now", "style": {"strike": True}}),
        (":wave:", {"type": "emoji", "name": "wave"}),
        ("@here", {"type": "broadcast", "range": "here"}),
        (
            "ana@seller.example",
            {"type": "link", "url": "mailto:ana@seller.example", "text": "ana@seller.example"},
        ),
    ],
)
def test_typed_marks_become_parts(typed: str, part: dict[str, object]) -> None:
    assert section(typed) == [part]


def test_an_empty_message_is_still_a_message() -> None:
    assert compose("").text == ""


def test_a_time_is_no_emoji() -> None:
    assert section("at 10:30:00") == [{"type": "text", "text": "at 10:30:00"}]
