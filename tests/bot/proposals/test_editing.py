"""What a person types into the form: taken, left out, or refused with a sentence at the field."""

import pytest

from bot.proposals.editing import edited
from tests.builders import a_change, a_proposal

ROWS = [a_change(now="Tomás"), a_change("champion", label="Champion", ticked=False, remark="no quote")]


def rows(typed: dict, ticks: tuple[str, ...] = ("0",), changes=ROWS):
    return edited(a_proposal(changes=changes), typed, "UANA", ticks)


def test_what_is_typed_is_the_persons_own_and_ticked() -> None:
    one, two = rows({0: "Ingrid S.", 1: "Ingrid Solberg, CFO"})
    assert (one.proposed, one.edited_by, one.ticked, one.remark) == ("Ingrid S.", "UANA", True, "")
    assert (two.edited_by, two.ticked) == (None, False), "untouched, and as it was ticked"


def test_the_ticks_of_the_moment_are_kept_for_what_is_not_touched() -> None:
    one, two = rows({0: "Ingrid Solberg, CFO", 1: "Ingrid Solberg, CFO"}, ticks=("1",))
    assert (one.ticked, two.ticked) == (False, True)


def test_an_empty_field_is_left_out_and_an_empty_form_refused() -> None:
    (left,) = rows({0: None, 1: "Jürgen"})
    assert left.label == "Champion"
    assert rows({0: "  ", 1: None}) == {
        0: "Everything is empty, so nothing would be left. Decline the card instead."
    }


def test_what_the_crm_holds_already_is_refused() -> None:
    assert "holds exactly this already" in rows({0: "Tomás"})[0]


def test_other_line_ends_are_no_edit() -> None:
    (row,) = rows({0: "a\r\nb"}, changes=[a_change(proposed="a\nb")])
    assert row.edited_by is None
    (row,) = rows({0: "a\r\nc"}, changes=[a_change(proposed="a\nb")])
    assert row.proposed == "a\nc"


@pytest.mark.parametrize(
    "held, typed, value",
    [(5, "6", 6), (5.5, "7,000.5", 7000.5), (True, "no", False), ("x", "6", "6"), (None, "6", "6")],
)
def test_a_value_keeps_its_kind(held: object, typed: str, value: object) -> None:
    (row,) = rows({0: typed}, changes=[a_change(proposed=held)])
    assert row.proposed == value
    assert type(row.proposed) is type(value)


@pytest.mark.parametrize("held, kind", [(5, "a number, such as 5"), (True, "yes or no")])
def test_a_value_of_another_kind_is_refused(held: object, kind: str) -> None:
    assert kind in rows({0: "lots"}, changes=[a_change(proposed=held)])[0]


def test_a_value_off_the_picklist_is_refused_and_one_on_it_unlocks_the_row() -> None:
    listed = [a_change(choices=("Board", "CFO"), locked=True, ticked=False, remark="not a value")]
    assert "Board, CFO" in rows({0: "Nobody"}, changes=listed)[0]
    (row,) = rows({0: "CFO"}, changes=listed)
    assert (row.locked, row.ticked) == (False, True)


def test_a_locked_row_that_is_not_touched_stays_unticked() -> None:
    (row,) = rows({0: "Ingrid Solberg, CFO"}, changes=[a_change(locked=True, ticked=False)])
    assert not row.ticked


def test_a_field_without_an_input_stays_as_it_is() -> None:
    assert [row.label for row in rows({1: "Jürgen"})] == ["Economic Buyer", "Champion"]


def test_a_card_may_not_outgrow_its_message() -> None:
    many = [a_change(f"f{n}", label=f"F{n}", proposed="x") for n in range(5)]
    assert "would not fit" in rows({n: "y" * 2_900 for n in range(5)}, changes=many)[0]
