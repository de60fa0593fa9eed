"""What somebody typed at the prompt: something to say, or a command."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Say:
    """Words for Slack; `who` when they are not the present person's."""

    text: str
    who: str | None = None


@dataclass(frozen=True)
class Command:
    """Something to do in the demo."""

    name: str
    argument: str = ""


HELP = (
    ("@Chorister …", "ask the bot; it answers in a thread"),
    ("ben: …", "the same, said by Ben"),
    ("/as ben", "be Ben from now on"),
    ("/people", "who there is"),
    ("/threads", "the threads so far; /thread 2 shows one in full"),
    ("/in 2", "write in thread 2; /in dm to the bot alone; /in deals to the channel"),
    ("/click 2", "press button 2 of the last card"),
    ("/tick 3", "tick or untick box 3 of the last card"),
    ("/crm [deal]", "the CRM record of your last call's deal, or of another"),
    ("/help, /quit", "this list; leave (as Ctrl-D and Ctrl-C do)"),
)
"""Every command with what it does."""


def parse(line: str, people: Collection[str]) -> Say | Command | None:
    """Return what a line means; None for an empty one. `people` are the names that may stand before a colon."""
    typed = line.strip()
    if not typed:
        return None
    if typed.startswith("/"):
        name, _, argument = typed[1:].partition(" ")
        return Command(name.lower(), argument.strip())
    before, colon, rest = typed.partition(":")
    if colon and before.strip().lower() in people:
        return Say(rest.strip(), before.strip().lower())
    return Say(typed)
