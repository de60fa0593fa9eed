"""What a turn adds before Claude is asked: every open call is answered first, and with nothing but the truth."""

import json
from typing import Any

import pytest

from bot.proposals.proposal import State
from bot.workflows.opening import CUT_SHORT, card_line, closing, dangling, decision_facts, is_open, opening
from sandbox.claude.rules import Asked, first_error
from tests.builders import NOON, a_change, a_person, a_proposal, an_errand

NOW = NOON.timestamp()
DECISION = {"by": "USAM", "at": NOW, "token": "c", "fields": ["economic_buyer"]}


def said(text: str = "hello") -> dict[str, Any]:
    return {"kind": "said", "text": text, "asker": a_person().to_json()}


def seen(**more: Any) -> dict[str, Any]:
    none: dict[str, Any] = {
        "waiting": None,
        "proposals": {},
        "cards": [],
        "dangling": [],
        "unanswered": False,
    }
    return none | {"now": NOW} | more


WAITING = {
    "order": ["toolu_1", "toolu_2"],
    "results": {"toolu_2": {"type": "tool_result", "tool_use_id": "toolu_2", "content": "{}"}},
}
FACTS = {"toolu_1": {"facts": {"state": "declined", "known": "A person declined it."}}}


def test_a_first_message_is_the_askers_words_and_their_circumstances() -> None:
    user, beside = opening(said("héllo"), seen())
    assert user == {"role": "user", "content": [{"type": "text", "text": "héllo"}]}
    assert beside["role"] == "system"
    assert "Ana Ruiz" in beside["content"]


def test_a_decision_answers_all_open_calls_in_their_order_and_adds_no_words() -> None:
    (message,) = opening({"kind": "decided", "proposal": "p1"}, seen(waiting=WAITING, proposals=FACTS))
    assert [b["tool_use_id"] for b in message["content"]] == ["toolu_1", "toolu_2"]
    assert json.loads(message["content"][0]["content"])["state"] == "declined"


def test_new_words_come_after_the_answers_to_open_calls() -> None:
    message, beside = opening(said(), seen(waiting=WAITING, proposals=FACTS))
    assert [b["type"] for b in message["content"]] == ["tool_result", "tool_result", "text"]
    assert beside["role"] == "system"


def test_what_the_thread_begins_with_stands_before_the_askers_words() -> None:
    message, _ = opening(said(), seen(waiting=WAITING, proposals=FACTS, root="{}"))
    assert [b.get("text") for b in message["content"]] == [None, None, "{}", "hello"]


def test_the_cards_of_the_thread_are_told_beside_the_words() -> None:
    _, beside = opening(said(), seen(cards=["Northwind: approved, written", "Acme: pending"]))
    assert beside["content"].endswith(
        "CRM cards of this thread so far: Northwind: approved, written; Acme: pending."
    )


def test_calls_of_a_run_that_broke_off_are_answered_before_anything_else() -> None:
    broken = {
        "role": "assistant",
        "content": [{"type": "tool_use", "id": "toolu_9", "name": "x", "input": {}}],
    }
    assert dangling([broken]) == ["toolu_9"]
    message, _ = opening(said(), seen(dangling=dangling([broken])))
    assert [b["type"] for b in message["content"]] == ["tool_result", "text"]
    assert message["content"][0]["is_error"]
    assert dangling([]) == dangling([message]) == []


def test_no_request_follows_a_system_message() -> None:
    roles = [m["role"] for m in opening(said(), seen(unanswered=True))]
    assert roles == ["assistant", "user", "system"]


def test_claude_accepts_what_an_opening_makes() -> None:
    calls = [{"type": "tool_use", "id": id, "name": "write", "input": {}} for id in WAITING["order"]]
    tool = {"name": "write", "description": "Writes.", "input_schema": {"type": "object"}}
    messages = [
        *opening(said(), seen()),
        {"role": "assistant", "content": calls},
        *opening(said(), seen(waiting=WAITING, proposals=FACTS)),
    ]
    body = {"model": "claude-opus-5-5", "max_tokens": 100, "tools": [tool], "messages": messages}
    assert first_error(Asked(body)) is None


STATES: list[tuple[dict[str, Any], bool, str, str]] = [
    ({}, True, "still open", "pending"),
    ({"state": State.APPROVED, "decision": DECISION}, True, "being written now", "approved"),
    (
        {"state": State.APPROVED, "decision": DECISION, "outcome": {"status": "written"}},
        False,
        "Approved and written",
        "approved and written",
    ),
    (
        {"state": State.APPROVED, "decision": DECISION, "outcome": {"status": "refused", "say": "Locked."}},
        False,
        "nothing was written: Locked.",
        "approved and refused",
    ),
    (
        {"state": State.APPROVED, "decision": DECISION, "outcome": {"status": "refused"}},
        False,
        "nothing was written: it is not known why",
        "approved and refused",
    ),
    (
        {"state": State.APPROVED, "decision": DECISION, "outcome": {"status": "unverified", "say": "Lost."}},
        False,
        "unverified: Lost. It was not sent again.",
        "approved and unverified",
    ),
    ({"state": State.DECLINED}, False, "A person declined it. Nothing was written.", "declined"),
    ({"state": State.EXPIRED}, False, "That is no refusal. Nothing was written.", "expired"),
]


@pytest.mark.parametrize("change, still_open, words, line", STATES)
def test_claude_is_told_what_really_happened(
    change: dict[str, Any], still_open: bool, words: str, line: str
) -> None:
    proposal = a_proposal(**change)
    assert is_open(proposal) is still_open
    facts = decision_facts(proposal)
    assert words in facts["known"]
    assert facts["state"] == proposal.state.value
    assert card_line(proposal) == f"card p1 {line}"
    json.dumps(facts)


def test_only_a_written_update_is_called_written() -> None:
    for change, *_ in STATES:
        known = decision_facts(a_proposal(**change))["known"]
        claims = known.lower().replace("nothing was written", "").replace("being written", "")
        assert ("written" in claims) == (change.get("outcome") == {"status": "written"})


def test_what_was_left_out_is_told_apart_from_what_was_approved() -> None:
    changes = [a_change(), a_change("champion", label="Champion")]
    proposal = a_proposal(
        changes=changes, state=State.APPROVED, decision=DECISION, outcome={"status": "written"}
    )
    facts = decision_facts(proposal)
    assert (facts["approved_fields"], facts["left_out"]) == (["Economic Buyer"], ["Champion"])


def test_a_card_that_is_gone_is_not_open_and_not_written() -> None:
    assert not is_open(None)
    assert decision_facts(None) == {
        "state": "unknown",
        "known": "The card is gone. Nothing is known to be written.",
    }


def test_an_errand_is_told_in_its_own_words_and_stands_in_a_list_of_its_own() -> None:
    assert is_open(an_errand())
    assert "nobody has decided yet" in decision_facts(an_errand())["known"]
    *_, beside = opening(said(), seen(cards=["card p1 pending"], errands=["card e1 delete pending"]))
    assert beside["content"].endswith(
        "CRM cards of this thread so far: card p1 pending. Other changes asked for in this thread so far: "
        "card e1 delete pending."
    )


CALLED = {"role": "assistant", "content": [{"type": "tool_use", "id": "toolu_1", "name": "x", "input": {}}]}


def test_a_stopped_run_answers_open_calls_and_the_asker_and_does_so_once() -> None:
    (answers, last) = closing([CALLED])
    assert (answers["role"], answers["content"][0]["tool_use_id"]) == ("user", "toolu_1")
    assert answers["content"][0]["is_error"]
    assert last == CUT_SHORT
    assert closing([last]) == []


def test_a_stopped_run_that_had_called_nothing_answers_the_asker_alone() -> None:
    assert closing([{"role": "system", "content": "x"}]) == [CUT_SHORT]
    assert closing([{"role": "user", "content": []}]) == [CUT_SHORT]
    assert closing([]) == []


def test_what_the_asker_looks_at_stands_beside_their_words() -> None:
    _, beside = opening(said(), seen(beside=" Beside this the asker looks at C1."))
    assert beside["content"].endswith("the asker looks at C1.")
