"""Which job a request is, and the next step of it."""

from collections.abc import Callable
from typing import Any

from sandbox.claude.planner import help, join, name_deal, recall, review, write_back
from sandbox.claude.planner.scene import Scene
from sandbox.claude.replies import Reply

_JOBS: tuple[tuple[Callable[[Scene], bool], Callable[[Scene], Reply]], ...] = (
    (review.wants, review.plan_review),
    (name_deal.wants, name_deal.plan_name_deal),
    (write_back.wants, write_back.plan_write_back),
    (join.wants, join.plan_join),
    (recall.wants, recall.plan_recall),
    (help.wants, help.plan_help),
)


def plan(tools: list[dict[str, Any]], messages: list[dict[str, Any]], *, may_call: bool = True) -> Reply:
    """The next turn: tool calls while something is to be found out, then words.

    Everything is read from the arguments: the same tools and messages always give the same turn.
    """
    scene = Scene(tools, messages, may_call)
    for wanted, planned in _JOBS:
        if wanted(scene):
            return planned(scene)
    return help.plan_other()
