"""The card of a CRM proposal, in each of its states: what is shown is exactly what would be sent."""

import html

from bot.proposals.deals import Deal
from bot.proposals.proposal import SHOWN, Proposal, State
from bot.proposals.undoing import can_go_back, taken_back
from bot.slack.blocks import Block, actions, button, context, divider, header, section
from bot.slack.card_rows import TICK, row_blocks, row_text, short
from bot.slack.card_words import became, foot, target, title
from bot.slack.text import counted, escape

Message = tuple[str, list[Block]]

APPROVE, EDIT, DECLINE = "proposal_approve", "proposal_edit", "proposal_decline"
UNDO, DEAL = "proposal_undo", "proposal_deal"
__all__ = ["APPROVE", "DEAL", "DECLINE", "EDIT", "TICK", "UNDO", "Message", "button_value", "card"]

CHOICES = 6
"""Deals with a button of their own."""

QUESTION = (
    "Chorus does not say for certain which deal this call belongs to. Which one is it? Whoever asked may also paste the "
    "link or the id of the opportunity here in the thread. Nothing is created."
)


def card(proposal: Proposal, *, link: str | None = None, paused: str = "", waiting: str = "") -> Message:
    """
    A proposal as a message: open with ticks and buttons, or closed with what became of it. `link` leads to the record in
    the CRM. `paused` (why writing is off at the moment) and `waiting` (for what a write waits) are mrkdwn of ours.
    """
    undone = (proposal.outcome or {}).get("undone")
    is_open = proposal.state is State.PENDING and not paused
    head = title(proposal, paused=bool(paused), undone=bool(undone))
    notice = [f"*{short(proposal.notice, 1500)}*"] if proposal.notice else []
    about, lists = [*target(proposal, link), *notice], foot(proposal)
    rows = [b for n, _ in enumerate(proposal.changes) for b in row_blocks(proposal, n, is_open=is_open)]
    question = [_question(proposal)] if is_open and not proposal.opportunity_id else []
    names = [f"• {escape(name)}" for name in _names(proposal.others[:CHOICES])] if question else []
    end = became(proposal, link, paused=paused, waiting=waiting)
    blocks = [header(head), *map(section, about), *rows, *([context(*lists)] if lists else [])]
    number = [] if is_open else [f"Card {proposal.id[:8]}"]
    if is_open:
        blocks += [*map(section, question), context(end), _buttons(proposal)]
    else:
        blocks += [divider(), section(end), context(*number)]
        blocks += [_undo(proposal)] if _can_be_undone(proposal) else []
    texts = [row_text(proposal, change) for change in proposal.changes]
    return "\n\n".join(["\n".join([head, *about]), *texts, *lists, *question, *names, end, *number]), blocks


def _question(proposal: Proposal) -> str:
    more = len(proposal.others) - CHOICES
    return QUESTION + (f" The account has {counted(more, 'open deal')} more." if more > 0 else "")


def button_value(value: str) -> tuple[str, str, str]:
    """What a button says: the proposal's id, the beginning of the digest of what was shown, and what else there is."""
    id, digest, rest = (*value.split(" ", 2), "", "")[:3]
    return id, digest, rest


def _value(proposal: Proposal, rest: str = "") -> str:
    return f"{proposal.id} {proposal.digest[:SHOWN]} {rest}".strip()


def _buttons(proposal: Proposal) -> Block:
    decline = button("Decline", DECLINE, _value(proposal))
    if not proposal.opportunity_id:
        offered = zip(proposal.others, _names(proposal.others[:CHOICES]), strict=False)
        deals = [
            button(name, f"{DEAL}:{n}", _value(proposal, deal.id)) for n, (deal, name) in enumerate(offered)
        ]
        return actions(f"deal:{proposal.id}", *deals, decline)
    edit = () if proposal.undoes else (button("Edit", EDIT, _value(proposal)),)
    can_write = any(not change.locked for change in proposal.changes)
    approve = (button("Approve", APPROVE, _value(proposal), "primary"),) if can_write else ()
    return actions(f"decide:{proposal.id}", *approve, *edit, decline)


def _names(deals: tuple[Deal, ...]) -> list[str]:
    """What the buttons say: name and stage, and the end of the id where several would look the same."""
    plain = [_name(deal, 75) for deal in deals]
    return [
        name if plain.count(name) == 1 else f"{_name(deal, 65)} …{deal.id[-6:]}"
        for deal, name in zip(deals, plain, strict=True)
    ]


def _name(deal: Deal, room: int) -> str:
    stage = f" · {short(deal.stage, 25)}" if deal.stage else ""
    name = short(deal.name or "", room - len(stage)) or short(deal.id, room - len(stage))
    # A button's text is plain: what was escaped on the way is turned back.
    return html.unescape(name + stage)


def _undo(proposal: Proposal) -> Block:
    return actions(f"undo:{proposal.id}", button("Undo", UNDO, _value(proposal)))


def _can_be_undone(proposal: Proposal) -> bool:
    undone = (proposal.outcome or {}).get("undone")
    rest = not undone or not undone.get("whole", True)
    left = [c for c in proposal.chosen if can_go_back(c) and c.field_name not in taken_back(proposal)]
    return proposal.status in ("written", "partly") and not proposal.undoes and rest and bool(left)
