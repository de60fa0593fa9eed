"""The line below an answer: links that hold together, few, and nothing of a call that could ring."""

from datetime import UTC, datetime

from bot.slack import source_words as words
from bot.slack.source_words import Cited

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)


def test_a_call_is_named_by_its_link_its_day_and_its_minutes() -> None:
    line = words.sources([Cited("R&D <sync>", "https://chorus.ai/m/A1", NOON, ("34:48", "35:01"))])
    day = "<!date^1780488000^{date_short}|3 Jun 2026>"
    assert line == f"Source: <https://chorus.ai/m/A1|R&amp;D &lt;sync&gt;> ({day}, at 34:48 and 35:01)"


def test_without_a_link_a_day_or_a_title_less_is_said() -> None:
    assert words.sources([Cited("Demo"), Cited("", "https://chorus.ai/m/A1")]) == (
        "Sources: Demo · <https://chorus.ai/m/A1|untitled call>"
    )
    for url in ("javascript:alert(1)", "https://x.example/" + "a" * 500):
        assert words.sources([Cited("Demo", url)]) == "Source: Demo"


def test_an_address_cannot_end_its_link() -> None:
    assert (
        words.sources([Cited("Demo", "https://x.example/a|b>c")])
        == "Source: <https://x.example/a%7Cb%3Ec|Demo>"
    )


def test_words_that_stand_nowhere_are_named_shortly() -> None:
    line = words.unfound(["<!channel> " + "so " * 200, "b"])
    assert line.startswith("Not word for word in what I read: “&lt;!channel&gt; so")
    assert line.endswith("…” and “b”.")
    assert len(line) < 200


def test_who_wrote_it_is_said_once_and_quietly() -> None:
    assert words.written(3) == "Written by Claude from 3 calls; check before you rely on it."
    assert words.written(0) == "Written by Claude; check before you rely on it."
