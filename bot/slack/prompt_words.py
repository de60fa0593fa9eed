"""What one may ask, offered beside what somebody looks at; and what Claude is told of that. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST = 4
"""Prompts that Slack shows."""


@dataclass(frozen=True)
class Prompt:
    """Something to ask, offered for a click."""

    title: str
    message: str


@dataclass(frozen=True)
class Around:
    """What is known of the channel that somebody looks at, and of them."""

    channel: str = ""
    """Its id; empty where they look at none, or at one that we do not know."""
    name: str = ""
    recorders: tuple[tuple[str, str], ...] = ()
    """The meetings for which a recorder was asked for there of late, and how each stands."""
    cards: int = 0
    """Their own cards there that wait for a decision."""
    deals: bool = False
    """Whether a digest has looked at deals of theirs."""


JOBS = (
    Prompt("Push my last meeting", "Push the notes and framework data from my last meeting into the CRM."),
    Prompt(
        "Review today's calls",
        "Review all meetings from today longer than 30 minutes and alert me where the Economic Buyer is empty or at risk.",
    ),
    Prompt("Summarise my last call", "Summarise my last call and list the next steps."),
)


def prompts(around: Around) -> list[Prompt]:
    """At most four: first what is about the channel, then what is about the person, then our jobs."""
    found = []
    if around.recorders:
        asked = f"What became of the recorder in #{around.name}?"
        found.append(Prompt(asked[:75], asked))
    if around.cards:
        asked = f"Which CRM cards in #{around.name} wait for me?"
        found.append(Prompt(asked[:75], asked))
    if around.deals:
        found.append(Prompt("Which of my deals got worse?", "Which of my deals got worse lately, and why?"))
    return [*found, *JOBS][:MOST]


def beside(around: Around) -> str:
    """The same for Claude, as a part of a system message: ids and our own words, nothing that anybody could write."""
    if not around.channel:
        return ""
    told = [f" Beside this conversation the asker looks at the channel <#{_id(around.channel)}>."]
    if around.recorders:
        told.append(f"Recorders asked for there: {_listed(around.recorders)}.")
    if around.cards:
        told.append(f"CRM cards of the asker there that wait for a decision: {around.cards}.")
    return " ".join(told)


def _listed(recorders: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{_id(meeting)}: {state}" for meeting, state in recorders)


def _id(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum() or letter in ":.-_")[:60]
