"""Whether a card still holds: the same object if it does, and otherwise what changed."""

from dataclasses import replace

import pytest

from bot.proposals.deals import Deal
from bot.proposals.drafting import draft
from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.proposals.proposal import CALLS, Adding
from bot.proposals.renewing import chosen, renewed
from tests.builders import CALL, DEAL, a_field, a_proposal, evidence, write_arguments, wrote

BUYER = "Ingrid Solberg, CFO"
REPLACE = {"a": FieldRule(FieldPolicy.REPLACE)}
SHOWN = evidence(a_field(), moments={"economic_buyer": 61.0})


def card(**more):
    drafted = draft(write_arguments(economic_buyer=BUYER), SHOWN)
    return a_proposal(changes=[replace(c, **more) for c in drafted.changes])


def ticks(proposal) -> list[str]:
    return [str(n) for n, change in enumerate(proposal.changes) if change.ticked]


def now(proposal, **more):
    return renewed(proposal, {CALL: evidence(more.pop("field", a_field()), **more)}, ticks(proposal))


def test_an_unchanged_card_is_the_very_same_one_though_the_transcript_is_not_read_again() -> None:
    shown = card()
    assert now(shown) is shown
    assert now(card(ticked=False)).changes[0].ticked is False


@pytest.mark.parametrize(
    "more",
    [
        {"field": a_field(previous_value="typed by Mia")},
        {"field": a_field(new="Ingrid S.")},
        {"field": a_field(quote="Something else.")},
        {"rules": {"economicbuyer": FieldRule(FieldPolicy.APPEND)}, "day": "2026-06-03"},
        {"rules": {"economicbuyer": FieldRule(FieldPolicy.REPLACE, ("Board",))}},
        {"written": (wrote("economicbuyer", value="by another card", at=9.0),)},
    ],
)
def test_whatever_a_person_looked_at_and_has_changed_renews_the_row(more: dict) -> None:
    fresh = now(card(), **more)
    assert fresh.notice == "Changed since this card was first shown: Economic Buyer."
    assert fresh.digest != card().digest


@pytest.mark.parametrize(
    "more",
    [
        {"rules": {"economicbuyer": FieldRule(FieldPolicy.NEVER)}},
        {"field": a_field(new=None, quote=None)},
        {"field": a_field(previous_value=BUYER)},
    ],
)
def test_what_is_not_to_be_written_any_more_is_taken_off(more: dict) -> None:
    assert now(card(), **more).changes == ()


def test_a_filled_field_is_not_ticked_by_itself_any_more() -> None:
    (change,) = now(card(), field=a_field(previous_value="typed by Mia")).changes
    assert (change.ticked, change.now, change.remark) == (False, "typed by Mia", "holds a value already")


def test_a_persons_own_value_stands_until_the_ground_moves_under_it() -> None:
    mine = card(proposed="Ingrid S.", author="UANA", ticked=True)
    assert now(mine) is mine
    (change,) = now(mine, field=a_field(previous_value="typed by Mia")).changes
    assert (change.proposed, change.edited_by, change.ticked) == ("Ingrid S.", "UANA", False)


def test_words_of_several_calls_stand_while_the_newest_call_still_says_them() -> None:
    both = card(proposed=f"older\n{BUYER}", author=CALLS, adding=Adding.NO)
    assert now(both) is both
    assert now(both, field=a_field(new="other words")).changes == ()


def test_a_call_that_is_linked_to_another_deal_takes_the_card_along() -> None:
    other = "0065e00000XyZwVAAV"
    moved = evidence(opportunity_id=other, opportunity_name="Elsewhere", stage="Proposal")
    moved = type(moved)(
        **vars(moved) | {"qualification": moved.qualification.model_copy(update={"opportunity_id": other})}
    )
    fresh = renewed(card(), {CALL: moved}, ["0"])
    assert (fresh.opportunity_id, fresh.opportunity_name, fresh.stage) == (other, "Elsewhere", "Proposal")
    assert "another deal now" in fresh.notice


def unlinked(*fields):
    bare = evidence(*fields, opportunity_id=None, others=(Deal(DEAL, "Northwind", "Proposal", None),))
    return replace(bare, qualification=bare.qualification.model_copy(update={"opportunity_id": None}))


def asking():
    """The card of a call without a deal: the question which one is meant."""
    drafted = draft(write_arguments(economic_buyer=BUYER) | {"opportunity_id": ""}, unlinked(a_field()))
    return a_proposal(changes=drafted.changes, opportunity_id="", others=drafted.others)


def test_a_deal_that_a_person_chose_stands_where_chorus_names_none() -> None:
    shown = chosen(asking(), asking().others[0], {CALL: unlinked(a_field())})
    assert (shown.opportunity_id, shown.stage, shown.is_linked) == (DEAL, "Proposal", False)
    assert [(c.now_known, c.ticked) for c in shown.changes] == [(False, False)]
    assert renewed(shown, {CALL: unlinked(a_field())}, ["0"]) is shown


def test_a_deal_that_was_chosen_is_compared_where_chorus_has_linked_it_since() -> None:
    (deal,) = asking().others
    (change,) = chosen(asking(), deal, {CALL: evidence(a_field(previous_value="Tomás"))}).changes
    assert (change.now, change.remark) == ("Tomás", "holds a value already")
    gone = chosen(asking(), deal, {CALL: evidence(a_field(previous_value=BUYER))})
    assert (gone.changes, gone.notice) == ((), "The CRM holds all of this already.")


def test_a_renewed_card_keeps_the_ticks_that_the_person_set() -> None:
    names = {"a": "x", "b": "y", "c": "z"}
    fields = {n: a_field(n, v) for n, v in names.items()}
    shown = a_proposal(changes=draft(write_arguments(**names), evidence(*fields.values())).changes)
    moved = {**fields, "c": a_field("c", "z", previous_value="typed by Mia")}
    for ticked in (["0"], ["1", "2"], []):
        fresh = renewed(shown, {CALL: evidence(*moved.values())}, ticked)
        assert [c.ticked for c in fresh.changes] == ["0" in ticked, "1" in ticked, False]
    freed = renewed(shown, {CALL: evidence(*fields.values(), rules=REPLACE)}, ["0"])
    assert freed is shown
    fuller = {**fields, "c": a_field("c", "other words")}
    for ticked in (["2"], []):
        fresh = renewed(shown, {CALL: evidence(*fuller.values())}, ticked)
        assert fresh.changes[2].ticked is ("2" in ticked)


def test_a_card_that_would_outgrow_its_message_has_nothing_left() -> None:
    drafted = [a_field(f"F{n}", "x") for n in range(3)]
    names = {f"F{n}": "x" for n in range(3)}
    shown = a_proposal(changes=draft(write_arguments(**names), evidence(*drafted)).changes)
    long = [a_field(f"F{n}", "y" * 4_000) for n in range(3)]
    fresh = renewed(shown, {CALL: evidence(*long)}, [])
    assert fresh.changes == ()
    assert "ask again" in fresh.notice
