"""What a turn adds to the conversation before Claude is asked: answers to open calls, then the asker's words. Pure."""

from typing import Any

from bot.agent.prompt import circumstances
from bot.people import Person
from bot.proposals import Proposal, State
from bot.workflows.run import tool_result
from tools.desk import told

Message = dict[str, Any]


def opening(trigger: dict[str, Any], seen: dict[str, Any]) -> list[Message]:
    """The messages to append. Every open tool call is answered first: Claude accepts nothing else."""
    content = [tool_result(id, told(error=BROKEN_OFF), is_error=True) for id in seen["dangling"]]
    waiting = seen["waiting"]
    if waiting:
        for call_id in waiting["order"]:
            held = waiting["results"].get(call_id)
            content.append(held or tool_result(call_id, told(**seen["proposals"][call_id]["facts"])))
    if trigger["kind"] == "decided":
        return [{"role": "user", "content": content}]
    # A run that broke off can leave a system message at the end, and no request may follow one.
    before = (
        [{"role": "assistant", "content": [{"type": "text", "text": "(no answer)"}]}]
        if seen["unanswered"]
        else []
    )
    content.append({"type": "text", "text": trigger["text"]})
    beside = circumstances(Person.from_json(trigger["asker"]), seen["now"])
    if seen["cards"]:
        beside["content"] += f" CRM cards of this thread so far: {'; '.join(seen['cards'])}."
    return [*before, {"role": "user", "content": content}, beside]


BROKEN_OFF = "The run broke off before this call was answered. It is not known what it did."


def dangling(messages: list[Message]) -> list[str]:
    """Tool calls at the end of a conversation that nobody answered: a run broke off there."""
    if not messages or messages[-1]["role"] != "assistant":
        return []
    return [block["id"] for block in messages[-1]["content"] if block["type"] == "tool_use"]


def is_open(proposal: Proposal | None) -> bool:
    """Whether a proposal has no end yet: undecided, or approved and still being written."""
    if proposal is None:
        return False
    writing = proposal.state is State.APPROVED and proposal.outcome is None
    return writing or proposal.state is State.PENDING


def decision_facts(proposal: Proposal | None) -> dict[str, Any]:
    """What Claude is told about a proposal: what really happened, and no more."""
    if proposal is None:
        return {"state": "unknown", "known": "The card is gone. Nothing is known to be written."}
    facts: dict[str, Any] = {"state": proposal.state.value, "opportunity_id": proposal.opportunity_id}
    decision, outcome = proposal.decision or {}, proposal.outcome or {}
    if proposal.state is State.PENDING:
        return facts | {"known": "Nobody has decided yet; the card is still open. Nothing was written."}
    if is_open(proposal):
        return facts | {"known": "A person approved it; it is being written now."}
    if proposal.state is State.APPROVED:
        chosen = decision.get("fields", [])
        facts["left_out"] = [c.label for c in proposal.changes if c.field_name not in chosen]
        facts["approved_fields"] = [c.label for c in proposal.changes if c.field_name in chosen]
        if outcome.get("status") == "written":
            return facts | {"known": "Approved and written: Chorus accepted the update. The card says so."}
        if outcome.get("status") == "unverified":
            return facts | {"known": f"Approved, but unverified: {outcome.get('say')} It was not sent again."}
        return facts | {
            "known": f"Approved, but nothing was written: {outcome.get('say', 'it is not known why')}"
        }
    if proposal.state is State.DECLINED:
        return facts | {"known": "A person declined it. Nothing was written."}
    return facts | {"known": "It expired before anybody decided. That is no refusal. Nothing was written."}


def card_line(proposal: Proposal) -> str:
    """One card in few words for a later turn: no word of the CRM's, since it goes into a system message."""
    status = (proposal.outcome or {}).get("status")
    return f"card {proposal.id[:8]} {proposal.state.value}" + (f" and {status}" if status else "")
