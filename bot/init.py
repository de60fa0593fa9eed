"""`chorister init`: asks for what Chorister needs, tries it, and writes .env at the end and at once."""

import getpass
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.env_file import changed, load, save, values_of
from bot.interview import Interview, Terminal


def here() -> Terminal | None:
    """The terminal this command was typed in, if it was."""
    if not sys.stdin.isatty():
        return None
    return Terminal(input, getpass.getpass, lambda words: sys.stdout.write(f"{words}\n"))


def init(env: Mapping[str, str], path: Path, terminal: Terminal | None, *, offline: bool) -> int:
    """Ask and write; returns the exit code. Whoever leaves in the middle finds everything as it was."""
    if terminal is None:
        sys.stderr.write("chorister init asks questions, and here is no terminal. See .env.example.\n")
        return 2
    text = load(path)
    try:
        interview = Interview(terminal, env, values_of(text), offline=offline)
        if text and not interview.agrees(
            f"There is a {path.name} here. Change it? What is not asked for stays."
        ):
            return 0
        answers = interview.whole()
    except (EOFError, KeyboardInterrupt):
        terminal.say("\nNothing was written.")
        return 130
    save(path, changed(text, answers))
    terminal.say(f"\n{path.name} is written; only you can read it.")
    interview.hint()
    return 0
