"""How much fits a card, counted as Slack counts it; nothing is lost between the pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.proposals.shown import LONGEST, ROOM, ROWS, blocks_of, fits, length, paged, too_long, units, weight
from tests.builders import a_change


@pytest.mark.parametrize(
    "text, count", [("", 0), ("abc", 3), ("&", 5), ("<>", 8), ("é", 1), ("東", 1), ("🙂", 2), ("\ud800", 1)]
)
def test_a_text_is_as_long_as_slack_counts_it(text: str, count: int) -> None:
    assert units(text) == count


def test_a_value_of_several_lines_needs_its_margin() -> None:
    assert length(a_change(proposed="a\nb\nc")) == 5 + 4


def test_a_value_is_too_long_beyond_what_a_card_shows() -> None:
    assert too_long(a_change(proposed="x" * LONGEST)) == ""
    assert "cannot be approved" in too_long(a_change(proposed="x" * (LONGEST + 1)))


@given(st.lists(st.text(max_size=3_000), min_size=1, max_size=45))
def test_pages_hold_every_change_once_in_order_and_each_fits(values: list[str]) -> None:
    changes = [a_change(f"f{n}", label=f"F{n}", proposed=value) for n, value in enumerate(values)]
    pages = paged(changes)
    assert [c for page in pages for c in page] == changes
    for page in pages:
        assert len(page) == 1 or fits(page)
        assert len(page) == 1 or sum(map(weight, page)) <= ROOM
        assert sum(map(blocks_of, page)) <= ROWS
