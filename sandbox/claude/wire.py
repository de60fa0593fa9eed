"""Bytes and headers: what every answer carries, how it is cut into pieces, how a line drops."""

from email.utils import format_datetime

from aiohttp import web

from sandbox.claude.ids import chance
from sandbox.claude.journal import Request

_LIMITS = {"requests": 1000, "tokens": 2_400_000, "input-tokens": 2_000_000, "output-tokens": 400_000}
_LARGEST = 1400


def headers_of(entry: Request) -> dict[str, str]:
    """What comes with every answer: ids, and rate limits that leave room."""
    headers = {
        "request-id": entry.request_id,
        "date": format_datetime(entry.at.replace(microsecond=0), usegmt=True),
        "anthropic-organization-id": "5a4db0c5-0000-4000-8000-000000000001",
        "anthropic-workspace-id": "wrkspc_01SandboxSandboxSandbox",
    }
    for name, limit in _LIMITS.items():
        headers[f"anthropic-ratelimit-{name}-limit"] = str(limit)
        headers[f"anthropic-ratelimit-{name}-remaining"] = str(limit - 1)
        headers[f"anthropic-ratelimit-{name}-reset"] = entry.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return headers


def hang_up(request: web.Request, answer: web.StreamResponse | None = None) -> web.StreamResponse:
    """Drops the connection as a failing network would."""
    if request.transport:
        request.transport.abort()
    return answer or web.Response()


async def write(answer: web.StreamResponse, sent: bytes, seed: str) -> None:
    """Writes in pieces that end anywhere, also inside an event or a letter."""
    at = number = 0
    while at < len(sent):
        size = 1 + chance(f"{seed}>{number}", _LARGEST)
        await answer.write(sent[at : at + size])
        at, number = at + size, number + 1
