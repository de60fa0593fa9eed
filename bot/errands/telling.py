"""What Claude is told of an errand: what really happened, and no more. Pure."""

from typing import Any

from bot.errands.errand import LOOKING, Errand, State, Status

FOLLOWED = "The thread follows it up by itself; never say that it is done."

KNOWN = {
    Status.TAKEN: "Approved; Chorus took it and reported no error.",
    Status.ACCEPTED: f"Approved; Chorus took the order. It is not done yet. {FOLLOWED}",
    Status.UNSURE: "Approved and sent, but the answer was lost: it is not known whether Chorus took it. "
    f"It is not sent again. {FOLLOWED}",
    Status.DONE: "Approved and done: its effect was seen in Chorus.",
    Status.FAILED: "Approved, and Chorus took the order, but then reported that it failed.",
    Status.NOT_THERE: "Approved, but it was not there any more, or the connected account may not see it. "
    "Nothing was sent.",
    Status.REFUSED: "Approved, but nothing was done:",
    Status.UNVERIFIED: "Approved and sent, but unverified: nobody knows whether it was done. It was not sent again.",
}

BLIND = (
    "Approved; Chorus took the order. Nobody can see from here when it is done; never say that it is. What it makes comes "
    "by e-mail to whoever owns the shared account."
)
"""Of work of which nothing can be seen."""


def is_open(errand: Errand) -> bool:
    """Whether it has no end yet for Claude: undecided, or approved and not answered by Chorus."""
    return errand.state is State.PENDING or (errand.state is State.APPROVED and errand.outcome is None)


def facts(errand: Errand) -> dict[str, Any]:
    """The tool's result, as far as anything is known."""
    known: dict[str, Any] = {"state": errand.state.value, "known": _known(errand)}
    if errand.status:
        known["outcome"] = errand.status.value
    made = (errand.outcome or {}).get("made")
    return known | ({"id": made} if made and errand.status is Status.TAKEN else {})


def _known(errand: Errand) -> str:
    match errand.state:
        case State.PENDING:
            return "A card in the thread asks a person; nobody has decided yet. Nothing was done."
        case State.APPROVED if errand.status is Status.ACCEPTED and not errand.sought.is_visible:
            return BLIND
        case State.APPROVED:
            return _came_to(errand.status, str((errand.outcome or {}).get("say") or ""))
        case State.DECLINED:
            return "A person declined it. Nothing was done."
        case State.WITHDRAWN:
            return "Its card could not be shown in Slack. Nothing was done."
        case _:
            return "It expired before anybody decided. That is no refusal. Nothing was done."


def _came_to(status: Status | None, say: str) -> str:
    if status is None:
        return "A person approved it; it is being sent now."
    return f"{KNOWN[status]} {say if status not in LOOKING else ''}".strip()


def line(errand: Errand) -> str:
    """One errand in few words for a later turn: no word of other people's, since it goes into a system message."""
    return f"card {errand.id[:8]} {errand.method} {errand.state.value}" + (
        f", {errand.status.value}" if errand.status else ""
    )
