"""
The last belt of the log: secrets, signed links and people's words are taken out of whatever is about to be written. Nothing
of ours logs them; what other libraries say, and what stands in an exception, nobody can foresee.
"""

import re
from collections.abc import Iterable, Mapping
from typing import get_args
from urllib.parse import quote

from pydantic import SecretStr
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.settings import Settings

GONE = "***"
SHORTEST = 6
"""Characters of a secret that is looked for by itself; a shorter one would take words apart."""

PATTERNS = (
    (r"\b(?:xox[a-z](?:\.xox[a-z])?|xapp|xwfp|sk-ant)-[\w-]+", GONE),
    (r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}", rf"\1 {GONE}"),
    # The address that an answer to a click goes to lets whoever has it speak.
    (r"(hooks\.slack(?:-gov)?\.com|/response_url|/respond)/[^\s\"'<>]+", rf"\1/{GONE}"),
    (r"(?i)\b([a-z][a-z+]{1,20}://)[^\s/@\"'<>]+@", rf"\1{GONE}@"),
    # A signed link is signed in its query, and so is the ticket of a socket.
    (r"(?i)\b((?:https?|wss?)://[^\s\"'<>?]*)\?[^\s\"'<>]+", rf"\1?{GONE}"),
    (
        r"(?i)\b([\w-]*(?:token|secret|password|signature|api[_-]?key|ticket|credential)[\"']?\s*[=:]\s*[\"']?)"
        r"[^\s\"'&,;{}]{12,}",
        rf"\1{GONE}",
    ),
    # What a statement was given, and what a model was made of: people's words.
    (r"(?s)\[parameters: .*?(?=\n\(Background on this error|\Z)", f"[parameters: {GONE}]"),
    (r"(?s)input_value=.*?(?=, input_type=)", f"input_value={GONE}"),
)
"""What is secret by its form."""


class Redactor:
    """Takes out what is secret by its form, and these secrets wherever they stand."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {form for secret in secrets if len(secret) >= SHORTEST for form in _forms(secret)}
        # The longest first: one may be the beginning of another.
        exact = "|".join(re.escape(form) for form in sorted(known, key=len, reverse=True))
        self._rules = [(re.compile(pattern), by) for pattern, by in PATTERNS]
        if exact:
            self._rules.insert(0, (re.compile(exact), GONE))

    def __call__(self, text: str) -> str:
        for rule, by in self._rules:
            text = rule.sub(by, text)
        return text


def _forms(secret: str) -> set[str]:
    """A secret as it is, and as it stands in an address or in a text that is quoted."""
    return {secret, quote(secret, safe=""), repr(secret)[1:-1]}


def secrets_in(env: Mapping[str, str]) -> set[str]:
    """The value of every setting that is secret, and the password in an address of a database."""
    secret = {name for name, field in Settings.model_fields.items() if _is_secret(field.annotation)}
    values = {value.strip() for name, value in env.items() if name.lower() in secret and value.strip()}
    return values | {password for value in values if (password := _password(value))}


def _is_secret(annotation: object) -> bool:
    return annotation is SecretStr or any(_is_secret(part) for part in get_args(annotation))


def _password(value: str) -> str:
    if "://" not in value:
        return ""
    try:
        return str(make_url(value).password or "")
    except (ArgumentError, ValueError):
        return ""
