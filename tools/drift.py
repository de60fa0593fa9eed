"""What has become of a tool since a conversation froze it: Truto changes its tools while people talk. Pure."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tools.offers import Catalog, Offer

LONGEST = 3000
"""Characters in which a changed tool is described to Claude."""

TELLING = {400, 404, 422}
"""Statuses of a refused call that a changed tool would explain."""


def may_explain(outcome: Mapping[str, Any]) -> bool:
    """Whether a failed call may have failed because the tool is not what it was. A 404 of Chorus is about the thing."""
    status = outcome.get("status")
    return not outcome.get("ok") and status in TELLING and not (status == 404 and outcome.get("remote"))


def as_it_is(offer: Offer, live: Catalog) -> Offer | None:
    """The same tool in the live list, under the name the conversation knows; None when it is gone."""
    same = [o for o in live.offers if _route(o) == _route(offer)]
    found = next((o for o in same if o.tool.name == offer.tool.name), None) or next(iter(same), None)
    return replace(found, name=offer.name) if found else None


def difference(offer: Offer, now: Offer | None) -> str | None:
    """What Claude has to know of a tool that has changed; None while it takes what it took."""
    if now is None:
        return f"Truto does not offer {offer.name} any more. Go on without it, and say so if that is not possible."
    if now.input_schema == offer.input_schema:
        return None
    was, takes = offer.input_schema["properties"], now.input_schema["properties"]
    said = [_argument(name, takes[name], now.input_schema["required"]) for name in _news_first(was, takes)]
    gone = [name for name in was if name not in takes]
    sentences = [f"{offer.name} has changed since this conversation began. It takes now: {'; '.join(said)}."]
    sentences += [f"It does not take {', '.join(gone)} any more."] if gone else []
    return " ".join(sentences)[:LONGEST]


def _news_first(was: Mapping[str, Any], takes: Mapping[str, Any]) -> list[str]:
    return sorted(takes, key=lambda name: (was.get(name) == takes[name], name))


def _argument(name: str, schema: Any, required: list[str]) -> str:
    must = "required" if name in required else "optional"
    return f"{name} ({must}) {json.dumps(schema, ensure_ascii=False)}"


def _route(offer: Offer) -> tuple[str, str]:
    return offer.tool.resource, offer.tool.method
