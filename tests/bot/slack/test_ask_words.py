"""The form of Ask Chorister: taken by Slack, and an empty one is told what belongs there."""

from bot.slack import ask_words as words
from bot.slack.modals import INPUT, VALUE
from sandbox.slack import check_view
from sandbox.slack.render import lines_of, text_of


def a_view(value: str | None) -> dict[str, object]:
    return {"state": {"values": {words.REQUEST: {VALUE: {"type": "plain_text_input", "value": value}}}}}


def test_slack_takes_the_form_and_the_notice_in_its_place() -> None:
    assert check_view(words.form()) == []
    assert check_view(words.notice("Not for <you>.")) == []
    assert lines_of(words.notice("Not for <you>.")["blocks"]) == ["Not for <you>."]


def test_what_was_typed_is_read_without_blanks_around_it() -> None:
    assert words.typed(a_view("  sum up my last call\n")) == "sum up my last call"
    assert words.typed(a_view(None)) == words.typed(a_view(" \n")) == ""
    assert "Say what you need" in words.errors()["errors"][words.REQUEST]


def test_the_request_is_quoted_and_rings_nobody() -> None:
    text, blocks = words.asked("tell <!channel>\nall of it" + " x" * INPUT)
    assert "&lt;!channel&gt;" in text
    assert "> all of it" in text_of({"text": text, "blocks": blocks})
    assert len(text) < 3000
