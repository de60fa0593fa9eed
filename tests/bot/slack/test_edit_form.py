"""The form behind Edit: kept by tests/golden, taken by Slack at its edges, and read back as it was filled in."""

import json
from typing import Any

import pytest

from bot.proposals.shown import paged
from bot.slack.edit_form import FORM, errors, form, notice, values
from bot.slack.modals import carried_by
from sandbox.slack import check_view
from sandbox.slack.elements import state_of
from sandbox.slack.render import lines_of
from tests.builders import a_change, a_proposal
from tests.golden.samples.edit_form import CHANGES, made


def fits(view: dict[str, Any]) -> bool:
    """Whether Slack takes a view; the assertion inside says why not."""
    assert check_view(view) == []
    assert len(json.dumps(view)) < 250_000
    return True


def by_name(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {b["label"]["text"]: b for b in view["blocks"] if b["type"] == "input"}


def test_every_input_may_be_left_empty_and_begins_with_the_bare_value() -> None:
    inputs = by_name(made())
    assert all(b["optional"] for b in inputs.values())
    assert inputs["Next Steps"]["element"]["initial_value"] == "Send the quote\nby Friday"
    assert inputs["Notes"]["element"]["initial_value"] == "Pilot", "without its date and what is there"
    assert "initial_value" not in inputs["Amount"]["element"]
    assert "Text" not in inputs, "too long to be edited"


def test_a_picklist_is_a_select_with_the_proposed_value_if_it_is_on_it() -> None:
    inputs = by_name(made())
    process, region = inputs["Process"]["element"], inputs["Region"]["element"]
    assert [o["value"] for o in process["options"]] == ["Board", "Owner"]
    assert process["initial_option"]["value"] == "Board"
    assert region["type"] == "static_select"
    assert "initial_option" not in region


@pytest.mark.parametrize(
    "choices", [tuple(f"R{n}" for n in range(101)), ("x" * 76, "y"), ("", "y"), ("&" * 20,)]
)
def test_a_picklist_that_slack_would_not_take_is_typed(choices: tuple[str, ...]) -> None:
    view = made((a_change(choices=choices),))
    (field,) = by_name(view).values()
    assert fits(view)
    assert field["element"]["type"] == "plain_text_input"
    assert "It takes one of: " in field["hint"]["text"]


def test_what_was_filled_in_comes_back_by_row() -> None:
    view = made()
    typed = {
        ("field:1", "value"): "Call on Monday",
        ("field:0", "value"): None,
        ("field:5", "value"): "South",
    }
    view["state"] = {"values": state_of(view["blocks"], typed)}
    assert values(view) == {
        0: None,
        1: "Call on Monday",
        2: "Pilot",
        3: "Pilot",
        4: "Board",
        5: "South",
        6: "R1",
        8: None,
    }
    assert values({"state": {"values": {"other": {"x": {"value": "1"}}}}}) == {}


def test_the_form_knows_its_card() -> None:
    digest = a_proposal(changes=CHANGES).digest[:16]
    known = {"id": "p1", "digest": digest, "channel": "C1", "thread": "100.1", "card": "101.5"}
    assert carried_by(made()) == known | {"ticked": ["0", "2"]}
    assert made()["callback_id"] == FORM


def test_what_is_wrong_is_said_at_its_field() -> None:
    assert errors({3: "No.", 0: "x" * 999}) == {
        "response_action": "errors",
        "errors": {"field:3": "No.", "field:0": "x" * 300},
    }


def test_a_notice_is_a_view_that_only_speaks() -> None:
    view = notice("A title that is longer than Slack takes", "Nothing changed, <!channel> & so on.")
    assert fits(view)
    assert lines_of(view["blocks"]) == ["Nothing changed, <!channel> & so on."]
    assert "<!" not in view["blocks"][0]["text"]["text"]


WORDS = ["wört " * 400, "🎉" * 1000, "&" * 2000, "日本" * 1000, "שלום " * 400, "a\n" * 1000, "", '\\"' * 999]


@pytest.mark.parametrize("text", WORDS, ids=[word[:2] for word in WORDS])
@pytest.mark.parametrize("options", [0, 2, 100, 500])
@pytest.mark.parametrize("room", [10, 70, 2000])
def test_slack_takes_the_form_of_any_page(text: str, options: int, room: int) -> None:
    choices = tuple(f"{n}{text[:room]}" for n in range(options))
    more = {"label": text[:500], "now": text, "quote": text, "proposed": text[:room], "choices": choices}
    for page in paged([a_change(f"field_{n}", **more) for n in range(40)])[:2]:
        view = form(
            a_proposal(changes=page, opportunity_name=text),
            "C0123456789",
            "1" * 17,
            "1" * 17,
            [*map(str, range(40))],
        )
        assert fits(view)


def test_long_picklists_in_many_fields_are_typed_and_not_refused() -> None:
    choices = tuple(f"{n:02}{'日' * 70}" for n in range(100))
    few, many = ([a_change(f"f{n}", proposed="x", choices=choices) for n in range(k)] for k in (1, 30))
    kinds = [[b["element"]["type"] for b in by_name(made(tuple(c))).values()] for c in (few, many)]
    assert kinds[0] == ["static_select"]
    assert set(kinds[1]) == {"plain_text_input"}


def test_without_a_deal_the_form_says_so() -> None:
    assert "No deal is chosen yet" in lines_of(made(opportunity_id="", opportunity_name="")["blocks"])[0]
