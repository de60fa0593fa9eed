"""What one HTTP answer of Truto means: its JSON, or the typed error with the party to blame."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from tools.errors import (
    Blame,
    Blocked,
    NeedsReconnect,
    NotThere,
    RateLimited,
    Refused,
    Unavailable,
    UpstreamError,
)
from tools.rate import slow_down

JSON_CAP = 4 * 1024 * 1024
"""Bytes of JSON to read: a page of a hundred calls has about one megabyte, the transcript of a day's talking less."""

PAGE_CAP = 256 * 1024
"""Bytes to read of anything else, an error page for instance."""

SENTENCE_CAP = 240


@dataclass(frozen=True)
class Answer:
    """One answer, read to its end."""

    verb: str
    status: int
    headers: Mapping[str, str]
    kind: str
    content: bytes

    @property
    def may_have_effect(self) -> bool:
        return self.verb != "GET"


def parse(answer: Answer) -> Any:
    """The JSON of a success; None if it is empty."""
    if not answer.content.strip():
        return None
    try:
        return json.loads(answer.content)
    except ValueError as error:
        message = (
            "a web page instead of an answer"
            if answer.kind == "text/html"
            else "an answer that is cut off or not JSON"
        )
        raise Unavailable(
            f"Truto sent {message}.", status=answer.status, blame="truto", maybe_done=answer.may_have_effect
        ) from error


def error_for(answer: Answer, wait: float = 0.0, now: datetime | None = None) -> UpstreamError:
    """The error an answer with a failing status stands for; `wait` is how long to wait from `now` if it is a 429."""
    envelope = _envelope(answer)
    remote = envelope is not None and envelope.get("truto_is_remote_error") is True
    raw = envelope.get("raw_response") if envelope is not None else None
    said = _said(envelope or {}, raw)
    pointer = _pointer(raw)
    status = answer.status
    if status == 429:
        blame: Blame = "vendor" if remote else "truto"
        return RateLimited(
            slow_down(_name(remote), wait, now or datetime.now(UTC)),
            retry_after=wait,
            status=429,
            blame=blame,
            remote=remote,
            raw_response=raw,
            pointer=pointer,
        )
    readable = envelope is not None and answer.kind != "text/html"
    kind, blame, message = _reading(status, remote, readable)
    if kind is Unavailable and _is_status_alone(said, status):
        said = ""
    return kind(
        f"{message}: {said}" if said and kind in (Refused, NotThere, Unavailable) else f"{message}.",
        status=status,
        blame=blame,
        remote=remote,
        raw_response=raw,
        pointer=pointer,
        maybe_done=kind is Unavailable and answer.may_have_effect,
    )


def _is_status_alone(said: str, status: int) -> bool:
    """Whether words only repeat what the status is called: no reason, and nothing for a person."""
    known = {"error", "error."} | {f"{each.phrase}{end}".lower() for each in HTTPStatus for end in ("", ".")}
    return said.lower() in known


def _reading(status: int, remote: bool, readable: bool) -> tuple[type[UpstreamError], Blame, str]:
    """Class, blame and opening words for a status, by Truto's table of errors."""
    who = _name(remote)
    if status == 401 and remote:
        return (
            NeedsReconnect,
            "account",
            "Chorus no longer accepts the connected account; an admin must reconnect it in Truto",
        )
    if status == 401:
        return NeedsReconnect, "token", "Truto does not accept our API token; an admin must replace it"
    if status == 403:
        return (
            Refused,
            "account" if remote else "token",
            f"{who} does not allow this with the connected account",
        )
    if status == 404 and readable:
        return NotThere, "request", f"{who} has no such thing, or the connected account may not see it"
    if status == 405:
        return (
            Refused,
            "account",
            "The connected account is a sandbox that can only be read, or the method does not exist",
        )
    if status == 503 and readable and not remote:
        return (
            Blocked,
            "account",
            "Truto has blocked the connected account; an admin must ask Truto's support",
        )
    if status == 408 or status >= 500 or not readable:
        # An unreadable 404 is some proxy's: taken for "gone" it would confirm a deletion that never was.
        return (
            Unavailable,
            "vendor" if remote else "truto",
            f"{who} is not available at the moment; it answered with an error ({status})",
        )
    return Refused, "request", f"{who} refused the request (error {status})"


def _name(remote: bool) -> str:
    return "Chorus" if remote else "Truto"


def _envelope(answer: Answer) -> dict[str, Any] | None:
    """Truto's error envelope; None if the answer is something else, a proxy's HTML page for instance."""
    try:
        body = json.loads(answer.content)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _said(envelope: Mapping[str, Any], raw: Any) -> str:
    """The reason given, as one plain sentence; where Truto's message is empty, the vendor's body speaks."""
    first = _first_error(raw)
    for text in (
        envelope.get("message"),
        first.get("detail"),
        first.get("title"),
        raw,
        envelope.get("error"),
    ):
        if isinstance(text, list) and all(isinstance(part, str) for part in text):
            text = "; ".join(text)
        if isinstance(text, str) and (sentence := _plain(text)):
            return sentence
    return ""


def _plain(text: str) -> str:
    """Text of a stranger without markup, addresses and line breaks, cut to a sentence's length."""
    text = html.unescape(re.sub(r"<[^<>]*>", " ", text[: 10 * SENTENCE_CAP]))
    text = re.sub(r"https?://\S+", "(address left out)", text)
    text = " ".join(text.split()).strip()
    if len(text) > SENTENCE_CAP:
        text = text[: SENTENCE_CAP - 1].rstrip() + "…"
    return text if not text or text[-1] in ".!?…" else text + "."


def _first_error(raw: Any) -> Mapping[str, Any]:
    errors = raw.get("errors") if isinstance(raw, Mapping) else None
    first = errors[0] if isinstance(errors, list) and errors else None
    return first if isinstance(first, Mapping) else {}


def _pointer(raw: Any) -> str | None:
    source = _first_error(raw).get("source")
    if not isinstance(source, Mapping):
        return None
    return next((str(source[key]) for key in ("pointer", "parameter", "path") if source.get(key)), None)
