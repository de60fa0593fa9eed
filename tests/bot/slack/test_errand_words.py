"""What people read of an errand, kept by tests/golden; and that no word of others can pass for one of ours."""

import pytest

from bot.errands.errand import SHOWN, State
from bot.slack import errand_words as words
from bot.slack.modals import carried_by
from sandbox.slack import check_view
from tests.bot.slack.golden import taken_by_slack
from tests.builders import NOON, a_thing, an_errand
from tests.golden.samples.errands import PLACE

AT = NOON.timestamp()


@pytest.mark.parametrize("state", State)
def test_a_second_click_hears_that_nothing_came_of_it(state: State) -> None:
    said = words.already(an_errand(state=state, decision={"by": "UANA", "at": AT, "token": "t"}))
    assert "Nothing was done" in said or "changed nothing" in said


def test_names_and_values_of_others_stay_what_they_are() -> None:
    hostile = "x\n• id = harmless <!channel>"
    errand = an_errand(things=(a_thing(name=hostile),), deed=f"Change: {hostile}", body={"note": hostile})
    text, blocks = words.card(errand)
    assert "<!channel>" not in text
    assert text.count("\n• ") == len(errand.arguments), "a value stays on its own line"
    assert taken_by_slack((text, blocks))


def test_the_longest_card_is_taken_by_slack() -> None:
    things = tuple(a_thing(str(n), name="&" * 100) for n in range(10))
    deed = "Delete for good: " + ", ".join(f"the call “{thing.name}”" for thing in things)
    assert taken_by_slack(words.card(an_errand(things=things, deed=deed, body={"note": "&<>" * 780})))


def test_the_form_asks_for_the_words_and_knows_its_card() -> None:
    errand = an_errand(things=(a_thing(name="N" * 80),))
    form = words.form(errand, PLACE)
    assert not check_view(form)
    assert "its owner: Ana Ruiz" in form["blocks"][1]["text"]["text"]
    assert form["blocks"][2]["label"]["text"] == f"Type: {'N' * 80}"
    place = carried_by(form)
    assert (place["id"], place["digest"]) == ("e1", errand.digest[:SHOWN])
    assert place["thread"] == "100.1"


def test_what_was_typed_is_read_from_the_form() -> None:
    assert words.typed({"state": {"values": {words.TYPED: {words.TYPED: {"value": "DELETE"}}}}}) == "DELETE"
    assert words.typed({"state": {"values": {words.TYPED: {words.TYPED: {"value": None}}}}}) == ""
    assert words.wrong_words("A & B")["errors"] == {words.TYPED: "Type exactly: A & B"}


def test_who_may_decide_is_told_to_those_who_may_not() -> None:
    assert words.not_theirs(an_errand()) == (
        "This is not yours to decide: Ana Ruiz or an admin can. Nothing changed."
    )
