"""Signed HTTP requests: how Slack reaches an app that has no socket open."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from sandbox.slack.journal import Json

DEADLINE = 3.0


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return Slack's signature of a body."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def encode(kind: str, payload: Json) -> tuple[bytes, str]:
    """Return body and content type: events as JSON, interactions in a form's payload, commands as a form."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


class SignedPosts:
    """Posts payloads to the app and reads what it says within three seconds."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._session: aiohttp.ClientSession | None = None

    async def post(
        self, target: str, kind: str, payload: Json, *, attempt: int = 0, reason: str = ""
    ) -> tuple[int, Json | None]:
        """Return (status, answer); status 0 when the app could not be reached in time."""
        body, content_type = encode(kind, payload)
        try:
            async with self._open().post(
                target, data=body, headers=self._headers(body, content_type, attempt, reason)
            ) as response:
                return response.status, _read(await response.text(), response.content_type)
        except (aiohttp.ClientError, TimeoutError):
            return 0, None

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=DEADLINE))
        return self._session

    def _headers(self, body: bytes, content_type: str, attempt: int, reason: str) -> dict[str, str]:
        # Real time, whatever the sandbox's clock says: the app's verifier compares it with its own watch.
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": sign(self._secret, timestamp, body),
        }
        if attempt:
            headers.update(
                {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason or "http_timeout"}
            )
        return headers


def _read(text: str, content_type: str) -> Json | None:
    if not text:
        return None
    if content_type == "application/json":
        answer = json.loads(text)
        return answer if isinstance(answer, dict) else None
    return {"text": text}
