"""The card of a CRM proposal, in each of its states: what is shown is exactly what would be sent."""

from bot.proposals import SHOWN, Change, Proposal, State
from bot.risk.gaps import text_of
from bot.slack.blocks import Block, actions, button, context, divider, header, section, tick
from bot.slack.text import and_list, counted, escape, one_line

Message = tuple[str, list[Block]]

APPROVE, DECLINE, TICK = "proposal_approve", "proposal_decline", "proposal_tick"


def card(proposal: Proposal) -> Message:
    """A proposal as a message: open with ticks and buttons, or closed with what became of it."""
    title = _title(proposal)
    rows = [_row(change, proposal) for change in proposal.changes]
    blocks = [header(title), section(_target(proposal)), *rows]
    became = _what_became(proposal)
    if proposal.state is State.PENDING:
        blocks += [
            context(
                f"{_ticks(proposal)}Only ticked fields are written, and nothing before you approve. "
                f"Expires <!date^{int(proposal.expires_at)}^{{date_short_pretty}} {{time}}|later>. "
                f"Card {proposal.id[:8]}"
            ),
            actions(
                f"decide:{proposal.id}",
                button("Approve", APPROVE, proposal.id, "primary"),
                button("Decline", DECLINE, proposal.id),
            ),
        ]
    else:
        blocks += [divider(), section(became), context(f"Card {proposal.id[:8]}")]
    return _text(title, proposal, became), blocks


def _title(proposal: Proposal) -> str:
    outcome = (proposal.outcome or {}).get("status")
    match proposal.state:
        case State.PENDING:
            return "CRM update: your decision"
        case State.PREVIEW:
            return "CRM update: preview, writing is off"
        case State.APPROVED if outcome == "written":
            return "CRM update: written"
        case State.APPROVED if outcome:
            return f"CRM update: {'unverified' if outcome == 'unverified' else 'not written'}"
        case State.APPROVED:
            return "CRM update: writing…"
        case _:
            return f"CRM update: {proposal.state.value}"


def _target(proposal: Proposal) -> str:
    deal = f"*{one_line(proposal.opportunity_name or proposal.opportunity_id, 120)}*"
    about = [proposal.stage, proposal.account, proposal.owner_name and f"owner {proposal.owner_name}"]
    line = " · ".join([deal, *(one_line(a, 80) for a in about if a)])
    also = "".join(
        f"\nSent along: {one_line(k, 60)} = {one_line(v, 200)}" for k, v in proposal.also_sent.items()
    )
    return f"{line}\nFrom the call “{one_line(proposal.meeting_title, 120)}”{also}"


def _row(change: Change, proposal: Proposal) -> Block:
    text = "\n".join(_row_lines(change, proposal))
    if proposal.state is not State.PENDING or not change.fits:
        return section(text)
    return section(
        text,
        block_id=f"tick:{proposal.id}:{change.field_name}"[:255],
        accessory=tick(TICK, change.field_name, ticked=change.ticked),
    )


def _row_lines(change: Change, proposal: Proposal) -> list[str]:
    now = (one_line(text_of(change.now), 300) or "_empty_") if change.now_known else "_not known_"
    sign, added = ("+", " (added to what is there)") if change.appends and text_of(change.now) else ("→", "")
    proposed = one_line(text_of(change.proposed), SHOWN)
    lines = [f"*{one_line(change.label, 80)}*", f"{now} {sign} *{proposed}*{added}"]
    if change.quote:
        at = "" if change.minute is None else f" ({int(change.minute) // 60}:{int(change.minute) % 60:02d})"
        lines.append(f"> “{one_line(change.quote, 300)}”{at}")
    if proposal.state in (State.PENDING, State.PREVIEW):
        lines += [f"Not ticked: {escape(change.remark)}."] if change.remark else []
    elif proposal.state is State.APPROVED:
        chosen = change.field_name in (proposal.decision or {}).get("fields", [])
        lines.append(_fate(proposal) if chosen else "Not ticked, so left as it was.")
    return lines


def _ticks(proposal: Proposal) -> str:
    ticked = sum(change.ticked for change in proposal.changes)
    if ticked == len(proposal.changes):
        return ""
    if not ticked:
        return "No field is ticked; tick what you want written. "
    return f"{ticked} of {len(proposal.changes)} fields are ticked; tick the others if you want them written too. "


def _fate(proposal: Proposal) -> str:
    """What became of a ticked field."""
    status = (proposal.outcome or {}).get("status")
    return {"written": "Written.", "refused": "Not written.", "unverified": "Unverified."}.get(
        status or "", "Ticked."
    )


def _what_became(proposal: Proposal) -> str:
    decision = proposal.decision or {}
    by = f"<@{decision['by']}>" if decision.get("by") else "nobody"
    at = f"<!date^{int(decision['at'])}^{{date_short_pretty}} {{time}}|then>" if decision.get("at") else ""
    match proposal.state:
        case State.DECLINED:
            return f"Declined by {by}, {at}. Nothing was written."
        case State.EXPIRED:
            return "This expired before anybody decided. Nothing was written. Ask again for a fresh card."
        case State.APPROVED:
            return f"Approved by {by}, {at}. {_outcome(proposal)}"
        case State.PREVIEW:
            return "This is a preview: writing is switched off here, so nothing can be written."
        case _:
            return ""


def _outcome(proposal: Proposal) -> str:
    outcome = proposal.outcome or {}
    chosen = (proposal.decision or {}).get("fields", [])
    labels = [c.label for c in proposal.changes if c.field_name in chosen]
    match outcome.get("status"):
        case "written":
            return (
                f"Chorus accepted the update of {counted(len(labels), 'field')}: {escape(and_list(labels))}."
            )
        case "refused":
            return f"Nothing was written: {escape(outcome.get('say', ''))}"
        case "unverified":
            return (
                f"{escape(outcome.get('say', ''))} So it is not known whether this was written. "
                "It was not sent again; please look at the record in the CRM."
            )
        case _:
            return "Writing now…"


def _text(title: str, proposal: Proposal, became: str) -> str:
    rows = ["\n".join(_row_lines(c, proposal)) for c in proposal.changes]
    return "\n\n".join([f"{title}\n{_target(proposal)}", *rows, *([became] if became else [])])
