"""One question to Claude, streamed. What comes back is plain JSON, and failures are answers too."""

import logging
import math
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypedDict, cast

import httpx2
from anthropic import (
    AnthropicError,
    APIConnectionError,
    APIStatusError,
    AsyncAnthropic,
    DefaultAsyncHttpxClient,
    Timeout,
)

from bot.watch import Watch

log = logging.getLogger(__name__)


class Answer(TypedDict, total=False):
    """Either a whole message as received, or a sentence about why there is none."""

    message: dict[str, Any]
    say: str
    retry_in: float | None
    usage: dict[str, Any]
    """What is known to be billed of an answer that broke off."""


# The error's type decides, not its status: an error inside a stream comes with status 200.
PASSING = {"rate_limit_error", "overloaded_error", "api_error", "timeout_error"}
# {setting} is the one that names the model.
SENTENCES = {
    "authentication_error": "Claude refuses our API key. An admin must check ANTHROPIC_API_KEY.",
    "permission_error": "Our API key may not use this Claude model. An admin must check {setting}.",
    "billing_error": "Claude's account has no credit. An admin must look at its billing.",
    "not_found_error": "Claude does not know the model this bot is set to. An admin must check {setting}.",
    "request_too_large": "This conversation has grown too large for Claude. Please start a new thread.",
    "overloaded_error": "Claude is overloaded.",
    "rate_limit_error": "Claude asked us to slow down.",
    "invalid_request_error": "Claude refused the request as malformed. This is our fault.",
}
LONGEST_WAIT = 60.0
LOOK = 8.0
"""Seconds that a look at a model may take."""


@dataclass(frozen=True)
class Known:
    """What Claude says of a model."""

    say: str
    """Why it cannot be used; empty where it can."""
    headers: Mapping[str, str]
    retires: datetime | None = None
    refused: bool = False
    """Whether asking again does not help."""


@cache
def _certificates() -> ssl.SSLContext:
    """Whom this computer trusts, read once for all clients: a hundred and fifty certificates."""
    return httpx2.create_ssl_context()


class Claude:
    """The Messages API. The engine owns retries, so the client has none of its own."""

    def __init__(self, api_key: str, base_url: str, model: str, watch: Watch | None = None) -> None:
        self.model = model
        self._watch = watch or Watch()
        self._client = AsyncAnthropic(
            api_key=api_key,
            base_url=base_url,
            max_retries=0,
            timeout=Timeout(600, connect=5),
            http_client=DefaultAsyncHttpxClient(verify=_certificates()),
        )

    async def close(self) -> None:
        await self._client.close()

    async def ask(
        self,
        system: list[dict[str, Any]],
        tools: list[dict[str, Any]],
        messages: list[dict[str, Any]],
        *,
        user: str,
        max_tokens: int = 32_000,
        may_call: bool = True,
        billed: dict[str, Any] | None = None,
        hear: Callable[[str], None] | None = None,
    ) -> Answer:
        """
        One answer. `user` is an opaque id of the asker; without `may_call` Claude must answer in words. `billed` is filled
        with the tokens that are known to be billed, for whoever cuts the question off. `hear` is told its words piece by
        piece as they come, whatever becomes of the answer.
        """
        request = {
            "model": self.model,
            "max_tokens": max_tokens,
            "output_config": {"effort": "medium"},
            "thinking": {"type": "adaptive"},
            "cache_control": {"type": "ephemeral"},
            "metadata": {"user_id": user},
            "tool_choice": {"type": "auto" if may_call else "none"},
            "tools": tools,
            "system": system,
            "messages": messages,
        }
        answer = await self._once(request, billed=billed, hear=hear)
        if answer.get("say") == BOUND_ELSEWHERE:
            log.error("a thinking block is bound to another conversation; asking once more without thinking")
            answer = await self._once(request | {"messages": without_thinking(messages)}, hear=hear)
        return answer

    async def extract(
        self,
        system: str,
        content: list[dict[str, Any]],
        schema: dict[str, Any],
        *,
        model: str,
        user: str,
        max_tokens: int = 8_000,
    ) -> Answer:
        """
        One answer in the form of a JSON schema, from a model of the caller's choice, without tools. `content` is the one
        message it reads.
        """
        request = {
            "model": model,
            "max_tokens": max_tokens,
            "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": schema}},
            "thinking": {"type": "adaptive"},
            "metadata": {"user_id": user},
            "system": [{"type": "text", "text": system}],
            "messages": [{"role": "user", "content": content}],
        }
        return await self._once(request, "CHORISTER_CHEAP_MODEL")

    async def look(self, model: str, setting: str = "CHORISTER_MODEL") -> Known:
        """Whether a model is there for our key; costs nothing. `setting` is where an admin chose it."""
        try:
            answer = await self._client.models.with_raw_response.retrieve(model, timeout=LOOK)
            found = (await answer.parse()).to_dict(mode="json")
        except APIStatusError as error:
            why = _refusal(error, setting)
            return Known(why["say"], error.response.headers, refused=why.get("retry_in") is None)
        except (APIConnectionError, httpx2.TransportError):
            return Known("Claude could not be reached.", {})
        except (AnthropicError, ValueError):
            return Known("Claude's answer could not be read.", {})
        retires = found.get("retires_at")
        return Known("", answer.headers, datetime.fromisoformat(str(retires)) if retires else None)

    async def _once(
        self,
        request: dict[str, Any],
        setting: str = "CHORISTER_MODEL",
        billed: dict[str, Any] | None = None,
        hear: Callable[[str], None] | None = None,
    ) -> Answer:
        """One attempt; `setting` is where an admin chose the model."""
        billed = {} if billed is None else billed
        with self._watch.claude(request["model"]) as told:
            result = "cut_off"
            try:
                answer = await self._streamed(request, setting, billed, hear or _nobody)
                result = "ok" if "message" in answer else "failed"
            finally:
                told(billed, result)
        return answer | {"usage": billed} if billed and "message" not in answer else answer

    async def _streamed(
        self, request: dict[str, Any], setting: str, billed: dict[str, Any], hear: Callable[[str], None]
    ) -> Answer:
        """The same; `billed` is filled with the tokens that the stream speaks of, also where it breaks off."""
        try:
            async with self._client.messages.stream(**cast(Any, request)) as stream:
                ended = False
                async for event in stream:
                    billed |= _usage(event)
                    if piece := _words(event):
                        hear(piece)
                    ended = ended or event.type == "message_stop"
                # A stream that is cut before message_stop raises nothing and yields half a message.
                if not ended:
                    return {"say": "Claude's answer broke off.", "retry_in": 1.0}
                message = await stream.get_final_message()
                return {"message": message.to_dict(mode="json")}
        except APIStatusError as error:
            return _refusal(error, setting)
        except (APIConnectionError, httpx2.TransportError):
            return {"say": "Claude could not be reached.", "retry_in": 2.0}
        except (AnthropicError, ValueError) as error:
            log.warning("unreadable answer from Claude: %s", type(error).__name__)
            return {"say": "Claude's answer could not be read.", "retry_in": 2.0}


def _nobody(piece: str) -> None:
    """Nobody listens."""


def _words(event: Any) -> str:
    """The words that an event of a stream brings; another block of them begins another paragraph."""
    if event.type == "content_block_start" and event.content_block.type == "text" and event.index:
        return "\n\n"
    return (
        str(event.delta.text)
        if event.type == "content_block_delta" and event.delta.type == "text_delta"
        else ""
    )


def _usage(event: Any) -> dict[str, Any]:
    """The tokens that an event of a stream speaks of: those of the prompt at its start, all of them near its end."""
    told = (
        event.message if event.type == "message_start" else event if event.type == "message_delta" else None
    )
    known: dict[str, Any] = told.usage.to_dict(mode="json") if told else {}
    return {name: value for name, value in known.items() if value is not None}


BOUND_ELSEWHERE = "A thinking block is bound to a different conversation."


def _refusal(error: APIStatusError, setting: str) -> Answer:
    kind = error.type or ""
    log.warning("Claude answered %s %s (request %s)", error.status_code, kind, error.request_id)
    if "is bound to a different conversation" in error.message:
        return {"say": BOUND_ELSEWHERE, "retry_in": None}
    if "spend_limit" in str(getattr(error, "error_code", "")) or "usage limits" in error.message:
        return {"say": "Claude's spending limit is reached. An admin must raise it.", "retry_in": None}
    if "credit balance is too low" in error.message:  # comes as a 400, not as a billing_error
        return {"say": SENTENCES["billing_error"], "retry_in": None}
    sentence = SENTENCES.get(kind, "Claude failed to answer.").format(setting=setting)
    if kind in PASSING or error.status_code >= 500 or error.status_code in (408, 409, 429):
        return {"say": sentence, "retry_in": _wait(error)}
    return {"say": sentence, "retry_in": None}


def _wait(error: APIStatusError) -> float:
    try:
        seconds = float(error.response.headers.get("retry-after", "2"))
    except ValueError:
        return 2.0
    return 2.0 if math.isnan(seconds) else min(max(seconds, 0.5), LONGEST_WAIT)


def without_thinking(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy of the messages without thinking blocks, the documented way out of a binding error."""
    kept = []
    for message in messages:
        content = message["content"]
        if isinstance(content, list):
            content = [b for b in content if b.get("type") not in ("thinking", "redacted_thinking")]
        if content:
            kept.append(message | {"content": content})
    return kept
