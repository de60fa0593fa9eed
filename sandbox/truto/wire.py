"""Putting an answer on the wire, whole or broken."""

from contextlib import suppress
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from aiohttp import web

from sandbox.truto.answers import Answer
from sandbox.truto.journal import Call

_BLOCK = bytes(range(256)) * 256


def stamp(answer: Answer, now: datetime) -> None:
    """Date the answer by the sandbox clock, so that a Retry-After date can be read against it."""
    answer.headers["date"] = format_datetime(now.replace(microsecond=0), usegmt=True)


async def send(request: web.Request, answer: Answer, call: Call) -> web.StreamResponse:
    """Send an answer; media in blocks, never faster than the reader takes them."""
    if answer.stream is None:
        return web.Response(
            body=answer.encoded(),
            status=answer.status,
            headers=answer.headers,
            content_type=answer.content_type,
        )
    response = web.StreamResponse(headers={**answer.headers, "content-type": answer.content_type})
    response.content_length = answer.stream
    await response.prepare(request)
    left = answer.stream
    with suppress(ConnectionError):
        while left > 0:
            block = _BLOCK[:left]
            await response.write(block)
            left -= len(block)
            call.media_bytes += len(block)
        await response.write_eof()
    return response


async def send_half(request: web.Request, answer: Answer) -> web.StreamResponse:
    """Send the first half of an answer that promised to be whole, then close."""
    encoded = answer.encoded()
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    response.content_type = answer.content_type
    response.content_length = len(encoded)
    await response.prepare(request)
    await response.write(encoded[: len(encoded) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


def abort(request: web.Request) -> web.Response:
    """Reset the connection; the caller hears nothing."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def readable(answer: Answer) -> Any:
    """Return an answer's body for the journal."""
    return answer.body if answer.text is None else answer.text
