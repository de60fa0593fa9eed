"""The way to a recording: found in an answer, with the time it ends, and printed nowhere."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tools.media import expiry, recording

URL = "https://media.example/a.mp4"
AT = datetime(2026, 6, 3, 16, 0, tzinfo=UTC)


def test_an_answer_gives_the_address_the_kind_and_the_end() -> None:
    found = recording(
        {"download_url": f"{URL}?sig=1", "media_type": "video", "expires_at": "2026-06-03T16:00:00Z"}
    )
    assert found is not None
    assert (found.url, found.kind, found.until) == (f"{URL}?sig=1", "video", AT)
    assert "sig" not in repr(found)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        None,
        {"download_url": "http://media.example/a"},
        {"url": "https://media.example/a b"},
        {"url": "javascript:x"},
    ],
)
def test_an_answer_without_an_address_to_follow_gives_none(answer: Any) -> None:
    assert recording(answer) is None


@pytest.mark.parametrize(
    "said, kind",
    [
        ("audio", "audio"),
        ("Video/mp4", "video"),
        ("application/octet-stream", "recording"),
        (None, "recording"),
    ],
)
def test_the_kind_is_told_in_one_of_three_words(said: str | None, kind: str) -> None:
    found = recording({"url": URL, "content_type": said})
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "query",
    [
        "expires=1780502400&sig=1",
        "Expires=1780502400",
        "exp=1780502400000",
        "se=2026-06-03T16%3A00%3A00Z",
        "X-Amz-Date=20260603T150000Z&X-Amz-Expires=3600",
        "X-Goog-Date=20260603T150000Z&X-Goog-Expires=3600",
    ],
)
def test_a_signed_address_says_itself_when_it_ends(query: str) -> None:
    assert expiry(f"{URL}?{query}") == AT


@pytest.mark.parametrize(
    "query", ["", "expires=soon", "X-Amz-Date=today&X-Amz-Expires=3600", "X-Amz-Expires=60"]
)
def test_where_nothing_usable_is_said_the_end_is_unknown(query: str) -> None:
    assert expiry(f"{URL}?{query}") is None


def test_of_two_ends_the_earlier_one_counts() -> None:
    found = recording({"url": f"{URL}?expires=1780502400", "expires_at": "2026-06-03T20:00:00Z"})
    assert found is not None
    assert found.until == AT
