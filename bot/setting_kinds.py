"""The kinds of values a setting may have: how each is read from one text, and what is wrong with it."""

import base64
import re
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from bot.database_url import read_address
from bot.digests.schedule import is_date
from bot.risk.rule_file import BadRules, read_rules

Several = tuple[str, ...]
T = TypeVar("T")


def split(value: object) -> object:
    """Several things in one text, separated by commas."""
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


def ids(value: Several, first: str) -> Several:
    """Slack ids that begin with one of these letters."""
    wrong = [id for id in value if not re.fullmatch(f"[{first}][A-Z0-9]{{5,}}", id)]
    if wrong:
        raise ValueError(f"{', '.join(wrong)}: not a Slack id (in Slack: copy the member or channel id)")
    return value


def dates(value: Several) -> Several:
    """Dates such as 2026-12-24."""
    wrong = [word for word in value if not is_date(word)]
    if wrong:
        raise ValueError(f"{', '.join(wrong)}: not a date such as 2026-12-24")
    return value


def token(value: SecretStr, start: str) -> SecretStr:
    """A Slack token of the kind that starts so."""
    if not value.get_secret_value().startswith(start):
        raise ValueError(f"a token that starts with {start} belongs here")
    return value


def address(value: str) -> str:
    """A web address."""
    if not value.startswith(("https://", "http://")):
        raise ValueError("a web address that starts with https:// belongs here")
    return value


def record_address(value: str) -> str:
    """A web address with a place for the id of an opportunity."""
    if not re.fullmatch(r"https?://[^\s<>|]+", value) or value.count("{id}") != 1:
        raise ValueError("a web address with {id} once in it, where the opportunity's id goes, belongs here")
    return value


def rule_file(value: Path) -> Path:
    """A file of rules that can be used."""
    try:
        read_rules(value.read_text("utf-8"), str(value))
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{value} cannot be read: {error}") from None
    except BadRules as error:
        raise ValueError(str(error)) from None
    return value


def database(value: SecretStr) -> SecretStr:
    """The address of a database that we can use."""
    read_address(value.get_secret_value())
    return value


def keys(value: SecretStr) -> SecretStr:
    """Keys of the encryption at rest."""
    each = each_key(value)
    wrong = next((place for place, key in enumerate(each, 1) if not _is_key(key)), None if each else 1)
    if wrong:
        raise ValueError(f"key {wrong} is not 32 bytes in base64, such as `openssl rand -base64 32` prints")
    return value


def each_key(value: SecretStr) -> list[str]:
    """The keys in one text, separated by commas."""
    return [key.strip() for key in value.get_secret_value().split(",") if key.strip()]


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key.translate(str.maketrans("-_", "+/")), validate=True)) == 32
    except ValueError:
        return False


# A limit of zero, of less, or of "nan" would be none at all.
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Words = Annotated[Several, BeforeValidator(split)]
People = Annotated[Several, BeforeValidator(split), AfterValidator(lambda value: ids(value, "UW"))]
Channels = Annotated[Several, BeforeValidator(split), AfterValidator(lambda value: ids(value, "CGD"))]
Apps = Annotated[Several, BeforeValidator(split), AfterValidator(lambda value: ids(value, "A"))]
Dates = Annotated[Several, BeforeValidator(split), AfterValidator(dates)]
BotToken = Annotated[SecretStr, AfterValidator(lambda value: token(value, "xoxb-"))]
AppToken = Annotated[SecretStr, AfterValidator(lambda value: token(value, "xapp-"))]
Address = Annotated[str, AfterValidator(address)]
Base = Annotated[Address, AfterValidator(lambda value: value if value.endswith("/") else f"{value}/")]
RecordAddress = Annotated[str, AfterValidator(record_address)]
RuleFilePath = Annotated[Path, AfterValidator(rule_file)]
Keys = Annotated[SecretStr, AfterValidator(keys)]
DatabaseAddress = Annotated[SecretStr, AfterValidator(database)]
