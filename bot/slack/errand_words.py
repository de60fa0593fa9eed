"""The card of an errand, the form in which a person confirms what destroys, and the message of accepted work."""

import json
from collections.abc import Mapping
from typing import Any

from bot.errands.errand import SHOWN, Errand, State, Status
from bot.errands.rights import deciders
from bot.slack import modals
from bot.slack.blocks import Block, actions, button, context, divider, header, plain_text, section
from bot.slack.recorder_words import Message, plain
from bot.slack.text import dated, escape, flat, one_line, split
from tools.policy import Effect

APPROVE, CONFIRM, DECLINE = "errand_approve", "errand_confirm", "errand_decline"
"""CONFIRM opens the form in which a person types what is to be destroyed."""
FORM = "errand_confirmed"
TYPED = "typed"

TITLES = {
    None: "sending…",
    Status.TAKEN: "Chorus took it",
    Status.ACCEPTED: "accepted, not done yet",
    Status.UNSURE: "sent, answer lost",
    Status.NOT_THERE: "was not there",
    Status.REFUSED: "not done",
}
"""Statuses whose own word does not say it."""

CAME_TO = {
    None: "Sending it now…",
    Status.TAKEN: "Chorus took it and reported no error.",
    Status.ACCEPTED: "Chorus took the order; it is not done yet.",
    Status.UNSURE: "The answer was lost, so it is not known whether Chorus took the order. It is not sent again; I look "
    "for its effect.",
    Status.DONE: "Done: I have seen its effect in Chorus.",
    Status.FAILED: "Chorus took the order and then reported that it failed.",
    Status.NOT_THERE: "It was not there before anything was sent, or the connected account may not see it. Nothing was "
    "sent.",
    Status.REFUSED: "Nothing was done.",
    Status.UNVERIFIED: "Unverified: it is not known whether it was done. It is not sent again; please look in Chorus.",
}

BLIND = (
    "Chorus took the order; it is not done yet, and I cannot see from here when it is. What it makes comes by e-mail to "
    "whoever owns the shared account; anything else shows in Chorus itself."
)
"""Of work of which nothing can be seen."""

NO_SUCH = "I do not know this card any more. Nothing was done; please ask again."
CHANGED = "This card is not the one you saw, so your click changed nothing. Please look at it again."
WRONG_WORDS = "These are not the words. Nothing was done; the card stays open."
LATER = "Something went wrong on our side after your decision. It stands, and is taken up again; the card will say more."
EXPIRED = "This expired before anybody decided. Nothing was done."
TOO_LATE = f"{modals.CLOSED} Please click Approve again."


def card(errand: Errand, *, paused: str = "") -> Message:
    """An errand as a message. `paused`: why writing is off at the moment, as mrkdwn of ours."""
    is_open = errand.state is State.PENDING and not paused
    head = f"{_kind(errand)}: {_state(errand, paused)}"
    about = f"*{one_line(errand.deed, 1500)}*\nAsked by <@{escape(errand.asker)}>"
    which = _which(errand)
    sent = [f"{one_line(name, 120)} = {_value(value)}" for name, value in errand.arguments]
    exact = "\n".join(["Exactly this is sent:", *(f"• {line}" for line in sent)]) if sent else ""
    end = _end(errand, paused)
    blocks = [header(head), section(about), *map(section, split(which)), *map(section, split(exact))]
    number = "" if is_open else f"Card {errand.id[:8]}"
    if is_open:
        blocks += [context(end), _buttons(errand)]
    else:
        blocks += [divider(), section(end), context(number)]
    return "\n\n".join(filter(None, [head, about, which, exact, end, number])), blocks


def _which(errand: Errand) -> str:
    """Each call by its time and owner: two may have one name."""
    calls = [thing for thing in errand.things if thing.at is not None]
    return "\n".join(
        f"“{one_line(call.name or call.id, 80)}” began {dated(call.at or 0)}; its owner: "
        f"{one_line(call.owner_name or call.owner_email or 'unknown', 60)}"
        for call in calls
    )


def _value(value: str) -> str:
    """A value on its own line: one with several lines could pass for other values."""
    return escape(value if value.isprintable() else json.dumps(value)) or "(empty)"


def _kind(errand: Errand) -> str:
    return "Deleting in Chorus" if errand.effect is Effect.DESTROY else "A change in Chorus"


def _state(errand: Errand, paused: str) -> str:
    match errand.state:
        case State.PENDING:
            return "preview, writing is off" if paused else "your decision"
        case State.APPROVED:
            return TITLES.get(errand.status) or str(errand.status)
        case _:
            return errand.state.value


def _end(errand: Errand, paused: str) -> str:
    decision = errand.decision or {}
    at = f", {dated(decision['at'])}" if decision.get("at") else ""
    by = f"<@{escape(decision['by'])}>" if decision.get("by") else "nobody"
    match errand.state:
        case State.PENDING if paused:
            return f"{paused} The card stays open."
        case State.PENDING:
            return f"{_before(errand)} Expires {dated(errand.expires_at)}. Card {errand.id[:8]}"
        case State.DECLINED:
            return f"Declined by {by}{at}. Nothing was done."
        case State.EXPIRED:
            return "This expired before anybody decided. Nothing was done. Ask again for a fresh card."
        case State.WITHDRAWN:
            return "This could not be shown in time. Nothing was done."
        case State.APPROVED:
            say = one_line(str((errand.outcome or {}).get("say") or ""), 800)
            return f"Approved by {by}{at}. {_came_to(errand)} {say}".strip()


def _came_to(errand: Errand) -> str:
    is_blind = errand.status is Status.ACCEPTED and not errand.sought.is_visible
    return BLIND if is_blind else CAME_TO[errand.status]


def _before(errand: Errand) -> str:
    who = f"For {one_line(deciders(errand), 160)} to decide; nothing is done before that."
    typed = (
        " Approving asks you to type what is to be destroyed: it cannot be taken back."
        if errand.phrase
        else ""
    )
    return who + typed


def _buttons(errand: Errand) -> Block:
    value = f"{errand.id} {errand.digest[:SHOWN]}"
    style, way = ("danger", CONFIRM) if errand.phrase else ("primary", APPROVE)
    approve = button("Approve…" if errand.phrase else "Approve", way, value, style)
    return actions(f"errand:{errand.id}", approve, button("Decline", DECLINE, value))


def form(errand: Errand, place: Mapping[str, Any]) -> Block:
    """The modal in which a person types what is to be destroyed. Whom it belongs to travels in it, and is checked again."""
    phrase = flat(errand.phrase or "", 100)
    about = (
        f"*{one_line(errand.deed, 1200)}*\nThis cannot be taken back. To go on, type the words below exactly."
    )
    carried = {**place, "id": errand.id, "digest": errand.digest[:SHOWN]}
    typed: Block = {
        "type": "input",
        "block_id": TYPED,
        "label": plain_text(f"Type: {phrase}"),
        "element": {"type": "plain_text_input", "action_id": TYPED},
    }
    blocks = [section(about), *map(section, split(_which(errand))), typed]
    return modals.form(FORM, "Are you sure?", carried, blocks, "Destroy it")


def typed(view: Mapping[str, Any]) -> str:
    """What was typed."""
    return str(view["state"]["values"][TYPED][TYPED].get("value") or "")


def wrong_words(phrase: str) -> dict[str, Any]:
    """What is wrong with the form, as the acknowledgement takes it."""
    return modals.errors({TYPED: f"Type exactly: {flat(phrase, 200)}"})


def not_theirs(errand: Errand) -> str:
    """For somebody who may not decide."""
    return f"This is not yours to decide: {escape(deciders(errand))} can. Nothing changed."


def already(errand: Errand) -> str:
    """For a click that came second, or too late."""
    match errand.state:
        case State.PENDING:
            return CHANGED
        case State.EXPIRED:
            return EXPIRED
        case State.WITHDRAWN:
            return "This card could not be shown in time. Nothing was done."
    by = f"by <@{escape((errand.decision or {}).get('by', ''))}>"
    return f"This was already {errand.state.value} {by}. Your click changed nothing."


def following(deed: str, asker: str, until: float, *, unsure: bool) -> Message:
    """Work that Chorus has accepted, or may have, and that is looked for."""
    took = (
        "It is not known whether Chorus took the order"
        if unsure
        else "Chorus took the order; it is not done yet"
    )
    return plain(
        f"*{one_line(deed, 600)}*, asked by <@{escape(asker)}>. {took}. I look for it until {dated(until)}."
    )


def blind(deed: str, asker: str) -> Message:
    """Work that Chorus has accepted and of which nothing can be seen."""
    return plain(f"*{one_line(deed, 600)}*, asked by <@{escape(asker)}>. {BLIND}")


def ended(deed: str, asker: str, status: Status, at: float, *, still_there: bool) -> Message:
    """How the looking ended. `still_there`: what was to be gone was there at the last look."""
    start = f"*{one_line(deed, 600)}*, asked by <@{escape(asker)}>. "
    match status:
        case Status.DONE:
            return plain(f"{start}Done: I have seen it in Chorus, {dated(at)}.")
        case Status.FAILED:
            return plain(
                f"{start}Chorus reported that it failed, {dated(at)}. Look in Chorus, and ask me again."
            )
        case _:
            there = " It was still there at the last look." if still_there else ""
            text = f"{start}Unverified: as of {dated(at)} I do not see that it is done, and I no longer look.{there} "
            return plain(text + "Please look in Chorus; if it is not done by then, ask me again.")
