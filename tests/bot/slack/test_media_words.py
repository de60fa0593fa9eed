"""The private note with the way to a recording: one link, its end, and nothing that breaks out of it."""

from datetime import UTC, datetime

from bot.slack.media_words import LONGEST, private_link

AT = datetime(2026, 6, 3, 16, 0, tzinfo=UTC)


def test_the_address_is_a_link_with_its_end() -> None:
    note = private_link("https://m.example/a?x=1&sig=2", "video", AT)
    assert note is not None
    assert "<https://m.example/a?x=1&amp;sig=2|Watch the recording>" in note
    assert "<!date^1780502400^" in note


def test_audio_is_listened_to_and_an_unknown_end_is_said() -> None:
    note = private_link("https://m.example/a", "audio", None)
    assert note is not None
    assert "|Listen to the recording>" in note
    assert "for a short time" in note


def test_an_address_cannot_end_its_own_link_early() -> None:
    note = private_link("https://m.example/a|b><!channel>", "video", None)
    assert note is not None
    assert "<https://m.example/a%7Cb%3E%3C!channel%3E|Watch" in note


def test_an_address_that_slack_would_cut_is_not_sent() -> None:
    assert private_link(f"https://m.example/{'a' * LONGEST}", "video", None) is None
