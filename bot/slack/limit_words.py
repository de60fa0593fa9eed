"""What is said where a limit of money, tokens, rounds or time ends a run: which one, until when, and who can raise it."""

from collections.abc import Sequence

from bot.agent.allowance import Limit, Whose
from bot.slack.text import and_list, dated, escape

OF = {
    Whose.RUN: "for one run",
    Whose.PERSON: "a day for one person",
    Whose.WORKSPACE: "a day for the whole workspace",
}

NO_ANSWER = "I had to stop before I could answer. What was done so far stands above."
IN_LINE = "Waiting in line: as many requests as may run at a time are being worked on"
"""The step of a request that has no seat yet."""


def stopped(limit: Limit, admins: Sequence[str]) -> str:
    """Under the last words of a run that a limit ended."""
    return f"Stopped at the limit of {limit.amount} {OF[limit.whose]}. {_again(limit)} {_raise(admins)}"


def not_begun(limit: Limit, admins: Sequence[str]) -> str:
    """In place of an answer, where there is no room for a run at all."""
    return (
        f"I did not begin with this, since the limit of {limit.amount} {OF[limit.whose]} is reached. {_again(limit)} "
        f"{_raise(admins)} What needs no Claude still works: buttons, and `/chorister record`."
    )


def _again(limit: Limit) -> str:
    if limit.free_at is None:
        return "Ask again to go on from here."
    return f"There is room again from {dated(limit.free_at)} on."


def _raise(admins: Sequence[str]) -> str:
    who = and_list([f"<@{escape(id)}>" for id in admins])
    return f"To have it raised, ask {who or 'whoever runs Chorister'}."
