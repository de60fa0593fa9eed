"""What the bot really sends, drawn: sound, nothing unknown in it, and every word there that the plain renderer says."""

import json
import re
from typing import Any

import pytest

from bot.slack.text import FALLBACK
from sandbox.slack import text_of
from sandbox.slack.elements import state_of
from sandbox.window.drawing import Names, draw_message, draw_view, pressed_from, state_from
from sandbox.window.drawing.samples import NAMES, VIEWER
from tests.golden.samples import everything
from tests.sandbox.window.drawing.page import sent, sound

Json = dict[str, Any]
Message = tuple[str, list[Json]]

SAMPLES = everything()
MESSAGES = {name: messages for name, one in SAMPLES.items() if (messages := list(one.messages))}
VIEWS = {name: view for name, one in SAMPLES.items() for view in one.payloads if isinstance(view, dict)}


def undated(blocks: list[Json]) -> list[Json]:
    """The blocks without their dates, which each renderer spells in its own way."""
    made: list[Json] = json.loads(re.sub(r"<!date[^>]*>", "", json.dumps(blocks)))
    return made


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", re.sub(r"\(?https?://\S+", "", text)))


@pytest.mark.parametrize("name", MESSAGES)
def test_each_message_is_drawn_and_says_what_it_says_in_plain_lines(name: str) -> None:
    for text, blocks in MESSAGES[name]:
        message = {"ts": "1780488000.000001", "text": text[:FALLBACK], "blocks": with_ids(blocks)}
        page = sound(draw_message(message, VIEWER, names=Names()))
        assert "which this window cannot draw" not in page.text
        plain = text_of({"text": text, "blocks": undated(blocks)})
        assert words_of(plain.replace("[x]", "")) - words_of(" ".join(page.texts())) == set()


@pytest.mark.parametrize("name", MESSAGES)
def test_each_button_of_a_message_can_be_pressed(name: str) -> None:
    for text, blocks in MESSAGES[name]:
        message = {"ts": "1", "text": text, "blocks": with_ids(blocks)}
        page = sound(draw_message(message, VIEWER, names=NAMES))
        offered = [button.attrs["value"] for button in page.all("button") if "value" in button.attrs]
        for form in page.all("form"):
            pressed = [pressed_from(sent(form, code), message) for code in offered]
            assert all(press.action_id for press in pressed)
            assert state_of(message["blocks"], state_from(sent(form), message)) == state_of(message["blocks"])


@pytest.mark.parametrize("name", VIEWS)
def test_each_view_is_drawn_and_comes_back_as_it_was(name: str) -> None:
    view = VIEWS[name] | {"id": "V1", "blocks": with_ids(VIEWS[name]["blocks"])}
    page = sound(draw_view(view, VIEWER, names=NAMES))
    assert "which this window cannot draw" not in page.text
    for form in page.all("form"):
        assert state_of(view["blocks"], state_from(sent(form), view)) == state_of(view["blocks"])


def with_ids(blocks: list[Json]) -> list[Json]:
    """The blocks with the ids that Slack invents."""
    return [{"block_id": f"b{n}", **block} for n, block in enumerate(blocks)]
