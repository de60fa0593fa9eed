"""Truto's live tools -> what Claude is offered: legal names and schemas, sorted, with the way back."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from tools.calls import invalid, request_for
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


def catalog_from(rows: Iterable[Mapping[str, Any]]) -> Catalog:
    """Repair what can be repaired, disable the rest with a reason, sort: same rows, same catalogue."""
    tools, disabled = list[TrutoTool](), list[Disabled]()
    for row in rows:
        try:
            tools.append(TrutoTool.from_row(row))
        except Hopeless as reason:
            disabled.append(Disabled(str(row.get("name") or "(no name)"), f"It is not offered: {reason}."))
    offers, seen = dict[str, Offer](), set[tuple[str, str, str]]()
    for tool in sorted(tools, key=_identity):
        if _identity(tool) in seen:
            disabled.append(Disabled(tool.name, "It is not offered twice, though Truto lists it twice."))
            continue
        seen.add(_identity(tool))
        try:
            offer = offer_from(tool)
        except Hopeless as reason:
            disabled.append(Disabled(tool.name, f"It is not offered: {reason}."))
            continue
        name = _free(offer.name, offers)
        offers[name] = offer if name == offer.name else replace(offer, name=name)
    order = sorted(offers.values(), key=lambda offer: offer.name)
    return Catalog(tuple(order), tuple(sorted(disabled, key=lambda item: (item.name, item.reason))))


def offer_from(tool: TrutoTool) -> Offer:
    """One tool in a form that Claude's API accepts; raises Hopeless with the reason if there is none."""
    repair = Repair()
    query, query_words = _root(tool.query_schema, repair)
    body, body_words = _root(tool.body_schema, repair)
    required = list(
        dict.fromkeys([*(repair.name("", n) for n in tool.required), *query["required"], *body["required"]])
    )
    stray = {
        name: {"description": "Required."}
        for name in required
        if name not in {**query["properties"], **body["properties"]}
    }
    home = query if tool.method in BY_ID or VERBS.get(tool.method) == "GET" else body
    home["properties"].update(stray)
    schema: Schema = {
        "type": "object",
        # On a name clash the body's schema wins, as in Truto's own toolset.
        "properties": {**query["properties"], **body["properties"]},
        "required": required,
        "additionalProperties": False,
    }
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise Hopeless(f"its schema is not valid ({error.message[:120]})") from error
    name = tool.name if re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", tool.name) else legal(tool.name)
    words = (
        tool.description or f"Calls {tool.method} on {tool.resource}. Truto gives no description.",
        query_words,
        body_words,
    )
    return Offer(
        name=name,
        description=" ".join(filter(None, words))[:MAX_DESCRIPTION],
        input_schema=schema,
        tool=tool,
        renames=dict(repair.renames),
        repairs=(*repair.notes, *(f"{n}: it was required but not declared" for n in stray)),
        query=frozenset(repair.renames.get(name, name) for name in query["properties"]),
        body=frozenset(repair.renames.get(name, name) for name in body["properties"]),
    )


def _root(published: Any, repair: Repair) -> tuple[Schema, str]:
    """A published query or body schema as one clean object, and what its alternatives say in words."""
    schema = published
    if isinstance(schema, str) and schema.strip():
        try:
            schema = json.loads(schema)
        except ValueError as error:
            raise Hopeless("its schema is text that is not JSON") from error
    if not isinstance(schema, Mapping):
        schema = {}
    if schema and "properties" not in schema and all(isinstance(value, Mapping) for value in schema.values()):
        schema = {"properties": schema}
    clean = repair.clean(schema, schema)
    assert isinstance(clean, dict)
    kinds = clean.get("type", "object")
    if "object" not in kinds and kinds != "null":
        raise Hopeless(
            f"its arguments have no names: they are a bare {kinds if isinstance(kinds, str) else kinds[0]}"
        )
    return flatten_root(clean)


def _identity(tool: TrutoTool) -> tuple[str, str, str]:
    return tool.name, tool.resource, tool.method


def _free(name: str, taken: Mapping[str, Any]) -> str:
    free, n = name, 1
    while free in taken:
        n += 1
        free = f"{name[:60]}_{n}"
    return free
