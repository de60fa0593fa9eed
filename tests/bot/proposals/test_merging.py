"""Several calls on one deal make one card: the newest word counts, and what grows gets them all."""

from bot.proposals.deals import Deal
from bot.proposals.drafting import Draft
from bot.proposals.merging import merged
from bot.proposals.proposal import CALLS, Adding
from tests.builders import DEAL, a_change

TO = Deal(DEAL, "Northwind", None, None)


def notes(said: str, **more):
    return a_change("notes", label="Notes", proposed=said, adding=Adding.BY_CHORUS, quote=None, **more)


def test_the_newest_calls_word_counts_and_older_calls_fill_in() -> None:
    newest = Draft(TO, (a_change(proposed="new"),), unspoken=("Champion", "Metrics"))
    older = Draft(
        TO, (a_change(proposed="old"), a_change("champion", label="Champion")), unspoken=("Metrics",)
    )
    both = merged([newest, older])
    assert [(c.label, c.proposed) for c in both.changes] == [
        ("Economic Buyer", "new"),
        ("Champion", "Ingrid Solberg, CFO"),
    ]
    assert both.unspoken == ("Metrics",), "what one of them spoke about is not unspoken"


def test_additions_of_both_are_kept_in_the_order_in_which_they_were_said() -> None:
    (row,) = merged([Draft(TO, (notes("second"),)), Draft(TO, (notes("first"),))]).changes
    assert (row.proposed, row.author, row.edited_by, row.ticked) == ("first\nsecond", CALLS, None, True)


def test_dated_additions_keep_their_own_dates() -> None:
    newer, older = notes("second", stamp="2026-06-03"), notes("first", stamp="2026-06-01")
    (row,) = merged([Draft(TO, (newer,)), Draft(TO, (older,))]).changes
    assert row.words == "2026-06-01: first\n2026-06-03: second"


def test_additions_that_grow_too_long_together_are_locked() -> None:
    (row,) = merged([Draft(TO, (notes("x" * 5_000),)), Draft(TO, (notes("y" * 5_000),))]).changes
    assert row.locked
    assert not row.ticked


def test_one_call_stays_as_it_is() -> None:
    alone = Draft(TO, (a_change(),), unspoken=("Metrics",), forbidden=("Amount",))
    assert merged([alone]) == alone
