"""Reading a request: its path's meaning, its query and its body."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from sandbox.truto.answers import truto_refusal


@dataclass(frozen=True)
class Target:
    """What a proxy call is aimed at."""

    resource: str
    method: str
    id: str | None


def path_parts(request: web.Request) -> list[str]:
    """Return the decoded segments of the path."""
    return [unquote(part) for part in request.rel_url.raw_path.strip("/").split("/")]


def query_of(request: web.Request) -> dict[str, str]:
    """Return the query; values of a repeated parameter are joined by commas."""
    query: dict[str, str] = {}
    for name, value in request.query.items():
        query[name] = f"{query[name]},{value}" if name in query else value
    return query


async def body_of(request: web.Request) -> Any:
    """Return the body: JSON parsed, text as it is, None when there is none."""
    raw = await request.read()
    if not raw:
        return None
    if request.content_type != "application/json":
        return raw.decode("utf-8", "replace")
    try:
        return json.loads(raw)
    except ValueError:
        return raw.decode("utf-8", "replace")


def target_of(method: str, parts: list[str]) -> Target:
    """Return what `/proxy/...` means: standard methods by verb, custom ones by POST and their name."""
    if len(parts) == 2:
        names = {"GET": "list", "POST": "create", "PATCH": "update", "DELETE": "delete"}
        if method in names:
            return Target(parts[1], names[method], None)
    elif len(parts) == 3:
        names = {"GET": "get", "PATCH": "update", "DELETE": "delete"}
        if method in names:
            return Target(parts[1], names[method], parts[2])
        if method == "POST":
            return Target(parts[1], parts[2], None)
    raise truto_refusal(405 if len(parts) in (2, 3) else 404, f"Cannot {method} /{'/'.join(parts)}")
