"""Under an answer: two buttons that carry the run alone, and a form that may be left empty."""

from typing import Any

import pytest

from bot.slack import feedback_words as words
from bot.slack.feedback_words import Verdict, Wrong
from bot.slack.modals import VALUE
from sandbox.slack import check_blocks, check_view
from sandbox.slack.elements import state_of

RUN = "turn:T1:C1:1780488300.000100"


def sent(**filled: str | None) -> dict[str, Any]:
    view = words.form(RUN, 5.5, "C1", "100.1")
    state = {(field, VALUE): value for field, value in filled.items()}
    return view | {"state": {"values": state_of(view["blocks"], state)}}


def test_the_buttons_carry_the_verdict_and_the_run_alone() -> None:
    block = words.buttons(RUN)
    assert check_blocks([block]) == []
    (element,) = block["elements"]
    sides = [element[side]["value"] for side in ("positive_button", "negative_button")]
    assert [words.rating(value) for value in sides] == [(Verdict.GOOD, RUN), (Verdict.BAD, RUN)]


def test_the_buttons_are_told_apart_by_words() -> None:
    (element,) = words.buttons(RUN)["elements"]
    for side in ("positive_button", "negative_button"):
        label, text = element[side]["accessibility_label"], element[side]["text"]["text"]
        assert text.lower() in label
        assert len(label) <= 75


def test_a_value_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="best"):
        words.rating(f"best {RUN}")


def test_what_was_filled_in_comes_back() -> None:
    assert check_view(words.form(RUN, 5.5, "C1", "100.1")) == []
    assert words.wrong(sent(reason="slow", words="<!here> x")) == Wrong(
        RUN, 5.5, "C1", "100.1", "slow", "<!here> x"
    )


def test_an_empty_form_is_one_too() -> None:
    said = words.wrong(sent())
    assert (said.reason, said.words) == ("", "")
    assert all(block["optional"] for block in sent()["blocks"])


def test_nothing_longer_than_was_asked_for_is_kept() -> None:
    assert len(words.wrong(sent(words="x" * 5000)).words) == words.LONGEST
