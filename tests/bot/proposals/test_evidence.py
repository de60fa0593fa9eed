"""What a CRM field holds now, as far as Chorus tells and our own writes know."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.proposals.evidence import after, aimed, find, holding, moments, refusal, written_to
from bot.proposals.proposal import Adding
from tests.builders import CALL, DEAL, a_change, a_field, a_qualification, evidence, wrote
from tools.chorus import Utterance

ANALYSED = datetime(2026, 6, 3, 10, tzinfo=UTC)
SEEN = ANALYSED.timestamp()
NOBODY = (None, False, None)
GOOD = {"fate": "written"}
LATER = ANALYSED.timestamp() + 60


def analysed(*fields, **more):
    known = evidence(*fields, **more)
    told = known.qualification.model_copy(update={"generated_at": ANALYSED})
    return aimed(replace(known, qualification=told), DEAL)


def held(known, name: str = "economic_buyer"):
    found = holding(find(name, known), known)
    return found.value, found.known, found.as_of


@pytest.mark.parametrize(
    "told, at, value, as_of",
    [
        ("Tomás", LATER, "Ingrid", LATER),  # Chorus tells what it saw at the analysis
        ("Ingrid", LATER, "Ingrid", None),  # it follows our write: it tells what is there now
        ("typed by Mia", LATER, "typed by Mia", None),
        ("Tomás", LATER - 120, "Tomás", SEEN),  # analysed after our write: somebody put it back
        (None, LATER, None, None),
    ],
)
def test_chorus_word_counts_unless_it_is_older_than_our_write(
    told: object, at: float, value: object, as_of: float | None
) -> None:
    then = SEEN if at > SEEN else SEEN - 3600  # the analysis that the card of our write was made of
    ours = wrote("economicbuyer", value="Ingrid", at=at, told=((CALL, then, "Tomás"),))
    assert held(analysed(a_field(previous_value=told), written=(ours,))) == (value, True, as_of)


def test_one_field_that_follows_shows_that_chorus_tells_of_now() -> None:
    ours = wrote("champion", value="Lena", at=LATER, told=((CALL, SEEN, ""),))
    fields = a_field(previous_value="Tomás"), a_field("Champion", previous_value="Lena")
    assert held(analysed(*fields, written=(ours,))) == ("Tomás", True, None)
    assert held(analysed(*fields)) == ("Tomás", True, SEEN)


def test_an_older_analysis_of_another_call_proves_nothing_and_our_write_counts() -> None:
    ours = wrote("economicbuyer", value="Ingrid", at=LATER, told=(("B" * 32, LATER - 1, "Tomás"),))
    assert held(analysed(a_field(previous_value=None), written=(ours,))) == ("Ingrid", True, LATER)


def test_a_field_that_grew_by_chorus_is_told_by_chorus() -> None:
    ours = wrote("economicbuyer", at=LATER, added=("Ingrid",))
    assert held(analysed(a_field(previous_value="Tomás"), written=(ours,))) == ("Tomás", True, SEEN)


def test_a_field_outside_the_analysis_is_known_by_our_writes_or_by_nobody() -> None:
    known = evidence(written=(wrote("forecast", value="Commit", at=1.0),))
    assert held(known, "Forecast") == ("Commit", True, 1.0)
    assert held(known, "Risk") == (None, False, None)


def test_stage_amount_and_close_date_are_known_by_the_calls_deal() -> None:
    known = evidence(stage="Proposal", deal_size=5.0, close_date="2026-07-01")
    found = [held(known, name) for name in ("StageName", "Amount", "CloseDate")]
    assert found == [("Proposal", True, 0.0), (5.0, True, 0.0), ("2026-07-01", True, 0.0)]


def test_of_another_deal_than_the_analysed_one_nobody_knows_anything() -> None:
    known = evidence(a_field(previous_value="Tomás"), stage="Proposal", written=(wrote("risk", value="x"),))
    for deal in ("", "0065e00000XyZwVAAV"):
        other = aimed(known, deal)
        assert [held(other, name) for name in ("economic_buyer", "StageName", "Risk")] == [NOBODY] * 3


def test_what_the_crm_said_to_be_otherwise_is_not_known_any_more() -> None:
    moved = wrote("economicbuyer", at=LATER, moved_at=LATER)
    assert held(analysed(a_field(previous_value="Tomás"), written=(moved,))) == NOBODY


def test_several_writes_are_one_knowledge() -> None:
    first = after(None, a_change(now=None, proposed="A", told=""), 1.0, GOOD)
    second = after(first, a_change(now="A", proposed="B", told="A"), 2.0, GOOD)
    assert (second.value, second.at, [value for *_, value in second.told]) == ("B", 2.0, ["", "A"])


def test_an_addition_is_remembered_until_it_is_gone_again() -> None:
    added = after(None, a_change(now="A", proposed="B", adding=Adding.BY_US), 1.0, GOOD)
    assert (added.value, added.added) == ("A\nB", ("B",))
    taken_back = after(added, a_change(now="A\nB", proposed="A"), 2.0, GOOD)
    assert (taken_back.value, taken_back.added) == ("A", ())


def test_of_what_chorus_added_to_something_nobody_knows_the_whole() -> None:
    assert after(None, a_change(now="A", proposed="B", adding=Adding.BY_CHORUS), 1.0, GOOD).value is None
    assert after(None, a_change(now=None, proposed="B", adding=Adding.BY_CHORUS), 1.0, GOOD).value == "B"


def test_of_what_nobody_knew_a_write_does_not_say_what_was_there_before() -> None:
    blind = after(None, a_change(now=None, now_known=False, proposed="B"), 1.0, GOOD)
    assert (blind.value, blind.told) == ("B", ())


def test_a_write_without_an_answer_is_only_a_doubt() -> None:
    doubt = after(None, a_change(proposed="B"), 1.0, {"fate": "unverified"})
    assert (doubt.value, doubt.unsure, doubt.told) == (None, ("B",), ())
    assert (doubt.at, doubt.last) == (0.0, 1.0), "other cards see that something was sent"


def test_what_was_refused_is_remembered_with_the_crms_words_and_changes_nothing() -> None:
    refused = after(None, a_change(proposed="B"), 1.0, {"fate": "refused", "say": "no such value"})
    assert (refused.value, refused.at, refusal("B", refused)) == (None, 0.0, "no such value")
    assert refusal("C", refused) == refusal("B", None) == ""
    not_sent = after(None, a_change(proposed="B"), 1.0, {"fate": "refused"})
    assert refusal("B", not_sent) == ""
    assert after(None, a_change(proposed="B"), 1.0, {"fate": "not seen"}).told == ()
    held_back = after(None, a_change(proposed="B"), 1.0, {"fate": "held back", "say": "because of Champion"})
    assert refusal("B", held_back) == ""


def test_what_an_undo_took_back_is_remembered() -> None:
    undone = after(None, a_change(now="B", proposed=None), 1.0, GOOD, is_undo=True)
    assert undone.removed == ("B",)


def test_a_field_is_met_by_any_of_its_names() -> None:
    ours = wrote("buyer", "economicbuyer", value="x")
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
