from typing import Any

from sandbox.window.drawing import draw_view
from sandbox.window.drawing.samples import HOME, MODAL, NAMES, VIEWER
from tests.sandbox.window.drawing.page import Node, name_of, sent, sound


def drawn(view: dict[str, Any], **more: Any) -> Node:
    return sound(draw_view(view, VIEWER, names=NAMES, **more))


def by_text(page: Node, text: str) -> Node:
    return next(
        button for button in page.all("button") if button.text == text and "aria-hidden" not in button.attrs
    )


def test_a_modal_has_its_title_and_its_ways_out() -> None:
    page = drawn(MODAL)
    assert page.one("h2", id="V1-title").text == "Everything to fill in"
    assert page.one("form").attrs["action"] == "/view/submit"
    for button in (by_text(page, "Cancel"), page.one("button", aria_label="Close")):
        assert button.attrs["formaction"] == "/view/close"
        assert "formnovalidate" in button.attrs
    assert "formaction" not in by_text(page, "Save").attrs
    assert by_text(page, "Fill in for me").attrs["formaction"] == "/view/click"


def test_enter_in_a_modal_submits_it() -> None:
    first = drawn(MODAL).all("button")[0]
    assert first.text == "Save"
    assert not {"disabled", "formaction"} & set(first.attrs)


def test_a_modal_that_only_says_something_can_only_be_closed() -> None:
    page = drawn({"id": "V9", "type": "modal", "title": {"type": "plain_text", "text": "Note"}, "blocks": []})
    assert [button.text for button in page.all("button") if "disabled" not in button.attrs] == ["×", "Close"]


def test_a_modal_whose_submit_is_disabled_cannot_be_sent() -> None:
    page = drawn({**MODAL, "submit_disabled": True})
    assert "disabled" in by_text(page, "Save").attrs
    assert "disabled" in page.all("button")[0].attrs


def test_errors_stand_at_their_inputs_and_are_counted_above() -> None:
    page = drawn(MODAL, errors={"ask.checkboxes": "Tick <one>.", "gone": "Something else."})
    summary = page.one("div", role="alert")
    assert "2 answers need another look" in summary.text
    assert "Something else." in summary.text
    assert "Tick <one>." not in summary.text
    invalid = next(node for node in page.all("fieldset") if "invalid" in node.attrs["class"])
    assert "Tick <one>." in invalid.text
    assert invalid.attrs["data-block-id"] == "ask.checkboxes"


def test_without_errors_there_is_no_alert_above() -> None:
    assert [node for node in drawn(MODAL).all("div") if node.attrs.get("role") == "alert"] == []


def test_a_group_of_boxes_is_called_by_its_question() -> None:
    page = drawn(MODAL)
    legends = [node.one("legend").text.strip() for node in page.all("fieldset")]
    assert {"Checkboxes", "Radio buttons", "Multi users select"} <= set(legends)
    assert name_of(page.one("input", value="mon", type="radio"), page) == "Monday"


def test_a_home_tab_clicks_and_has_no_submit() -> None:
    form = drawn(HOME).one("form")
    assert form.attrs["action"] == "/view/click"
    assert sent(form)["view_id"] == ["V2"]
    assert "disabled" in form.all("button")[0].attrs


def test_a_home_tab_with_nothing_to_press_is_no_form() -> None:
    assert drawn({**HOME, "blocks": HOME["blocks"][:2]}).all("form") == []
