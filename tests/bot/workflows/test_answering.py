"""Claude's last words as messages: each within Slack's limits, notes under the last."""

import pytest

from bot.slack.text import answer_text, escape
from bot.workflows.answering import messages
from tests.bot.slack.golden import taken_by_slack

HOSTILE = "<!channel> <@U1> [ok](https://evil.example/?x) `a` **b** ```code``` & > \u202e\n\n- "


def test_a_short_answer_is_one_message_with_its_notes_under_it() -> None:
    ((text, blocks),) = messages("Done.", ["Stopped at 3 rounds.", "Reference ABC"])
    assert text == "Done.\n\nStopped at 3 rounds.\n\nReference ABC"
    assert [b["type"] for b in blocks] == ["section", "context", "context"], "a line for each"
    assert messages("Done.", [])[0][1][-1]["type"] == "section"


@pytest.mark.parametrize("text", ["", "  ", "\n\n"])
def test_no_words_are_said_as_such(text: str) -> None:
    assert messages(text, [])[0][0] == "I have nothing to add."


@pytest.mark.parametrize(
    "text",
    [
        "word " * 6000,
        "x" * 30_000,
        "日本語" * 10_000,
        "🎉" * 30_000,
        "a\n\n" * 10_000,
        "\n\n" + "y" * 29_998,
        HOSTILE * 300,
        "&<>" * 10_000,
        "`" * 30_000,
        "https://chorus.ai/meeting/" + "a" * 30_000,
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_thirty_thousand_characters_are_several_messages_and_none_is_lost(text: str, known: bool) -> None:
    links = {text} if known else set[str]()
    said = answer_text(text, links)
    made = messages(said, ["Reference ABC"])
    assert all(taken_by_slack(message) for message in made)
    assert [text.count("Reference ABC") for text, _ in made] == [0] * (len(made) - 1) + [1]
    kept = "".join("".join(b["text"]["text"] for b in blocks if b["type"] == "section") for _, blocks in made)
    assert "".join(kept.split()) == "".join(said.split())


def test_nothing_in_an_answer_can_ring_or_link() -> None:
    for said in (answer_text(HOSTILE, set()), escape(HOSTILE)):
        ((text, blocks),) = messages(said, [])
        for shown in (text, str(blocks)):
            assert "<!channel>" not in shown
            assert "<@U1>" not in shown
            assert "<http" not in shown
