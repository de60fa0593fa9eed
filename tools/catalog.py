"""Truto's live tools -> what Claude is offered: legal names and schemas, sorted, with the way back."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from tools.calls import invalid, request_for
from tools.keywords import Note
from tools.offers import Catalog, Disabled, Offer, TrutoTool
from tools.requests import BY_ID, VERBS
from tools.schemas import Hopeless, Repair, Schema, flatten_root, legal

__all__ = [
    "Catalog",
    "Disabled",
    "Offer",
    "TrutoTool",
    "catalog_from",
    "invalid",
    "offer_from",
    "request_for",
]

MAX_DESCRIPTION = 4000

TOOL = "the tool"
"""Where a repair was made that is about the tool and not about an argument."""


def catalog_from(rows: Iterable[Mapping[str, Any]]) -> Catalog:
    """Repair what can be repaired, disable the rest with a reason, sort: same rows, same catalogue."""
    tools, disabled = _read(rows)
    offers, seen = dict[str, Offer](), set[tuple[str, str, str]]()
    for tool in sorted(tools, key=_identity):
        if _identity(tool) in seen:
            disabled.append(Disabled(tool.name, "It is not offered twice, though Truto lists it twice."))
            continue
        seen.add(_identity(tool))
        try:
            offer = _under_free_name(offer_from(tool), offers)
        except Hopeless as reason:
            disabled.append(Disabled(tool.name, f"It is not offered: {reason}."))
            continue
        offers[offer.name] = offer
    order = sorted(offers.values(), key=lambda offer: offer.name)
    return Catalog(tuple(order), tuple(sorted(disabled, key=lambda item: (item.name, item.reason))))


def _read(rows: Iterable[Mapping[str, Any]]) -> tuple[list[TrutoTool], list[Disabled]]:
    """The rows that are tools, and the others with the reason."""
    tools, disabled = list[TrutoTool](), list[Disabled]()
    for row in rows:
        try:
            tools.append(TrutoTool.from_row(row))
        except Hopeless as reason:
            disabled.append(Disabled(str(row.get("name") or "(no name)"), f"It is not offered: {reason}."))
    return tools, disabled


def offer_from(tool: TrutoTool) -> Offer:
    """One tool in a form that Claude's API accepts; raises Hopeless with the reason if there is none."""
    repair = Repair()
    query, query_words = _root(tool.query_schema, repair)
    body, body_words = _root(tool.body_schema, repair)
    required = list(
        dict.fromkeys([*(repair.name("", n) for n in tool.required), *query["required"], *body["required"]])
    )
    _declare(required, query, body, tool, repair)
    words = (_description(tool, repair), query_words, body_words)
    name, schema = _legal_name(tool, repair), _merged(query, body, required, repair)
    return Offer(
        name=name,
        description=_cut(" ".join(filter(None, words)), repair),
        input_schema=schema,
        tool=tool,
        renames=dict(repair.renames),
        repairs=tuple(repair.notes),
        query=frozenset(repair.renames.get(name, name) for name in query["properties"]),
        body=frozenset(repair.renames.get(name, name) for name in body["properties"]),
    )


def _merged(query: Schema, body: Schema, required: list[str], repair: Repair) -> Schema:
    """The arguments of query and body as one object; raises Hopeless if it is no valid schema."""
    for name in sorted(query["properties"].keys() & body["properties"].keys()):
        if query["properties"][name] != body["properties"][name]:
            repair.note(name, "it is in the query and in the body; the body's schema counts")
    schema: Schema = {
        "type": "object",
        # On a name clash the body's schema wins, as in Truto's own toolset.
        "properties": {**query["properties"], **body["properties"]},
        "required": required,
        "additionalProperties": False,
    }
    if flaw := _flaw(json.dumps(schema)):
        raise Hopeless(f"its schema is not valid ({flaw})")
    return schema


@lru_cache(maxsize=1024)
def _flaw(text: str) -> str:
    """What is wrong with a schema. Looked at once: each conversation reads the same tools anew, and a look is slow."""
    try:
        Draft202012Validator.check_schema(json.loads(text))
    except SchemaError as error:
        return error.message[:120]
    return ""


def _declare(required: Iterable[str], query: Schema, body: Schema, tool: TrutoTool, repair: Repair) -> None:
    """Declare what is required and nowhere declared, in the place where such an argument belongs."""
    home = query if tool.method in BY_ID or VERBS.get(tool.method) == "GET" else body
    for name in required:
        if name not in query["properties"] and name not in body["properties"]:
            repair.note(name, "it was required but not declared")
            home["properties"][name] = {"description": "Required."}


def _description(tool: TrutoTool, repair: Repair) -> str:
    """Truto's description, or one made of what the tool is."""
    if not tool.named:
        repair.note(TOOL, "Truto gives it no name; this one is made of its resource and method")
    if tool.description:
        return tool.description
    repair.note(TOOL, "Truto gives no description; this one is made of its resource and method")
    what = f"{tool.method.replace('_', ' ').capitalize()}: {tool.resource.replace('_', ' ')} in Chorus."
    return f"{what} Truto gives no description of it."


def _cut(description: str, repair: Repair) -> str:
    if len(description) > MAX_DESCRIPTION:
        repair.note(TOOL, f"its description is cut at {MAX_DESCRIPTION} characters")
    return description[:MAX_DESCRIPTION]


def _legal_name(tool: TrutoTool, repair: Repair) -> str:
    if re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", tool.name):
        return tool.name
    repair.note(TOOL, f"{tool.name[:80]!r} is called {legal(tool.name)!r}")
    return legal(tool.name)


def _root(published: Any, repair: Repair) -> tuple[Schema, str]:
    """A published query or body schema as one clean object, and what its alternatives say in words."""
    note = partial(repair.note, "")
    schema = _object(published, note)
    clean = repair.clean(schema, schema)
    assert isinstance(clean, dict)
    kinds = clean.get("type", "object")
    if "object" not in kinds and kinds != "null":
        raise Hopeless(
            f"its arguments have no names: they are a bare {kinds if isinstance(kinds, str) else kinds[0]}"
        )
    if kinds != "object":
        note("it could be null, and is an object")
    return flatten_root(clean, note)


def _object(published: Any, note: Note) -> Mapping[str, Any]:
    """A published schema as a mapping, whatever it was written in; raises Hopeless for text that is no JSON."""
    schema = published
    if isinstance(schema, str) and schema.strip():
        note("a schema was JSON in a text")
        try:
            schema = json.loads(schema)
        except ValueError as error:
            raise Hopeless("its schema is text that is not JSON") from error
    if not isinstance(schema, Mapping):
        if schema:
            note("an unreadable schema is taken for no arguments")
        return {}
    if schema and "properties" not in schema and all(isinstance(value, Mapping) for value in schema.values()):
        note("a bare map of arguments was made a schema")
        return {"type": "object", "properties": schema}
    return schema


def _identity(tool: TrutoTool) -> tuple[str, str, str]:
    return tool.name, tool.resource, tool.method


def _under_free_name(offer: Offer, taken: Mapping[str, Any]) -> Offer:
    """The offer, under another name where an earlier one has the same."""
    free, n = offer.name, 1
    while free in taken:
        n += 1
        free = f"{offer.name[:60]}_{n}"
    if free == offer.name:
        return offer
    note = f"{TOOL}: another tool has the name {offer.name!r} too; this one is called {free!r}"
    return replace(offer, name=free, repairs=(*offer.repairs, note))
