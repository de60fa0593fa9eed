"""Help lists every command once, and each example can be typed as it stands."""

import pytest

from bot.commands import Help, parse
from bot.slack.help_words import TOPICS, told


def test_the_list_has_a_line_for_each_command_and_says_what_else_there_is() -> None:
    said = told()
    for topic in TOPICS.values():
        assert f"`/chorister {topic.usage}` · {topic.line}" in said
    assert "Summarise this call" in said
    assert len(said) < 3000, "Slack's answer holds it whole"


@pytest.mark.parametrize("word", TOPICS)
def test_each_has_words_of_its_own_with_an_example_that_is_understood(word: str) -> None:
    said, example = told(word), TOPICS[word].example
    assert f"For instance: `/chorister {example}`" in said
    assert not isinstance(parse(example), str)
    assert parse(f"help {word}") == Help(word)
