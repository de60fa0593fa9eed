"""What a thread says of a qualification that is to be made, kept by tests/golden."""

from bot.slack import generate_words as words
from tests.bot.slack.golden import taken_by_slack


def test_a_title_can_neither_mention_nor_break_the_sentence() -> None:
    text, _ = words.offer(words.title_of("<!channel>\n" + "long " * 200), "{}", None)
    assert "<!channel>" not in text
    assert "\n" not in text
    assert len(text) < 500
    assert taken_by_slack(words.offer(words.title_of(None), "x" * 1990, None))
