from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.truto.styles import vendor_headers

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)
EPOCH = int(NOON.timestamp())


@pytest.mark.parametrize(
    "style, name, value",
    [
        ("retry_after", "retry-after", "7"),
        ("http_date", "retry-after", "Wed, 03 Jun 2026 12:00:07 GMT"),
        ("delta", "ratelimit-reset", "7"),
        ("epoch", "ratelimit-reset", str(EPOCH + 7)),
        ("epoch_ms", "ratelimit-reset", str((EPOCH + 7) * 1000)),
        ("window", "ratelimit-limit", "110;w=10"),
        ("garbage", "retry-after", "soon"),
        ("negative", "retry-after", "-1"),
    ],
)
def test_each_style_says_it_in_its_own_way(style: str, name: str, value: str) -> None:
    assert vendor_headers(style, NOON, 7)[name] == value


def test_chorus_as_it_is_says_nothing() -> None:
    assert vendor_headers(None, NOON, 7) == {}


async def test_an_ordered_429_travels_with_its_headers(site: Any) -> None:
    site.server.faults.add("429", match="list_all_chorus_me", style="epoch", retry_after=3)
    answer = await site.call("GET", "me")
    assert answer.status_code == 429
    assert int(answer.headers["ratelimit-reset"]) == int(site.clock.now().timestamp()) + 3
    assert answer.json()["truto_is_remote_error"] is True
    assert answer.json()["message"] == ""
