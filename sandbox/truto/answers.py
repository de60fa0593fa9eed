"""Answers in the form Truto gives them: plain JSON, and one envelope for everything that went wrong."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any


@dataclass
class Answer:
    """One reply, not yet on the wire."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    text: str | None = None
    content_type: str = "application/json"
    stream: int | None = None
    """How many bytes of media to send instead of a body."""

    def encoded(self) -> bytes:
        """Return the bytes of the body."""
        return (self.text if self.text is not None else json.dumps(self.body)).encode()


class Refusal(Exception):
    """A request that is answered with an error envelope."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def phrase(status: int) -> str:
    """Return the usual words for a status."""
    return HTTPStatus(status).phrase


def truto_refusal(status: int, message: str, headers: Mapping[str, str] | None = None) -> Refusal:
    """Truto itself says no: the remote flag is absent, not false."""
    body = {"statusCode": status, "error": phrase(status), "message": message}
    return Refusal(Answer(body, status, dict(headers or {})))


def jsonapi_error(
    status: int, detail: str, pointer: str | None = None, code: str | None = None
) -> dict[str, Any]:
    """Return one error of a JSON:API document."""
    error: dict[str, Any] = {"id": f"{zlib.crc32(detail.encode()):08x}", "code": code, "status": str(status)}
    error |= {"title": phrase(status).capitalize(), "detail": detail}
    return error | ({"source": {"pointer": pointer}} if pointer else {})


def vendor_refusal(
    status: int,
    detail: str,
    *,
    pointer: str | None = None,
    code: str | None = None,
    headers: Mapping[str, str] | None = None,
    raw: Any = None,
    message: str | None = None,
) -> Refusal:
    """Chorus says no, in JSON:API, and Truto passes it on with the remote flag."""
    error = jsonapi_error(status, detail, pointer, code)
    body = {
        "statusCode": status,
        "error": phrase(status),
        "message": detail if message is None else message,
        "truto_is_remote_error": True,
        "raw_response": {"errors": [error]} if raw is None else raw,
    }
    return Refusal(Answer(body, status, dict(headers or {})))


def not_found(detail: str = "The requested resource was not found.") -> Refusal:
    """Chorus does not have it, or does not show it to this token: both look alike."""
    return vendor_refusal(404, detail)
