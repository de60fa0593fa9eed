"""Taking a write back: only what is still ours, and only to what it was."""

from dataclasses import replace

import pytest

from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.proposals.proposal import Adding, State
from bot.proposals.undoing import Undo, landed, notice, renewed_undo, undo_of
from tests.builders import CALL, NOON, a_change, a_field, a_proposal, evidence, wrote
from tools.frameworks import FrameworkField

DECISION = {"by": "UANA", "at": NOON.timestamp(), "token": "c", "fields": ["economic_buyer"]}


def written(fate: str = "written", **more):
    outcome = {"status": fate, "fields": {"economic_buyer": {"fate": fate}}}
    change = (
        a_change(now="Tomás", proposed="Ingrid")
        if not more
        else a_change(**{"now": "Tomás", "proposed": "Ingrid"} | more)
    )
    return a_proposal(changes=[change], state=State.APPROVED, decision=DECISION, outcome=outcome)


def undo(proposal, held: object = "Ingrid", **more):
    return undo_of(proposal, {CALL: now(held, **more)})


def now(held: object, **more):
    """Chorus compared with "Tomás" when our card was made, and with `held` now."""
    told = ((CALL, NOON.timestamp(), "Tomás"),)
    ours = wrote("economicbuyer", value="Ingrid", at=NOON.timestamp() + 60, told=told)
    return evidence(a_field(previous_value=held), at=NOON, written=(ours,), **more)


def test_what_the_crm_still_holds_goes_back_to_what_it_was() -> None:
    found = undo(written())
    (change,) = found.changes
    assert (change.now, change.proposed, change.sent, change.ticked) == ("Ingrid", "Tomás", "Tomás", True)
    assert found.left_alone == ()


def test_where_chorus_does_not_show_our_value_nothing_is_ticked_and_the_person_has_to_look() -> None:
    (change,) = undo(written(), "Tomás").changes
    assert (change.now, change.proposed, change.ticked) == ("Ingrid", "Tomás", False)
    assert "look at the record first" in change.remark


def test_what_chorus_adds_to_is_left_alone_also_where_that_was_not_known_at_the_write() -> None:
    framework = (
        FrameworkField(field_id="economic_buyer", name="Economic Buyer", crm_name="B", mode="append"),
    )
    assert "only adds" in notice(undo(written(), framework=framework))


def test_what_an_admin_has_forbidden_since_is_left_alone() -> None:
    rules = {"economicbuyer": FieldRule(FieldPolicy.NEVER)}
    assert "never written, by the rule" in notice(undo(written(), rules=rules))


def test_what_was_put_back_already_is_not_put_back_again() -> None:
    once = written()
    once = replace(once, outcome=once.outcome | {"undone": {"fields": ["economic_buyer"]}})
    assert undo(once) == Undo((), ())


def test_what_was_empty_becomes_empty_again() -> None:
    (change,) = undo(written(now=None)).changes
    assert change.wire == {"field_name": "economic_buyer", "new_value": None, "previous_value": "Ingrid"}


def test_what_somebody_changed_is_left_alone_with_both_values() -> None:
    found = undo(written(), "typed by Mia")
    assert found.changes == ()
    assert "we wrote “Ingrid”, it holds “typed by Mia” now" in notice(found)


def test_what_chorus_added_or_nobody_knew_before_is_left_alone() -> None:
    assert "only adds" in notice(undo(written(adding=Adding.BY_CHORUS)))
    assert "nobody knows" in notice(undo(written(now_known=False)))


def test_what_we_added_goes_back_whole() -> None:
    (change,) = undo(written(adding=Adding.BY_US), "Tomás\nIngrid").changes
    assert (change.now, change.proposed, change.adding) == ("Tomás\nIngrid", "Tomás", Adding.NO)


@pytest.mark.parametrize("fate", ["refused", "not seen", "unverified"])
def test_what_was_not_written_is_not_taken_back(fate: str) -> None:
    proposal = written(fate)
    assert not landed(proposal, proposal.changes[0])
    assert undo(proposal).changes == ()


def test_an_undo_that_still_holds_is_the_same_one_and_else_loses_the_field() -> None:
    original = written()
    shown = a_proposal("u1", changes=undo(original).changes, undoes="p1")
    same = {CALL: now("Ingrid")}
    assert renewed_undo(shown, original, same, ["0"]) is shown
    moved = renewed_undo(shown, original, {CALL: now("typed by Mia")}, [])
    assert moved.changes == ()
    assert "typed by Mia" in moved.notice
