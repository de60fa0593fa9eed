"""What a CRM field holds now, as far as Chorus tells and our own writes know."""

from datetime import UTC, datetime

import pytest

from bot.proposals.evidence import Written, after, find, holding, moments, written_to
from bot.proposals.proposal import Adding
from tests.builders import a_change, a_field, a_qualification, evidence
from tools.chorus import Utterance

ANALYSED = datetime(2026, 6, 3, 10, tzinfo=UTC)
LATER = ANALYSED.timestamp() + 60


def with_write(told: object, ours: Written):
    known = evidence(a_field(previous_value=told), written=(ours,))
    known = type(known)(
        **vars(known) | {"qualification": known.qualification.model_copy(update={"generated_at": ANALYSED})}
    )
    return holding(find("economic_buyer", known), known)


@pytest.mark.parametrize(
    "told, at, held",
    [
        ("Tomás", LATER, "Ingrid"),  # Chorus tells what it saw at the analysis
        ("Ingrid", LATER, "Ingrid"),
        ("typed by Mia", LATER, "typed by Mia"),  # somebody changed it since
        ("Tomás", LATER - 120, "Tomás"),  # analysed after our write: somebody put it back
        (None, LATER, None),
    ],
)
def test_chorus_word_counts_unless_it_is_older_than_our_write(told: object, at: float, held: object) -> None:
    assert with_write(told, Written(("economicbuyer",), "Ingrid", at, ("Tomás",))) == (held, True)


def test_a_field_that_grew_by_chorus_is_told_by_chorus() -> None:
    assert with_write("Tomás", Written(("economicbuyer",), None, LATER, ("Tomás",), ("Ingrid",))) == (
        "Tomás",
        True,
    )


def test_a_field_outside_the_analysis_is_known_by_our_writes_or_by_nobody() -> None:
    known = evidence(written=(Written(("forecast",), "Commit", 1.0),))
    assert holding(find("Forecast", known), known) == ("Commit", True)
    assert holding(find("Risk", known), known) == (None, False)


def test_stage_amount_and_close_date_are_known_by_the_calls_deal() -> None:
    known = evidence(stage="Proposal", deal_size=5.0, close_date="2026-07-01")
    found = [holding(find(name, known), known) for name in ("StageName", "Amount", "CloseDate")]
    assert found == [("Proposal", True), (5.0, True), ("2026-07-01", True)]


def test_several_writes_are_one_knowledge() -> None:
    first = after(None, a_change(now=None, proposed="A"), 1.0, sure=True)
    second = after(first, a_change(now="A", proposed="B"), 2.0, sure=True)
    assert (second.value, second.at, second.before) == ("B", 2.0, ("", "A"))


def test_an_addition_is_remembered_until_it_is_gone_again() -> None:
    added = after(None, a_change(now="A", proposed="B", adding=Adding.BY_US), 1.0, sure=True)
    assert (added.value, added.added) == ("A\nB", ("B",))
    taken_back = after(added, a_change(now="A\nB", proposed="A"), 2.0, sure=True)
    assert (taken_back.value, taken_back.added) == ("A", ())


def test_of_what_chorus_added_to_something_nobody_knows_the_whole() -> None:
    assert after(None, a_change(now="A", proposed="B", adding=Adding.BY_CHORUS), 1.0, sure=True).value is None
    assert after(None, a_change(now=None, proposed="B", adding=Adding.BY_CHORUS), 1.0, sure=True).value == "B"


def test_a_write_without_an_answer_is_only_a_doubt() -> None:
    doubt = after(None, a_change(proposed="B"), 1.0, sure=False)
    assert (doubt.value, doubt.unsure, doubt.before) == (None, ("B",), ())


def test_a_field_is_met_by_any_of_its_names() -> None:
    ours = Written(("buyer", "economicbuyer"), "x", 1.0)
    assert written_to(("economicbuyer",), [ours]) is ours
    assert written_to(("champion",), [ours]) is None


def test_a_quote_is_timed_by_the_words_of_the_transcript() -> None:
    said = [
        Utterance(index=0, text="Hello.", offset=1.0),
        Utterance(index=1, text="It is Ingrid - our CFO; she SIGNS, really.", offset=62.0),
        Utterance(index=2, text="Ingrid, our CFO. She signs.", offset=90.0),
        Utterance(index=3, text="ours", offset=None),
    ]
    fields = (
        a_field(),
        a_field("Champion", quote="never said"),
        a_field("Metrics", quote=None),
        a_field("Pain", quote="?!"),
        a_field("Budget", quote="ours"),
    )
    assert moments(a_qualification(*fields), said) == {"economic_buyer": 62.0}
