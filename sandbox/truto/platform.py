"""Truto's own pages: the connected accounts, their tools and what they can do."""

from collections.abc import Iterable
from typing import Any

from sandbox.truto.accounts import Account
from sandbox.truto.answers import Answer, truto_refusal
from sandbox.truto.catalog import catalogue, chosen
from sandbox.truto.options import Options

Query = dict[str, str]


def account(held: Account) -> dict[str, Any]:
    """Return an integrated account, which holds Chorus credentials."""
    status = held.status
    return {
        "id": held.id,
        "tenant_id": held.tenant,
        "environment_integration_id": "5d3f9a52-1f4b-4e0c-9a77-0c1d6f2b8e11",
        "context": {},
        "status": "active" if status in ("sandbox", "blocked") else status,
        "is_blocked": status == "blocked",
        "is_sandbox": status == "sandbox",
        "authentication_method": "api_key",
        "last_error": "401 from chorus.ai" if status == "needs_reauth" else None,
        "integration": {"name": "chorus", "label": "Chorus", "category": "conversational-intelligence"},
        "created_at": "2026-01-07T09:00:00.000Z",
        "updated_at": "2026-01-07T09:00:00.000Z",
    }


def account_list(held: Iterable[Account]) -> Answer:
    """Answer GET /integrated-account."""
    return Answer({"result": [account(one) for one in held], "next_cursor": None, "limit": 25})


def tools(query: Query, options: Options) -> Answer:
    """Answer GET /integrated-account/{id}/tools."""
    offered = chosen(
        catalogue(options),
        _listed(query, "methods"),
        _listed(query, "tags"),
        query.get("has_description", "true").lower() != "false",
    )
    size = options.tools_page_size or len(offered) or 1
    begin = _position(query.get("next_cursor", ""))
    following = begin + size if begin + size < len(offered) else None
    cursor = f"tools {following}" if following is not None else None
    return Answer({options.tools_key: offered[begin : begin + size], "next_cursor": cursor})


def capabilities(whose: Account, query: Query, options: Options) -> Answer:
    """Answer GET /integrated-account/{id}/capabilities: what there is, without schemas."""
    by_resource: dict[str, list[dict[str, Any]]] = {}
    for raw in chosen(catalogue(options), _listed(query, "methods"), [], has_description=False):
        if query.get("resource") in (None, "", raw["resource"]):
            by_resource.setdefault(raw["resource"], []).append(_ability(raw))
    held = account(whose)
    return Answer(
        {
            "integration": {"id": "chorus", **held["integration"]},
            "environment_id": "c2a0c9de-30f5-4a7e-8c1b-7a1f7b0f1f10",
            "proxy": [{"resource": name, "methods": methods} for name, methods in by_resource.items()],
            "unified": [],
            "account": {key: held[key] for key in ("id", "status", "authentication_method", "is_blocked")},
        }
    )


def _ability(raw: dict[str, Any]) -> dict[str, Any]:
    return {
        "method": raw["method"],
        "name": raw["name"],
        "description": raw.get("description"),
        "has_description": bool(raw.get("description")),
        "has_query_schema": bool(raw.get("query_schema")),
        "has_body_schema": bool(raw.get("body_schema")),
        "has_response_schema": False,
        "api_documentation_url": None,
    }


def _listed(query: Query, name: str) -> list[str]:
    """Read `a,b`, repeated parameters and the bracketed spelling alike."""
    values = ",".join(value for key, value in query.items() if key.split("[")[0] == name)
    return [item.strip() for item in values.split(",") if item.strip()]


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    _, _, place = cursor.partition(" ")
    if not place.isdigit():
        raise truto_refusal(400, "next_cursor is malformed")
    return int(place)
