"""A tool as Truto lists it, as Claude is offered it, and all of them: values that a conversation freezes."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from tools.schemas import Hopeless, Schema

ROUTE = re.compile(r"^[A-Za-z0-9_.~:-]+$")
"""What a resource or a method may look like; both become part of a path."""


@dataclass(frozen=True)
class TrutoTool:
    """One tool as Truto lists it; its rows have gaps."""

    resource: str
    method: str
    name: str
    description: str = ""
    query_schema: Any = None
    body_schema: Any = None
    required: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    named: bool = True
    """Whether Truto gave it a name; else it is made of resource and method."""

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Read a row leniently; raises Hopeless if nothing could be called with it."""
        resource, method = str(row.get("resource") or "").strip(), str(row.get("method") or "").strip()
        for what, word in (("resource", resource), ("method", method)):
            if not word or not ROUTE.match(word) or not word.strip("."):
                raise Hopeless(f"its {what} is missing or is no part of a path")
        return cls(
            resource=resource,
            method=method,
            name=str(row.get("name") or f"{resource}_{method}").strip(),
            description=str(row.get("description") or "").strip(),
            query_schema=row.get("query_schema"),
            body_schema=row.get("body_schema"),
            required=_words(row.get("required")),
            tags=_words(row.get("tags")),
            named=bool(row.get("name")),
        )


@dataclass(frozen=True)
class Offer:
    """One tool as Claude sees it."""

    name: str
    description: str
    input_schema: Schema
    tool: TrutoTool
    renames: Mapping[str, str] = field(default_factory=dict)
    """Path of a renamed key in Claude's names, as in crm_changes/*/field_x -> its original name."""
    repairs: tuple[str, ...] = ()
    query: frozenset[str] = frozenset()
    """Original names that travel in the query string."""
    body: frozenset[str] = frozenset()
    """Original names that travel in the body; a name can be in both."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {
            "query": sorted(self.query),
            "body": sorted(self.body),
            "repairs": list(self.repairs),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        tool = dict(data["tool"])
        tool |= {key: tuple(tool[key]) for key in ("required", "tags")}
        sets = {key: frozenset(data[key]) for key in ("query", "body")}
        return cls(**{**data, **sets, "tool": TrutoTool(**tool), "repairs": tuple(data["repairs"])})


@dataclass(frozen=True)
class Disabled:
    """A tool that cannot be offered, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Catalog:
    """All tools of one moment, sorted by name."""

    offers: tuple[Offer, ...] = ()
    disabled: tuple[Disabled, ...] = ()
    flat: bool = False
    """Whether Claude is shown all of them at once, and none waits behind the tool search."""

    def by_name(self, name: str) -> Offer | None:
        """The offer of this name, or None."""
        return next((offer for offer in self.offers if offer.name == name), None)

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values, for a conversation to keep."""
        return {
            "offers": [offer.to_json() for offer in self.offers],
            "disabled": [asdict(item) for item in self.disabled],
            "flat": self.flat,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            tuple(Offer.from_json(item) for item in data["offers"]),
            tuple(Disabled(**item) for item in data["disabled"]),
            bool(data.get("flat")),  # not there in a conversation of before this could be chosen
        )


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list | tuple) else ()
