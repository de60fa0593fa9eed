from typing import Any

import pytest

from sandbox.slack.streams import LIFETIME, Stream
from sandbox.window.drawing import draw_message
from sandbox.window.drawing.samples import ATTACHED, BLOCKS, NAMES, NOON, VIEWER
from tests.sandbox.window.drawing.page import Node, sent, sound


def drawn(message: dict[str, Any], **more: Any) -> Node:
    return sound(draw_message(message, VIEWER, names=NAMES, **more))


def test_a_message_without_blocks_is_its_text() -> None:
    page = drawn({"ts": "1.2", "text": "Hello <@UBEN>, *now*"})
    assert page.text.strip() == "Hello @Ben Okafor, now"
    assert page.one("strong").text == "now"


def test_blocks_hide_the_text() -> None:
    page = drawn({"text": "a fallback", "blocks": [BLOCKS["header"]]})
    assert "fallback" not in page.text


def test_only_a_message_with_something_to_press_is_a_form() -> None:
    assert drawn({"text": "x"}).all("form") == []
    form = drawn({"ts": "1.2", "blocks": [BLOCKS["actions"]]}, channel="CDEALS").one("form")
    assert (form.attrs["action"], form.attrs["method"]) == ("/message/click", "post")
    assert {key: form_value for key, form_value in sent(form).items() if not key.startswith("state.")} == {
        "viewer": ["UANA"],
        "zone": ["Europe/Madrid"],
        "channel": ["CDEALS"],
        "ts": ["1.2"],
    }


def test_the_message_of_a_place_knows_it_by_itself() -> None:
    form = drawn({"ts": "1.2", "channel": "D1", "blocks": [BLOCKS["actions"]]}, channel="CDEALS").one("form")
    assert sent(form)["channel"] == ["D1"]


def test_a_message_can_stand_on_the_page_twice() -> None:
    message = {"ts": "1.2", "blocks": [BLOCKS["actions"], BLOCKS["section with a box"]]}
    both = [draw_message(message, VIEWER, names=NAMES, pane=pane) for pane in ("channel", "thread")]
    assert len(sound("".join(both)).all("form")) == 2
    with pytest.raises(AssertionError, match="ids are doubled"):
        sound(both[0] * 2)


def test_enter_presses_nothing_in_a_message() -> None:
    first = drawn({"ts": "1.2", "blocks": [BLOCKS["actions"]]}).all("button")[0]
    assert "disabled" in first.attrs


def test_what_is_attached_is_drawn_below() -> None:
    page = drawn(ATTACHED)
    said = " ".join(page.text.split())
    for words in (
        "Northwind discovery",
        "Old style",
        "45 minutes",
        "Stage",
        "chorus.ai",
        "Only a fallback",
        "notes.pdf",
    ):
        assert words in said
    assert said.endswith("(edited)")


def test_boxes_ticked_by_hand_are_drawn_as_they_are_held() -> None:
    message = {"ts": "1", "blocks": [BLOCKS["section with a box"]]}
    assert "checked" in drawn(message).one("input", type="checkbox").attrs
    box = drawn(message, state={("tick:1", "tick"): []}).one("input", type="checkbox")
    assert "checked" not in box.attrs


@pytest.mark.parametrize("age, said", [(1, "Writing…"), (LIFETIME + 1, "This answer broke off.")])
def test_a_message_that_is_being_written_says_so_and_one_that_broke_off_too(age: float, said: str) -> None:
    stream = Stream(NOON - age)
    stream.add([{"type": "markdown_text", "text": "**So far**"}])
    page = drawn({"ts": "1", "text": stream.text(), "blocks": stream.blocks(), "streaming": stream})
    assert page.one("span", role="status").text == said
    assert page.one("strong").text == "So far"


def test_a_message_somebody_stopped_is_not_being_written() -> None:
    stream = Stream(NOON)
    stream.stop(by_user=True)
    assert drawn({"text": "x", "streaming": stream}).all("span") == []


def test_a_deleted_message_says_so() -> None:
    assert drawn({"subtype": "tombstone", "text": "secret"}).text == "This message was deleted."
