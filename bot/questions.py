"""What `chorister init` asks, as values: in which order, where each answer is found, and what is wrong with one."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from bot.env_file import quoted
from bot.manifest import Way, address
from bot.settings import WHERE, Settings

Env = Mapping[str, str]


class Sight(Enum):
    """Whether what is typed may be seen."""

    SHOWN = "shown"
    HIDDEN = "hidden"


class Trial(Enum):
    """At whom answers are tried; see bot/tries.py."""

    SLACK = "slack"
    CLAUDE = "claude"
    TRUTO = "truto"
    DATABASE = "database"


@dataclass(frozen=True)
class Question:
    """One setting."""

    name: str
    where: str
    sight: Sight = Sight.HIDDEN
    needed: bool = True


@dataclass(frozen=True)
class Group:
    """Questions whose answers are tried together; those of an earlier way are emptied."""

    title: str
    questions: tuple[Question, ...]
    trial: Trial | None = None
    emptied: tuple[str, ...] = ()


CREDENTIALS = "api.slack.com/apps > your app > Basic Information > App Credentials"


def _ask(name: str, where: str = "", *, sight: Sight = Sight.HIDDEN, needed: bool = True) -> Question:
    return Question(name, where or WHERE.get(name, ""), sight, needed)


BOT, APP, SIGNING = (
    _ask("SLACK_BOT_TOKEN"),
    _ask("SLACK_APP_TOKEN"),
    _ask("SLACK_SIGNING_SECRET", CREDENTIALS),
)
PUBLIC = _ask(
    "CHORISTER_PUBLIC_URL", "where Slack reaches the bot, such as https://bot.example.com", sight=Sight.SHOWN
)
CLIENT = (
    _ask("SLACK_CLIENT_ID", CREDENTIALS, sight=Sight.SHOWN),
    _ask("SLACK_CLIENT_SECRET", CREDENTIALS),
)
INSTALLS = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
SLACK = {
    Way.SOCKET: Group("Slack", (BOT, APP), Trial.SLACK, INSTALLS),
    Way.HTTP: Group("Slack", (SIGNING, BOT), Trial.SLACK, (*INSTALLS, APP.name)),
    Way.OAUTH: Group("Slack", (*CLIENT, SIGNING), None, (APP.name, BOT.name)),
}
CLAUDE = Group("Claude", (_ask("ANTHROPIC_API_KEY"),), Trial.CLAUDE)
ADMINS = Group(
    "Admins",
    (
        _ask(
            "CHORISTER_ADMINS",
            "Slack user ids, comma-separated (a profile > ⋮ > Copy member ID)",
            sight=Sight.SHOWN,
            needed=False,
        ),
    ),
)
DATABASE = _ask("DATABASE_URL", "postgresql://user:password@host/database")
POSTGRES = Group("PostgreSQL", (DATABASE,), Trial.DATABASE)


def way_of(before: Env) -> Way:
    """How Slack reaches the bot now, as far as a file tells."""
    if before.get("SLACK_CLIENT_ID"):
        return Way.OAUTH
    return Way.HTTP if before.get(SIGNING.name) and not before.get(APP.name) else Way.SOCKET


def account(way: Way) -> Group:
    """Truto. Where workspaces install the app, each may have an account of its own."""
    own = _ask("TRUTO_INTEGRATED_ACCOUNT_ID", sight=Sight.SHOWN, needed=way is not Way.OAUTH)
    return Group("Truto", (_ask("TRUTO_API_TOKEN"), own), Trial.TRUTO)


def wrong(name: str, typed: str) -> str:
    """What is wrong with an answer, as far as its form tells; empty if nothing is."""
    try:
        quoted(typed)
        if name == PUBLIC.name:
            address(typed)
        field = Settings.model_fields.get(name.lower())
        if field:
            kind: Any = Annotated[field.annotation, field]
            TypeAdapter(kind).validate_python(typed)
    except ValidationError as error:
        return error.errors()[0]["msg"].removeprefix("Value error, ")
    except ValueError as error:
        return str(error)
    return ""


def a_key() -> str:
    """A new key of the encryption at rest."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def a_password() -> str:
    """A new password of letters and digits, which stands in an address as it is."""
    return secrets.token_hex(24)
