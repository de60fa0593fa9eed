"""What a turn adds to the conversation before Claude is asked: answers to open calls, then the asker's words. Pure."""

from collections.abc import Sequence
from typing import Any

from bot.agent.prompt import circumstances
from bot.errands import telling
from bot.errands.errand import Errand
from bot.people import Person
from bot.proposals.proposal import Proposal, State
from bot.workflows.run import tool_result
from tools.desk import quoting, told

Message = dict[str, Any]


def opening(trigger: dict[str, Any], seen: dict[str, Any]) -> list[Message]:
    """The messages to append. Every open tool call is answered first: Claude accepts nothing else."""
    content = [tool_result(id, told(error=BROKEN_OFF), is_error=True) for id in seen["dangling"]]
    waiting = seen["waiting"]
    if waiting:
        for call_id in waiting["order"]:
            held = waiting["results"].get(call_id)
            content.append(held or tool_result(call_id, quoting(**seen["proposals"][call_id]["facts"])))
    if trigger["kind"] == "decided":
        return [{"role": "user", "content": content}]
    # A run that broke off can leave a system message at the end, and no request may follow one.
    before = (
        [{"role": "assistant", "content": [{"type": "text", "text": "(no answer)"}]}]
        if seen["unanswered"]
        else []
    )
    # The asker's words come last: that is how they are told from what the thread begins with.
    content += [{"type": "text", "text": text} for text in (seen.get("root"), trigger["text"]) if text]
    beside = circumstances(Person.from_json(trigger["asker"]), seen["now"])
    beside["content"] += seen.get("beside", "")
    if seen["cards"]:
        beside["content"] += f" CRM cards of this thread so far: {'; '.join(seen['cards'])}."
    if seen.get("errands"):
        beside["content"] += f" Other changes asked for in this thread so far: {'; '.join(seen['errands'])}."
    return [*before, {"role": "user", "content": content}, beside]


BROKEN_OFF = "The run broke off before this call was answered. It is not known what it did."


def dangling(messages: list[Message]) -> list[str]:
    """Tool calls at the end of a conversation that nobody answered: a run broke off there."""
    if not messages or messages[-1]["role"] != "assistant":
        return []
    return [block["id"] for block in messages[-1]["content"] if block["type"] == "tool_use"]


STOPPED = "The asker stopped the run before this call was done. It changed nothing."
CUT_SHORT = {
    "role": "assistant",
    "content": [{"type": "text", "text": "(The run was stopped before an answer was given.)"}],
}


def closing(messages: list[Message]) -> list[Message]:
    """What a stopped run adds to a conversation that ends with these: open calls are answered, and so is the asker."""
    if not messages or (messages[-1]["role"] == "assistant" and not dangling(messages)):
        return []
    answers = [tool_result(id, told(error=STOPPED), is_error=True) for id in dangling(messages)]
    return [*([{"role": "user", "content": answers}] if answers else []), CUT_SHORT]


def is_open(proposal: Proposal | Errand | None) -> bool:
    """Whether a proposal has no end yet: undecided, or approved and still being written."""
    if proposal is None or isinstance(proposal, Errand):
        return proposal is not None and telling.is_open(proposal)
    writing = proposal.state is State.APPROVED and proposal.outcome is None
    return writing or proposal.state is State.PENDING


def facts_of(proposals: Sequence[Proposal | Errand | None]) -> dict[str, Any]:
    """What Claude is told about one call that waited for a person; a write-back may have needed several cards."""
    each = [decision_facts(proposal) for proposal in proposals]
    if len(each) == 1:
        return each[0]
    said = [f"Card {n} of {len(each)}: {facts['known']}" for n, facts in enumerate(each, start=1)]
    return {"state": "several cards", "known": " ".join(said), "cards": each}


def decision_facts(proposal: Proposal | Errand | None) -> dict[str, Any]:
    """What Claude is told about a proposal: what really happened, and no more."""
    if isinstance(proposal, Errand):
        return telling.facts(proposal)
    if proposal is None:
        return {"state": "unknown", "known": "The card is gone. Nothing is known to be written."}
    facts: dict[str, Any] = {"state": proposal.state.value, "opportunity_id": proposal.opportunity_id}
    if proposal.state is State.APPROVED and not is_open(proposal):
        chosen = proposal.chosen
        facts["approved_fields"] = [c.label for c in chosen]
        facts["left_out"] = [c.label for c in proposal.changes if c not in chosen]
        fates = (proposal.outcome or {}).get("fields", {})
        facts["fields"] = {c.label: fates[c.field_name] for c in chosen if c.field_name in fates}
    return facts | {"known": _known(proposal)}


def _known(proposal: Proposal) -> str:
    decision, outcome = proposal.decision or {}, proposal.outcome or {}
    say = str(outcome.get("say") or "it is not known why")
    match proposal.state:
        case State.PENDING if not proposal.opportunity_id:
            return (
                "The card asks which deal this call belongs to; nobody has said so yet. Nothing was written. "
                "The person may also write the link or the id of the opportunity."
            )
        case State.PENDING:
            return "Nobody has decided yet; the card is still open. Nothing was written."
        case State.APPROVED if proposal.outcome is None:
            return "A person approved it; it is being written now."
        case State.APPROVED:
            return {
                "written": "Approved and written. The card says so.",
                "partly": "Approved, but only partly written. The card says which field was not, and why.",
                "unverified": f"Approved, but unverified: {say} It was not sent again.",
            }.get(str(proposal.status), f"Approved, but nothing was written: {say}")
        case State.DECLINED:
            return "A person declined it. Nothing was written."
        case State.OVERTAKEN:
            return f"It was overtaken: {decision.get('say', '')} Nothing was written from this card."
        case _:
            return "It expired before anybody decided. That is no refusal. Nothing was written."


def card_line(proposal: Proposal) -> str:
    """One card in few words for a later turn: no word of the CRM's, since it goes into a system message."""
    return f"card {proposal.id[:8]} {proposal.state.value}" + (
        f" and {proposal.status}" if proposal.status else ""
    )
