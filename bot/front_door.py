"""What signed HTTP lets in: only what Slack has signed just now, and of a size and kind that Slack sends."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from urllib.parse import parse_qs

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

LARGEST = 1_000_000
"""Bytes of a body; Slack's are a tenth of that."""
PATIENCE = 3.0
"""Seconds for a body to arrive: after them Slack does not wait for the answer either."""
FRESH = 300
"""Seconds for which a signature holds."""
KINDS = ("application/json", "application/x-www-form-urlencoded")
SIGNED = ("x-slack-request-timestamp", "x-slack-signature")


class Refused(Exception):
    """A request that is not let in."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class FrontDoor:
    """
    The way in for Slack's requests. Nothing of one is looked at before its signature holds: Bolt answers some kinds, such as
    `ssl_check`, before it verifies them. A refusal says no more than what is wrong, and nothing is logged.
    """

    def __init__(self, bolt: AsyncApp, secret: str, patience: float = PATIENCE) -> None:
        self._bolt, self._secret, self._patience = bolt, secret.encode(), patience

    async def events(self, request: Request) -> Response:
        """Answer one request."""
        try:
            body = await self._let_in(request)
        except Refused as refused:
            # Whatever of the body is still to come is not read.
            gone = {"Connection": "close"} if refused.status in (408, 413) else {}
            return PlainTextResponse(str(refused), refused.status, headers=gone)
        answer = await self._bolt.async_dispatch(to_async_bolt_request(request, body))
        return to_starlette_response(answer)

    async def _let_in(self, request: Request) -> bytes:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in KINDS:
            raise Refused(415, "JSON or a form, please")
        timestamp, signature = (_only(request.headers.getlist(name)) for name in SIGNED)
        if not is_fresh(timestamp, time.time()):
            raise Refused(401, "not signed")
        body = await self._body(request)
        if not hmac.compare_digest(self._signed(timestamp, body), signature.encode()):
            raise Refused(401, "not signed")
        if not readable(body, kind):
            raise Refused(400, "unreadable")
        return body

    def _signed(self, timestamp: str, body: bytes) -> bytes:
        base = b":".join([b"v0", timestamp.encode(), body])
        return b"v0=" + hmac.new(self._secret, base, hashlib.sha256).hexdigest().encode()

    async def _body(self, request: Request) -> bytes:
        """The whole body; raises Refused as soon as it is too long, or late."""
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST:
            raise Refused(413, "too long")
        body = bytearray()
        try:
            async with asyncio.timeout(self._patience):
                async for some in request.stream():
                    body += some
                    if len(body) > LARGEST:
                        raise Refused(413, "too long")
        except TimeoutError:
            raise Refused(408, "too slow") from None
        except ClientDisconnect:
            raise Refused(400, "cut off") from None
        return bytes(body)


def _only(values: Sequence[str]) -> str:
    """A header that is there exactly once; two of them are read otherwise by everybody."""
    return values[0] if len(values) == 1 else ""


DIGITS = 12
"""Of a time in seconds, for the next thirty thousand years; Python reads no number of any length."""


def is_fresh(timestamp: str, now: float) -> bool:
    """Whether a request was signed in the last five minutes; clocks may differ by as much in the other direction."""
    is_time = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= DIGITS
    return is_time and abs(now - int(timestamp)) <= FRESH


def readable(body: bytes, kind: str) -> bool:
    """Whether a body is what its kind says: an object in JSON, or a form whose `payload`, if any, is one."""
    try:
        text = body.decode()
        if kind == KINDS[0]:
            return isinstance(json.loads(text), dict)
        fields = parse_qs(text, keep_blank_values=True, strict_parsing=True)
        return bool(fields) and all(
            isinstance(json.loads(payload), dict) for payload in fields.get("payload", [])
        )
    except ValueError:
        return False
