"""One call to Truto's Proxy API as a value, and how it is spelled on the wire."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from tools.errors import UsageError

VERBS: Mapping[str, str] = {
    "list": "GET",
    "get": "GET",
    "create": "POST",
    "update": "PATCH",
    "delete": "DELETE",
}
BY_ID = frozenset({"get", "update", "delete"})


def is_media(resource: str) -> bool:
    """Whether a resource is about recordings as files, whatever it is called exactly."""
    return "media" in resource.lower()


@dataclass(frozen=True)
class Request:
    """What to ask of Truto: a resource, a method of it, and the arguments in their places."""

    resource: str
    method: str
    id: str | None = None
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    wants_json: bool = False
    """Ask for facts about a file, not the file: Chorus's own switch `info`, beside the Accept header."""
    account: str | None = None
    """The integrated account that answers; None: the main one."""

    @property
    def verb(self) -> str:
        """The HTTP verb; a custom method is always POST towards Truto, whatever the vendor's verb is."""
        return VERBS.get(self.method, "POST")

    @property
    def path(self) -> str:
        """The path with every segment encoded: an id can never reach another resource."""
        parts = ["proxy", self.resource]
        if self.method in BY_ID and self.id is not None:
            parts.append(self.id)
        elif self.method not in VERBS:
            parts.append(self.method)
        return "/" + "/".join(_segment(part) for part in parts)

    @property
    def json(self) -> Mapping[str, Any] | None:
        """The body to send; whatever is POSTed carries an object, an empty one if need be."""
        return {} if self.body is None and self.verb == "POST" else self.body

    def url_query(self, account_id: str) -> str:
        """
        The query string, account first: `account_id` unless the request names another, whatever the arguments say; the id
        is repeated here, as Truto's own toolset does.
        """
        whose = {"integrated_account_id": self.account or account_id}
        query = {**whose, **self.query, **whose}
        if self.method in BY_ID and self.id is not None:
            query.setdefault("id", self.id)
        if self.wants_json:
            query.setdefault("info", True)
        return encode_query(query)


def encode_query(query: Mapping[str, Any]) -> str:
    """Spell a query the way Truto reads it: a[]=x, f[gt]=1, true/false, %20 for a space, None left out."""
    pairs = [pair for key, value in query.items() for pair in _pairs(key, value)]
    return "&".join(f"{quote(key, safe='')}={quote(value, safe='')}" for key, value in pairs)


def _pairs(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _pairs(f"{key}[{name}]", part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _pairs(f"{key}[]", part)
    else:
        yield key, _word(value)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _segment(text: str) -> str:
    if text.strip(" .") == "":
        # "." and ".." survive percent-encoding and would climb to another resource.
        raise UsageError(f"{text!r} is not an id that Chorus can have.")
    return quote(text, safe="")
