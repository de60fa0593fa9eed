"""A form as it is drawn, posted and read back: what comes out is what Slack's own client would send."""

from typing import Any

import pytest

from sandbox.slack.elements import state_of
from sandbox.window.drawing import Names, Press, Viewer, draw_message, draw_view
from sandbox.window.drawing.form import (
    empty_required,
    field_name,
    fitting,
    options,
    press_code,
    pressed_from,
    rich_of,
    state_from,
    stateful,
)
from sandbox.window.drawing.samples import BLOCKS, ELEMENTS, HOME, MODAL, NAMES, NOON, VIEWER, question
from tests.sandbox.window.drawing.page import Node, sent, sound

Json = dict[str, Any]

EMPTY = {
    "initial_value",
    "initial_option",
    "initial_options",
    "initial_user",
    "initial_users",
    "initial_conversation",
}
EMPTY |= {"initial_conversations", "initial_channel", "initial_channels", "initial_date", "initial_time"}
EMPTY |= {"initial_date_time"}
OTHER: dict[str, Any] = {
    "plain_text_input": "Other & <words>",
    "several lines": "a\n\n  b",
    "number_input": "7",
    "email_text_input": "ben@northwind.example",
    "url_text_input": "https://other.example",
    "rich_text_input": rich_of("Other\nwords"),
    "static_select": "nego",
    "grouped select": "disc",
    "users_select": "UCARA",
    "conversations_select": "CRANDOM",
    "channels_select": "CDEALS",
    "multi_static_select": ["nego"],
    "multi_users_select": ["UBEN", "UCARA"],
    "multi_conversations_select": ["CDEALS", "CRANDOM"],
    "multi_channels_select": [],
    "checkboxes": ["mon"],
    "radio_buttons": "mon",
    "datepicker": "2026-12-24",
    "timepicker": "06:05",
    "datetimepicker": NOON + 86_400 * 200,
}
"""What else each input may hold."""


def view_of(*blocks: Json) -> Json:
    return {**MODAL, "blocks": list(blocks)}


def posted(
    view: Json, press: str | None = None, viewer: Viewer = VIEWER, **more: Any
) -> dict[str, list[str]]:
    """What a browser sends of a view as it is drawn."""
    return sent(sound(draw_view(view, viewer, names=NAMES, **more)).one("form"), press)


@pytest.mark.parametrize("name", ELEMENTS)
def test_an_untouched_input_comes_back_as_it_was_drawn(name: str) -> None:
    view = view_of(question(name, ELEMENTS[name]))
    state = state_from(posted(view), view)
    assert list(state) == [(f"ask.{name}", "value")]
    assert state_of(view["blocks"], state) == state_of(view["blocks"])


@pytest.mark.parametrize("name", ELEMENTS)
def test_an_empty_input_comes_back_empty(name: str) -> None:
    bare = {key: value for key, value in ELEMENTS[name].items() if key not in EMPTY}
    view = view_of(question(name, bare))
    assert state_of(view["blocks"], state_from(posted(view), view)) == state_of(view["blocks"])


@pytest.mark.parametrize("name", ELEMENTS)
def test_what_was_filled_in_is_drawn_again_and_comes_back(name: str) -> None:
    view = view_of(question(name, ELEMENTS[name]))
    state = {(f"ask.{name}", "value"): OTHER[name]}
    assert state_from(posted(view, state=state), view) == state
    assert state_of(view["blocks"], state) != state_of(view["blocks"])


def test_a_whole_form_comes_back_at_once_with_what_else_it_carries() -> None:
    form = posted(MODAL, press_code("top", "fill"))
    assert len(state_from(form, MODAL)) == len(ELEMENTS)
    assert pressed_from(form, MODAL) == Press("top", "fill")
    assert {key: form[key] for key in form if not key.startswith("state.")} == {
        "viewer": ["UANA"],
        "zone": ["Europe/Madrid"],
        "view_id": ["V1"],
        "action": ["top.fill"],
    }


def test_a_moment_is_typed_in_the_viewers_own_zone() -> None:
    view = view_of(question("datetimepicker", ELEMENTS["datetimepicker"]))
    for zone, shown in (("Europe/Madrid", "2026-06-03T14:00"), ("America/New_York", "2026-06-03T08:00")):
        form = posted(view, viewer=Viewer("UANA", zone, VIEWER.now))
        assert form["state.ask%2Edatetimepicker.value"] == [shown] or form[
            field_name("ask.datetimepicker", "value")
        ] == [shown]
        assert state_from(form, view) == {("ask.datetimepicker", "value"): NOON}
    broken = {field_name("ask.datetimepicker", "value"): ["soon"]}
    assert state_from(broken, view) == {("ask.datetimepicker", "value"): None}


def test_ids_with_any_sign_in_them_find_their_way_back() -> None:
    block_id, action_id = "tick:a.b%2E:0", "x.y%.z"
    button = {"type": "button", "action_id": "go.%.", "text": {"type": "plain_text", "text": "Go"}}
    box = ELEMENTS["plain_text_input"] | {"action_id": action_id}
    view = view_of({"type": "actions", "block_id": block_id, "elements": [box, button]})
    form = posted(view, press_code(block_id, "go.%.", "v.1%"))
    assert state_from(form, view) == {(block_id, action_id): "Send the paper"}
    assert pressed_from(form, view) == Press(block_id, "go.%.", "v.1%")
    assert field_name("a.b", "c") != field_name("a", "b.c")


def buttons(page: Node) -> dict[str, str]:
    return {
        button.text.strip(): button.attrs["value"] for button in page.all("button") if "value" in button.attrs
    }


def test_each_thing_to_press_in_a_message_says_what_it_is() -> None:
    blocks = [BLOCKS["actions"], BLOCKS["context_actions"], BLOCKS["section with a box"]]
    message = {"ts": "1780488000.000001", "blocks": blocks}
    page = sound(draw_message(message, VIEWER, names=NAMES, channel="CDEALS"))
    named = buttons(page)

    def press(label: str) -> Press:
        return pressed_from(sent(page.one("form"), named[label]), message)

    assert press("Approve 3 fields") == Press("do", "approve")
    assert press("Bad answer") == Press("fb", "rate", "bad")
    assert press("Not a riskSays why") == Press("do", "more", "hide")
    form = sent(page.one("form"), named["Edit"])
    assert state_from(form, message) == {("do", "stage"): None, ("tick:1", "tick"): ["0"]}
    assert (form["channel"], form["ts"]) == (["CDEALS"], ["1780488000.000001"])


def test_a_choice_that_sends_itself_is_pressed_with_what_it_holds() -> None:
    form = posted(HOME, press_code("writes", "writes"))
    assert pressed_from(form, HOME) == Press("writes", "writes", "off")
    message = {"ts": "1", "blocks": [BLOCKS["section with a box"]]}
    drawn = sound(draw_message(message, VIEWER, names=NAMES, state={("tick:1", "tick"): []}))
    unticked = sent(drawn.one("form"), press_code("tick:1", "tick"))
    assert pressed_from(unticked, message) == Press("tick:1", "tick", [])


@pytest.mark.parametrize("action", [[], [""], ["lonely"], ["a.b.c.d"]])
def test_a_form_in_which_nothing_was_pressed_is_refused(action: list[str]) -> None:
    with pytest.raises(ValueError, match="nothing"):
        pressed_from({"action": action} if action else {}, MODAL)


def test_what_has_gone_or_come_since_the_form_was_drawn_is_left_out() -> None:
    old = view_of(
        question("static_select", ELEMENTS["static_select"]), question("checkboxes", ELEMENTS["checkboxes"])
    )
    form = posted(old)
    fewer = ELEMENTS["static_select"] | {
        "options": ELEMENTS["static_select"]["options"][:1],
        "initial_option": None,
    }
    new = view_of(question("static_select", fewer), question("radio_buttons", ELEMENTS["radio_buttons"]))
    assert state_from(form, new) == {("ask.static_select", "value"): None}
    assert fitting(state_from(form, old), new) == {("ask.static_select", "value"): None}
    kept = {("ask.checkboxes", "value"): ["mon", "gone"]}
    assert fitting(kept, old) == {("ask.checkboxes", "value"): ["mon"]}
    assert list(stateful(new)) == [("ask.static_select", "value"), ("ask.radio_buttons", "value")]


def test_a_required_input_that_is_empty_is_told_by_its_block() -> None:
    bare = {"type": "plain_text_input"}
    view = view_of(question("a", bare), question("b", bare) | {"optional": True}, question("c", bare))
    state = {("ask.a", "value"): "", ("ask.c", "value"): "said"}
    assert list(empty_required(state, view)) == ["ask.a"]
    assert empty_required({("ask.a", "value"): "x", ("ask.c", "value"): "y", ("gone", "z"): "?"}, view) == {}


def test_options_of_groups_are_options() -> None:
    assert [one["value"] for one in options(ELEMENTS["grouped select"])] == ["disc", "demo", "nego"]


def test_an_unknown_zone_is_read_as_utc() -> None:
    view = view_of(question("datetimepicker", ELEMENTS["datetimepicker"]))
    name = field_name("ask.datetimepicker", "value")
    for zone in (["Mars/Base"], ["/etc/passwd"], ["../x"]):
        assert state_from({name: ["2026-06-03T12:00"], "zone": zone}, view) == {
            ("ask.datetimepicker", "value"): NOON
        }
    assert Names().users == {}
