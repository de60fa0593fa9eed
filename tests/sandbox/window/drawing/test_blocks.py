"""Every kind of block and element is drawn: well formed, every control with a name, nothing hostile let through."""

import copy
import re
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.slack.block_elements import IN_ACTIONS, IN_CONTEXT_ACTIONS, IN_INPUT, IN_SECTION
from sandbox.slack.blocks import SURFACES, check_blocks
from sandbox.slack.elements import interactive
from sandbox.window.drawing import blocks, draw_message, draw_view
from sandbox.window.drawing.samples import ABSENT, ALERTS, BLOCKS, ELEMENTS, NAMES, VIEWER, question
from tests.sandbox.window.drawing.page import name_of, sound

Json = dict[str, Any]

HOSTILE = """<script>alert(1)</script>"'><img src=x onerror=alert(1)> {{ d }} </form> &lt;b&gt;"""
SAMPLES = {
    **BLOCKS,
    **{f"alert, {alert['level']}": alert for alert in ALERTS},
    **{f"input, {name}": question(name, element) for name, element in (ELEMENTS | ABSENT).items()},
}
CHOSEN = {"type", "status", "level", "style", "align", "icon", "width", "action_id", "block_id"}
"""Not words: they choose how something is drawn, or are an id. They are planted all at once."""


def drawn(block: Json) -> str:
    """A block in a message and in a modal: both must be sound."""
    view = {"id": "V1", "type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [block]}
    sound(draw_view(view, VIEWER, names=NAMES))
    return draw_message({"ts": "1.0", "blocks": [block]}, VIEWER, names=NAMES)


@pytest.mark.parametrize("name", SAMPLES)
def test_each_kind_is_drawn_whole_and_every_control_has_a_name(name: str) -> None:
    html = drawn(SAMPLES[name])
    assert sound(html).text.strip() or name == "divider"
    assert ("which this window cannot draw" in html) is (name == "unknown")
    assert "element of kind" not in html


def test_there_is_a_sample_of_everything_slack_takes() -> None:
    kinds = {block["type"] for block in SAMPLES.values()}
    assert set().union(*SURFACES.values()) <= kinds
    elements = {element["type"] for block in SAMPLES.values() for _, element in interactive([block])}
    twins = {"workflow_button", "multi_external_select"}  # drawn by the template of another
    assert (IN_ACTIONS | IN_SECTION | IN_INPUT | IN_CONTEXT_ACTIONS) - {"image"} - twins <= elements


@pytest.mark.parametrize("name", [name for name in SAMPLES if name not in ("unknown", "file")])
def test_slack_would_take_the_sample(name: str) -> None:
    kind = SAMPLES[name]["type"]
    assert check_blocks([SAMPLES[name]], "modal" if kind == "alert" else "message") == []


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a sample that holds words."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))
    elif isinstance(value, str) and path[-1] not in CHOSEN:
        yield path


def planted(block: Json, *paths: tuple[Any, ...], with_: str) -> Json:
    """The block with other words at these places."""
    made = copy.deepcopy(block)
    for *way, last in paths:
        held: Any = made
        for key in way:
            held = held[key]
        held[last] = with_
    return made


@pytest.mark.parametrize("name", SAMPLES)
def test_hostile_words_stay_words_wherever_they_stand(name: str) -> None:
    for path in places(SAMPLES[name]):
        page = sound(
            draw_message({"blocks": [planted(SAMPLES[name], path, with_=HOSTILE)]}, VIEWER, names=NAMES)
        )
        assert len(page.all("form")) <= 1
    sound(drawn(planted(SAMPLES[name], *places(SAMPLES[name]), with_=HOSTILE)))


@pytest.mark.parametrize("name", SAMPLES)
def test_hostile_choices_and_ids_stay_inside_their_attributes(name: str) -> None:
    paths = [path for path in everything(SAMPLES[name]) if path[-1] in CHOSEN and path != ("type",)]
    for path in paths:
        block = planted(SAMPLES[name], path, with_=HOSTILE)
        if path[-1] == "type" and path[-2:-1] in (("element",), ("accessory",)):
            block[path[-2]].pop("action_id", None)  # an unknown element has nothing to hold
        sound(draw_message({"blocks": [block]}, VIEWER, names=NAMES))


def everything(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from everything(inner, (*path, key))
    elif isinstance(value, str):
        yield path


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "ht\ttps://a", "https://[x"]
)
def test_an_address_nobody_should_follow_is_no_link(url: str) -> None:
    for name, sample in SAMPLES.items():
        paths = [path for path in places(sample) if str(path[-1]).endswith("url")]
        if paths and not name.startswith("input"):
            page = sound(draw_message({"blocks": [planted(sample, *paths, with_=url)]}, VIEWER, names=NAMES))
            assert [node for node in page.all("a") if node.attrs["href"] == url] == []
            assert page.all("img") == [] or name == "context"


def test_an_unknown_block_is_a_visible_frame() -> None:
    page = sound(draw_message({"blocks": [{"type": "hologram"}, {}]}, VIEWER, names=NAMES))
    assert [node.text.split(",")[0] for node in page.all("div") if node.attrs.get("role") == "note"] == [
        "block of kind hologram",
        "block of kind nothing",
    ]


def test_an_unknown_element_is_a_visible_frame() -> None:
    row = {"type": "actions", "elements": [{"type": "lever", "text": {}}]}
    assert "element of kind lever" in sound(draw_message({"blocks": [row]}, VIEWER, names=NAMES)).text


def test_a_picture_is_shown_only_if_it_needs_no_network() -> None:
    def pictures(url: str) -> int:
        block = {"type": "image", "image_url": url, "alt_text": "A funnel"}
        page = sound(draw_message({"blocks": [block]}, VIEWER, names=NAMES))
        assert ("A funnel" in page.text) is (page.all("img") == [])
        return len(page.all("img"))

    assert pictures("/static/a.png") == pictures(BLOCKS["context"]["elements"][0]["image_url"]) == 1
    refused = [
        "https://a.example/a.png",
        "//a.example/a.png",
        "data:image/svg+xml;base64,AA==",
        "/a.png?b=c",
        "",
    ]
    assert [pictures(url) for url in refused] == [0] * len(refused)


def test_a_button_for_some_is_not_there_for_others() -> None:
    message = {"ts": "1", "blocks": [BLOCKS["actions"]]}
    ben = type(VIEWER)("UBEN", VIEWER.zone, VIEWER.now)
    assert "Only for Ben" not in draw_message(message, VIEWER, names=NAMES)
    assert "Only for Ben" in draw_message(message, ben, names=NAMES)


def test_a_click_that_needs_a_yes_has_its_question_beside_it() -> None:
    page = sound(draw_message({"ts": "1", "blocks": [BLOCKS["section with a button"]]}, VIEWER, names=NAMES))
    dialog = page.one("dialog")
    opener = page.one("button", data_action_id="leave")
    yes = next(button for button in dialog.all("button") if "data-accept" in button.attrs)
    assert opener.attrs["data-confirm"] == dialog.attrs["id"]
    assert yes.attrs["value"] == opener.attrs["value"] == "acc.leave"
    assert (name_of(dialog, page), yes.text) == ("Are you sure?", "Undo them")
    no = next(button for button in dialog.all("button") if "data-deny" in button.attrs)
    assert (no.text, no.attrs["type"]) == ("Cancel", "button")


def test_a_link_button_is_a_link() -> None:
    page = sound(draw_message({"ts": "1", "blocks": [BLOCKS["actions"]]}, VIEWER, names=NAMES))
    assert page.one("a").attrs["href"] == "https://crm.example/006"


def test_a_select_beside_words_sends_itself_and_one_in_a_form_does_not() -> None:
    page = sound(draw_message({"ts": "1", "blocks": [BLOCKS["actions"]]}, VIEWER, names=NAMES))
    select = page.one("select")
    assert page.one("button", id=select.attrs["data-dispatch"]).attrs["value"] == "do.stage"
    asked = sound(
        draw_message({"blocks": [question("static_select", ELEMENTS["static_select"])]}, VIEWER, names=NAMES)
    )
    assert "data-dispatch" not in asked.one("select").attrs
    eager = question("static_select", ELEMENTS["static_select"]) | {"dispatch_action": True}
    asked = sound(draw_message({"blocks": [eager]}, VIEWER, names=NAMES))
    assert "data-dispatch" in asked.one("select").attrs


def test_a_hint_and_an_error_belong_to_their_field() -> None:
    view = {
        "id": "V",
        "type": "modal",
        "title": {},
        "blocks": [question("number_input", ELEMENTS["number_input"])],
    }
    page = sound(draw_view(view, VIEWER, names=NAMES, errors={"ask.number_input": "Too <much>."}))
    box = page.one("input", type="number")
    told = [
        node.text for node in page.walk() if node.attrs.get("id") in box.attrs["aria-describedby"].split()
    ]
    assert [say.strip("⚠ ") for say in told] == ["Too <much>.", "A hint, in small words."]
    assert box.attrs["aria-invalid"] == "true"


def test_a_required_input_is_required_and_an_optional_one_says_so() -> None:
    asked = question("plain_text_input", ELEMENTS["plain_text_input"])
    for block, words in ((asked, ""), (asked | {"optional": True}, "(optional)")):
        page = sound(draw_message({"blocks": [block]}, VIEWER, names=NAMES))
        box = page.one("input", type="text")
        assert ("required" in box.attrs) is (words == "")
        assert words in name_of(box, page)


def test_only_templates_that_are_there_are_asked_for() -> None:
    used = re.findall(
        r'"((?:blocks|elements)/\w+\.html)"', "".join(f.read_text() for f in blocks.TEMPLATES.rglob("*.html"))
    )
    assert [name for name in used if not (blocks.TEMPLATES / name).exists()] == []
    assert set(blocks._SHARED.values()) <= blocks._ELEMENTS


def test_nothing_drawn_runs_or_styles_by_itself() -> None:
    templates = "".join(file.read_text("utf-8") for file in blocks.TEMPLATES.rglob("*.html"))
    assert re.findall(r"\son\w+=|\sstyle=|<script|<style", templates) == []
