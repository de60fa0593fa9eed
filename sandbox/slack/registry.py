"""The Web API's methods by name, each with its rate, its required arguments and the token it wants."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.slack.journal import Json
from sandbox.slack.limits import TIER_3, Rate
from sandbox.slack.workspace import Workspace

Run = Callable[[Workspace, Json], Json]


@dataclass(frozen=True)
class Method:
    """One method of the Web API."""

    run: Run
    rates: tuple[Rate, ...]
    needs: tuple[str, ...]
    token: str
    """Which token opens it: "bot", "app" or "none"."""


METHODS: dict[str, Method] = {}


def method(
    name: str,
    *rates: Rate,
    needs: tuple[str, ...] = (),
    token: str = "bot",  # noqa: S107  a kind of token, not one
) -> Callable[[Run], Run]:
    """Register a function as the Web API method `name`."""

    def register(run: Run) -> Run:
        METHODS[name] = Method(run, rates or (TIER_3,), needs, token)
        return run

    return register
