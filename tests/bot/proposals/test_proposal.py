"""A proposal's payload, digest and decisions: values only."""

import json
from dataclasses import replace

import pytest

from bot.proposals.deals import Deal
from bot.proposals.proposal import (
    Adding,
    State,
    body_of,
    closed,
    decided,
    expired,
    from_json,
    proposal_id,
    ticked,
    to_json,
)
from tests.builders import NOON, a_change, a_proposal, write_arguments

NOW = NOON.timestamp()
NESTED = {"data": {"type": "writeback", "attributes": write_arguments(economic_buyer="Ingrid Solberg, CFO")}}


def test_a_nested_body_is_found_and_filled_in_place() -> None:
    payload = a_proposal(arguments=NESTED).payload(["economic_buyer"])
    inner = payload["data"]["attributes"]
    assert inner["crm_changes"] == [a_change().wire]
    assert payload["data"]["type"] == "writeback"
    assert body_of({"a": 1}) == {"a": 1}


def test_a_payload_holds_the_chosen_changes_and_nothing_else() -> None:
    proposal = a_proposal(changes=[a_change(), a_change("champion", label="Champion", proposed="Jürgen")])
    before = json.dumps(proposal.arguments)
    assert [c["field_name"] for c in proposal.payload(["champion", "unknown"])["crm_changes"]] == ["champion"]
    assert proposal.payload([])["crm_changes"] == []
    assert json.dumps(proposal.arguments) == before, "the proposal itself stays as shown"


def test_the_object_type_is_spelled_as_chorus_has_it() -> None:
    arguments = write_arguments(economic_buyer="x") | {"object_type": "opportunity"}
    assert a_proposal(arguments=arguments).payload([])["object_type"] == "Opportunity"


@pytest.mark.parametrize(
    "more, sent",
    [
        ({}, "Ingrid"),
        ({"stamp": "2026-06-03"}, "2026-06-03: Ingrid"),
        ({"adding": Adding.BY_CHORUS, "now": "Tomás"}, "Ingrid"),
        ({"adding": Adding.BY_US, "now": "Tomás", "stamp": "2026-06-03"}, "Tomás\n2026-06-03: Ingrid"),
        ({"adding": Adding.BY_US, "now": None, "stamp": "2026-06-03"}, "2026-06-03: Ingrid"),
        ({"proposed": 5}, 5),
        ({"proposed": None}, None),
    ],
)
def test_what_is_sent_follows_from_how_the_field_grows(more: dict, sent: object) -> None:
    change = a_change(**{"proposed": "Ingrid"} | more)
    assert change.sent == sent
    assert change.wire == {"field_name": "economic_buyer", "new_value": sent, "previous_value": change.now}


def test_the_digest_names_what_is_shown_and_not_how_it_stands() -> None:
    proposal = a_proposal()
    assert replace(proposal, state=State.APPROVED, outcome={"status": "written"}).digest == proposal.digest
    others = [
        a_proposal(changes=[a_change(proposed="Tomás")]),
        a_proposal(changes=[a_change(ticked=False)]),
        a_proposal(arguments=write_arguments(champion="x")),
        a_proposal(opportunity_id="006OTHER"),
        a_proposal(notice="Changed since."),
        a_proposal(changes=[a_change(proposed="\ud800 half an emoji")]),
    ]
    assert len({proposal.digest, *(other.digest for other in others)}) == 7
    assert from_json(json.loads(json.dumps(to_json(proposal)))).digest == proposal.digest


def test_a_proposal_survives_being_stored() -> None:
    change = a_change(choices=("a", "b"), adding=Adding.BY_US)
    proposal = a_proposal(changes=[change], others=(Deal("006x", "X", None, None),), unspoken=("Champion",))
    proposal = decided(proposal, State.APPROVED, "UANA", NOW, "click", ["economic_buyer"], {"a": 1.0})
    assert from_json(json.loads(json.dumps(to_json(proposal)))) == proposal


def test_ticks_name_rows_by_their_place_and_never_a_locked_or_unknown_one() -> None:
    proposal = a_proposal(changes=[a_change(), a_change("champion"), a_change("pain", locked=True)])
    assert ticked(proposal, ["1", "2", "7", "x", "0"]) == ["champion", "economic_buyer"]


def test_a_decision_keeps_who_when_what_and_of_which_payload() -> None:
    after = decided(a_proposal(), State.APPROVED, "UANA", NOW, "click", ["economic_buyer"], {"x": 2.0})
    assert after.state is State.APPROVED
    assert after.decision == {
        "by": "UANA",
        "at": NOW,
        "token": "click",
        "fields": ["economic_buyer"],
        "digest": a_proposal().digest,
        "writes": {"x": 2.0},
        "told": {},
    }
    assert after.chosen == a_proposal().changes


@pytest.mark.parametrize("state", [s for s in State if s is not State.PENDING])
def test_the_first_decision_stands(state: State) -> None:
    over = a_proposal(state=state)
    assert decided(over, State.APPROVED, "UBEN", NOW, "late", []) is over
    assert expired(over, over.expires_at, "expiry") is over
    assert closed(over, NOW, "by", "why") is over


def test_a_click_in_the_last_moment_counts_and_one_at_the_end_does_not() -> None:
    proposal = a_proposal(expires_at=NOW)
    assert decided(proposal, State.DECLINED, "UANA", NOW - 0.001, "c", []).state is State.DECLINED
    late = decided(proposal, State.APPROVED, "UANA", NOW, "c", ["economic_buyer"])
    assert late.state is State.EXPIRED
    assert late.decision == {"at": NOW, "token": "c", "fields": []}


def test_nothing_expires_before_its_time() -> None:
    proposal = a_proposal(expires_at=NOW)
    assert expired(proposal, NOW - 0.001, "expiry") is proposal
    assert expired(proposal, NOW, "expiry").state is State.EXPIRED


def test_a_card_that_another_one_took_the_place_of_says_so() -> None:
    over = closed(a_proposal(), NOW, "by p2", "A newer card stands below.")
    assert (over.state, over.decision["say"]) == (State.OVERTAKEN, "A newer card stands below.")


def test_a_status_is_known_only_of_what_was_approved() -> None:
    assert a_proposal(outcome={"status": "written"}).status is None
    assert a_proposal(state=State.APPROVED, outcome={"status": "written"}).status == "written"


def test_words_are_a_persons_only_where_a_person_wrote_them() -> None:
    assert [a_change(author=a).edited_by for a in ("chorus", "claude", "calls", "UANA")] == [
        None,
        None,
        None,
        "UANA",
    ]


def test_the_same_call_of_the_same_run_makes_the_same_proposal() -> None:
    assert proposal_id("run", "call") == proposal_id("run", "call")
    assert proposal_id("run", "call") != proposal_id("run", "call2")
    assert len(proposal_id("run", "call")) == 20
