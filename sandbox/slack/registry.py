"""The Web API's methods by name, each with its rate, its required arguments and the token it wants."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sandbox.slack.journal import Json
from sandbox.slack.limits import TIER_3, Rate
from sandbox.slack.workspace import Workspace

Caller = Literal["bot", "app", "anybody"]
Run = Callable[[Workspace, Json], Json]


@dataclass(frozen=True)
class Method:
    """One method of the Web API."""

    run: Run
    rates: tuple[Rate, ...]
    needs: tuple[str, ...]
    caller: Caller
    """Whose token opens it; anybody needs none."""


METHODS: dict[str, Method] = {}


def method(
    name: str,
    *rates: Rate,
    needs: tuple[str, ...] = (),
    caller: Caller = "bot",
) -> Callable[[Run], Run]:
    """Register a function as the Web API method `name`."""

    def register(run: Run) -> Run:
        METHODS[name] = Method(run, rates or (TIER_3,), needs, caller)
        return run

    return register
