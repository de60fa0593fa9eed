"""The questions of `chorister init`, put to somebody at a terminal."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot.manifest import Way
from bot.questions import (
    ADMINS,
    CLAUDE,
    DATABASE,
    POSTGRES,
    PUBLIC,
    SLACK,
    Group,
    Question,
    Sight,
    a_key,
    a_password,
    account,
    way_of,
    wrong,
)

if TYPE_CHECKING:
    from bot.tries import Tried

T = TypeVar("T")


@dataclass(frozen=True)
class Terminal:
    """Where somebody sits. What is asked of `hide` is not shown while it is typed."""

    ask: Callable[[str], str]
    hide: Callable[[str], str]
    say: Callable[[str], object]


class Interview:
    """One pass through the questions. It writes nothing: its answers do, once all are there."""

    def __init__(
        self, terminal: Terminal, env: Mapping[str, str], before: Mapping[str, str], *, offline: bool
    ) -> None:
        self.terminal, self.env, self.before, self.offline = terminal, env, before, offline
        self.answers: dict[str, str] = {}
        self.way = Way.SOCKET
        self.start = "chorister run"

    def whole(self) -> dict[str, str]:
        """All questions, in the order in which their answers are come by."""
        self.terminal.say("Secrets are not shown while you type. Ctrl-C leaves everything as it was.")
        self.way = self.choose("How does Slack reach the bot?", WAYS, way_of(self.before))
        self.slack()
        self.group(CLAUDE)
        self.group(account(self.way))
        self.rows()
        self.group(ADMINS)
        now = self.before.get("CHORISTER_WRITES", "off")
        self.answers["CHORISTER_WRITES"] = self.choose("What may reach the CRM?", WRITES, now)
        return {name: value for name, value in self.answers.items() if value != self.before.get(name, "")}

    def slack(self) -> None:
        command = "chorister manifest"
        if self.way is not Way.SOCKET:
            self.answers[PUBLIC.name] = self.ask(PUBLIC).rstrip("/")
            command += f" --http {self.answers[PUBLIC.name]}" + (" --oauth" if self.way is Way.OAUTH else "")
        self.terminal.say(f"{MANIFEST}\n  {command}")
        if self.way is Way.OAUTH:
            self.answers["CHORISTER_SECRET_KEY"] = self.known("CHORISTER_SECRET_KEY") or a_key()
        self.group(SLACK[self.way])

    def rows(self) -> None:
        """Where they are kept. The PostgreSQL of compose.yaml is behind a proxy, so it goes with signed HTTP alone."""
        ways = PLACES if self.way is not Way.SOCKET else PLACES[:2]
        now = "postgresql" if self.known(DATABASE.name) else "compose" if self.known(PASSWORD) else "sqlite"
        place = self.choose("Where are rows kept?", ways, now)
        if place == "compose":
            self.answers[PASSWORD] = self.known(PASSWORD) or a_password()
            self.start = "docker compose up --build --detach"
        if place == "postgresql":
            self.group(POSTGRES)
        elif self.known(DATABASE.name):
            self.answers[DATABASE.name] = ""

    def group(self, group: Group) -> None:
        """Ask, then try; what is refused may be typed again, or kept as it is."""
        self.terminal.say(f"\n{group.title}")
        self.answers |= {name: "" for name in group.emptied if self.known(name)}
        while True:
            for question in group.questions:
                self.answers[question.name] = self.ask(question)
            found = self.tried(group)
            if found:
                self.terminal.say(f"  {found.words}")
            if not (found and found.refused and self.agrees("Type it again?")):
                return

    def tried(self, group: Group) -> "Tried | None":
        if self.offline or not group.trial or not all(self.answers[q.name] for q in group.questions):
            return None
        # Imported here, so that the first question comes at once: it brings half of the bot.
        from bot.tries import tried

        return asyncio.run(tried(group.trial, {**self.env, **self.before, **self.answers}))

    def ask(self, question: Question) -> str:
        """One answer that has the right form; Enter keeps what is known."""
        known = self.known(question.name)
        self.terminal.say(f"  {question.name}: {question.where}")
        prompt = (
            "  (Enter keeps what is there) > " if known else "  > " if question.needed else "  (or Enter) > "
        )
        read = self.terminal.hide if question.sight is Sight.HIDDEN else self.terminal.ask
        while True:
            typed = read(prompt).strip() or known
            problem = wrong(question.name, typed) if typed else "It is needed." if question.needed else ""
            if not problem:
                return typed
            self.terminal.say(f"  {problem}")
            known = "" if typed == known else known

    def known(self, name: str) -> str:
        """What was typed before, or stands in the file."""
        return self.answers.get(name) or self.before.get(name, "")

    def choose(self, words: str, ways: Sequence[tuple[T, str]], now: T) -> T:
        """One of several; Enter takes what holds now, else the first."""
        self.terminal.say(f"\n{words}")
        for number, (_, meaning) in enumerate(ways, 1):
            self.terminal.say(f"  {number}  {meaning}")
        first = next((n for n, (way, _) in enumerate(ways, 1) if way == now), 1)
        while True:
            typed = self.terminal.ask(f"  (Enter takes {first}) > ").strip() or str(first)
            if typed.isdecimal() and 0 < int(typed) <= len(ways):
                return ways[int(typed) - 1][0]
            self.terminal.say(f"  A number from 1 to {len(ways)}.")

    def agrees(self, words: str) -> bool:
        while True:
            typed = self.terminal.ask(f"{words} [Y/n] ").strip().lower()
            if typed in ("", "y", "yes", "n", "no"):
                return typed in ("", "y", "yes")

    def hint(self) -> None:
        """What comes next."""
        loud = [n for n, a in self.answers.items() if self.env.get(n, a) not in (a, self.before.get(n))]
        if loud:
            self.terminal.say(
                f"Something else is exported as {', '.join(loud)}, and that wins over the file."
            )
        self.terminal.say(f"Next:\n  chorister doctor\n  {self.start}")


MANIFEST = (
    "\nSlack's app: api.slack.com/apps > Create New App > From a manifest. Paste there what this prints:"
)
PASSWORD = "POSTGRES_PASSWORD"  # noqa: S105 - its name
WAYS = (
    (Way.SOCKET, "Socket Mode: one workspace, no public address"),
    (Way.HTTP, "signed HTTP: one workspace, a public address"),
    (Way.OAUTH, "signed HTTP: many workspaces, which install the app themselves"),
)
PLACES = (
    ("sqlite", "in an SQLite file: one process"),
    ("postgresql", "in a PostgreSQL of yours: several processes"),
    ("compose", "in the PostgreSQL of compose.yaml"),
)
WRITES = (
    ("off", "nothing: cards are previews (a good start)"),
    ("approve", "what a person approved"),
)
