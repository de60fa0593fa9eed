"""What a write came to, field by field: by its answer, and by another look at the CRM."""

import pytest

from bot.proposals.checking import answered, looked_at, summed_up, told
from bot.proposals.proposal import Adding, State
from tests.builders import CALL, NOON, a_change, a_field, a_proposal, evidence

FIELDS = ["economic_buyer", "champion"]
DECISION = {"by": "UANA", "at": NOON.timestamp(), "token": "c", "fields": FIELDS}
CHANGES = [a_change(proposed="Ingrid"), a_change("champion", label="Champion", proposed="Jürgen")]
CARD = a_proposal(changes=CHANGES, state=State.APPROVED, decision=DECISION)
EMPTY = {"economic_buyer": "", "champion": ""}


def fates(outcome: dict) -> list[str]:
    return [outcome["fields"][name]["fate"] for name in FIELDS]


def test_an_accepted_write_is_written_and_no_more_is_claimed() -> None:
    outcome = answered(CARD, "written")
    assert (outcome["status"], fates(outcome)) == ("written", ["written", "written"])


def test_a_field_that_a_good_answer_complains_about_was_not_written() -> None:
    outcome = answered(CARD, "written", "", {"1": "must be a contact"})
    assert (outcome["status"], fates(outcome)) == ("partly", ["written", "refused"])
    assert outcome["fields"]["champion"]["say"] == "must be a contact"


def test_a_refusal_is_one_for_every_field_and_one_has_the_reason() -> None:
    outcome = answered(CARD, "refused", "Chorus said no.", {"0": "no such value"})
    assert (outcome["status"], outcome["say"], fates(outcome)) == (
        "refused",
        "Chorus said no.",
        ["refused", "held back"],
    )
    assert outcome["fields"]["champion"]["say"] == "because of Economic Buyer"
    assert fates(answered(CARD, "refused", "Chorus said no.")) == ["refused", "refused"]


def test_a_lost_answer_leaves_every_field_unverified() -> None:
    outcome = answered(CARD, "unverified", "It broke.")
    assert (outcome["status"], outcome["fields"]["champion"]["say"]) == ("unverified", "It broke.")


def test_what_the_crm_shows_now_and_did_not_show_before_is_seen() -> None:
    now = {"economic_buyer": "Ingrid", "champion": "Jürgen"}
    outcome = looked_at(CARD, answered(CARD, "unverified", "It broke."), EMPTY, now)
    assert (outcome["status"], fates(outcome)) == ("written", ["seen", "seen"])


def test_one_field_that_moved_shows_that_the_other_did_not() -> None:
    outcome = looked_at(CARD, answered(CARD, "written"), EMPTY, EMPTY | {"economic_buyer": "Ingrid"})
    assert (outcome["status"], fates(outcome)) == ("partly", ["seen", "not seen"])
    assert outcome["fields"]["champion"]["say"] == "it is still empty there"


@pytest.mark.parametrize("status", ["written", "refused", "unverified"])
def test_where_nothing_moved_nothing_is_concluded(status: str) -> None:
    outcome = answered(CARD, status, "say")
    assert looked_at(CARD, outcome, EMPTY, EMPTY) is outcome
    already = {"economic_buyer": "Ingrid", "champion": "Jürgen"}
    assert looked_at(CARD, outcome, already, already) is outcome, "it was so before: that proves nothing"


def test_a_third_value_is_no_proof_of_anything() -> None:
    now = {"economic_buyer": "Ingrid", "champion": "typed by Mia"}
    assert fates(looked_at(CARD, answered(CARD, "written"), EMPTY, now)) == ["seen", "written"]


def test_words_that_chorus_added_are_seen_among_what_is_there() -> None:
    change = a_change(now="Tomás", proposed="Ingrid", adding=Adding.BY_CHORUS)
    card = a_proposal(changes=[change], state=State.APPROVED, decision=DECISION)
    outcome = looked_at(
        card, answered(card, "written"), {"economic_buyer": "Tomás"}, {"economic_buyer": "Tomás\nIngrid"}
    )
    assert outcome["fields"]["economic_buyer"]["fate"] == "seen"


def test_chorus_tells_what_it_analyses_and_nothing_of_the_rest() -> None:
    known = {CALL: evidence(a_field(previous_value="Tomás"))}
    assert told((a_change(), a_change("forecast")), known) == {"economic_buyer": "Tomás"}


@pytest.mark.parametrize(
    "each, status",
    [
        (["written", "seen"], "written"),
        (["written", "not seen"], "partly"),
        (["not seen", "not seen"], "partly"),
        (["refused", "refused"], "refused"),
        (["seen", "unverified"], "unverified"),
        ([], "refused"),
    ],
)
def test_the_fields_amount_to_one_word(each: list[str], status: str) -> None:
    assert summed_up({"fields": {str(n): {"fate": fate} for n, fate in enumerate(each)}})["status"] == status
