"""The card of a proposal in each of its states, kept by tests/golden, and at the edges of what Slack takes."""

from typing import Any

import pytest

from bot.proposals.deals import Deal
from bot.proposals.proposal import State
from bot.slack.cards import APPROVE, DEAL, DECLINE, EDIT, TICK, UNDO, button_value, card
from sandbox.slack import text_of
from tests.builders import NOON, a_proposal
from tests.golden.samples.cards import STATES, in_state, shown

OPEN = ("pending", "changed", "page", "question", "undo", "named_here")


def pressed(blocks: list[dict[str, Any]]) -> list[str]:
    return [e["action_id"] for b in blocks if b["type"] == "actions" for e in b["elements"]]


@pytest.mark.parametrize("name", STATES)
def test_what_can_be_pressed_is_what_can_be_done(name: str) -> None:
    _, blocks = shown(name, in_state(name))
    expected = {
        **{key: [APPROVE, EDIT, DECLINE] for key in OPEN},
        "question": [f"{DEAL}:0", f"{DEAL}:1", DECLINE],
        "undo": [APPROVE, DECLINE],
        "written": [UNDO],
        "partly": [UNDO],
        "partly_undone": [UNDO],
    }
    assert pressed(blocks) == expected.get(name, [])
    ticks = [b["accessory"] for b in blocks if "accessory" in b]
    can_tick = name in OPEN and name != "question"
    assert [t["action_id"] for t in ticks] == ([TICK] * 5 if can_tick else [])
    assert ["initial_options" in t for t in ticks] == ([True, False, True, True, True] if can_tick else [])


def test_an_undo_button_goes_once_somebody_says_it_was_undone() -> None:
    outcome = STATES["written"]["outcome"] | {"undone": {"by": "USAM", "at": NOON.timestamp(), "whole": True}}
    _, blocks = card(in_state("written", outcome=outcome))
    assert pressed(blocks) == []
    assert "CRM update: undone" in text_of({"blocks": blocks})


def test_a_button_carries_the_id_and_what_was_shown_and_a_tick_its_row() -> None:
    proposal = in_state("pending")
    _, blocks = card(proposal)
    assert {button_value(e["value"]) for e in blocks[-1]["elements"]} == {("p1", proposal.digest[:16], "")}
    boxes = [b for b in blocks if "accessory" in b]
    assert [b["accessory"]["options"][0]["value"] for b in boxes] == ["0", "1", "2", "3", "5"]
    assert boxes[-1]["block_id"] == f"tick:p1:{proposal.digest[:8]}:5"


def test_a_deals_button_carries_its_id() -> None:
    _, blocks = card(in_state("question"))
    assert [button_value(e["value"])[2] for e in blocks[-1]["elements"]] == ["006OTHER", "006SMALL", ""]


@pytest.mark.parametrize("value", ["", "p1", "p1 d", "p1 d 006 7"])
def test_whatever_a_button_says_comes_apart(value: str) -> None:
    assert " ".join(button_value(value)).strip() == value


def test_a_changed_card_forgets_the_old_ticks() -> None:
    ids = [{b.get("block_id") for b in card(in_state(n))[1]} - {None} for n in ("pending", "changed")]
    assert ids[0].isdisjoint(ids[1] - {"decide:p1"})


def test_deals_of_one_name_are_told_apart_by_their_ids_and_six_are_offered() -> None:
    deals = tuple(Deal(f"0065e0000000{n:02}", "N & N" * 30, "Stage" * 9, None) for n in range(9))
    _, blocks = card(in_state("question", others=deals))
    names = [e["text"]["text"] for e in blocks[-1]["elements"][:-1]]
    assert len(set(names)) == 6
    assert all(len(name) <= 75 and name.startswith("N & N") for name in names)


def test_a_card_without_anyone_who_decided_says_nobody() -> None:
    assert "Declined by nobody." in text_of({"blocks": card(a_proposal(state=State.DECLINED))[1]})
