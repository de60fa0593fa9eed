"""What is checked before anybody looks into the body: key, version, betas, JSON, size."""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.claude.errors import ApiError, refused

VERSIONS = ("2023-01-01", "2023-06-01", "2026-10-21")
MAX_BODY = 32 * 1024 * 1024

_BETAS = """
    advisor-tool-2026-03-01 agent-memory-2026-07-22 cache-diagnosis-2026-04-07 code-execution-2025-05-22
    compact-2026-01-12 compact-2026-09-04 computer-use-2024-10-22 computer-use-2025-01-24
    computer-use-2025-11-24 context-1m-2025-08-07 context-management-2025-06-27
    dev-full-thinking-2025-05-14 extended-cache-ttl-2025-04-11 fallback-credit-2026-06-01
    fallback-credit-2026-07-01 fast-mode-2026-02-01 files-api-2025-04-14
    fine-grained-tool-streaming-2025-05-14 inline-tools-2026-09-15 interleaved-thinking-2025-05-14
    mcp-client-2025-04-04 mcp-client-2025-11-20 mcp-client-2026-09-15 message-batches-2024-09-24
    message-threads-2026-08-12 mid-conversation-output-config-2026-07-01
    mid-conversation-system-clear-at-2026-08-21 mid-conversation-tool-changes-2026-07-01
    model-context-window-exceeded-2025-08-26 output-128k-2025-02-19 output-300k-2026-03-24
    pdfs-2024-09-25 prompt-caching-2024-07-31 server-side-fallback-2026-06-01
    server-side-fallback-2026-07-01 skills-2025-10-02 structured-outputs-2025-11-13
    task-budgets-2026-03-13 thinking-binding-controls-2026-08-01 thinking-display-updates-2026-08-18
    thinking-token-count-2026-05-13 token-counting-2024-11-01 token-efficient-tools-2025-02-19
    user-profiles-2026-03-24 user-profiles-2026-08-18 user-profiles-2026-09-04
"""
BETAS = frozenset(_BETAS.split())


def betas_of(headers: Mapping[str, str]) -> list[str]:
    """The values of `anthropic-beta`, which may be comma-joined."""
    return [word.strip() for word in headers.get("anthropic-beta", "").split(",") if word.strip()]


def header_error(headers: Mapping[str, str], key: str) -> ApiError | None:
    """Key, version and betas; headers with lower-case names."""
    refusal = _key_error(headers, key)
    if refusal:
        return ApiError(refusal, 401, "authentication_error")
    version = headers.get("anthropic-version")
    if not version:
        return refused("anthropic-version: header is required")
    if version not in VERSIONS:
        return refused(f'anthropic-version: "{version}" is not a valid version')
    unknown = [beta for beta in betas_of(headers) if beta not in BETAS]
    if unknown:
        names = ", ".join(f"`{beta}`" for beta in unknown)
        return refused(f"Unexpected value(s) {names} for the `anthropic-beta` header.")
    return None


def parse(raw: bytes) -> dict[str, Any] | ApiError:
    """The body as an object, or why it is none."""
    if len(raw) > MAX_BODY:
        return ApiError("Request exceeds the maximum allowed number of bytes.", 413, "request_too_large")
    try:
        body = json.loads(raw)
    except ValueError as error:
        return refused(f"The request body is not valid JSON: {error}")
    if not isinstance(body, dict):
        return refused("Input should be a valid dictionary")
    return body


def _key_error(headers: Mapping[str, str], key: str) -> str | None:
    bearer = headers.get("authorization")
    if bearer is not None:
        return None if bearer == f"Bearer {key}" else "Invalid bearer token"
    given = headers.get("x-api-key")
    if given is None:
        return "x-api-key header is required"
    return None if given == key else "invalid x-api-key"
