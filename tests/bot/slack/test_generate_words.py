"""What a thread says of a qualification that is to be made, kept in golden/generate.txt."""

from bot.slack import generate_words as words
from tests.bot.slack.golden import reads_as, taken_by_slack
from tests.builders import NOON

AT = NOON.timestamp()
UNTIL = AT + 6 * 3600
CALL = words.title_of("Northwind discovery")


def test_the_words_read_as_kept() -> None:
    ends = ("there", "late", "gone", "broken", "refused")
    messages = [
        words.offer(CALL, "{}", None),
        words.offer(CALL, "{}", AT),
        words.asking(CALL, "UANA"),
        *(words.following(CALL, state, AT, UNTIL) for state in words.FOLLOWING),
        *(
            words.ended(CALL, {"state": state, "at": UNTIL, "say": "No <framework> is active."})
            for state in ends
        ),
    ]
    assert reads_as("generate", messages)


def test_a_title_can_neither_mention_nor_break_the_sentence() -> None:
    text, _ = words.offer(words.title_of("<!channel>\n" + "long " * 200), "{}", None)
    assert "<!channel>" not in text
    assert "\n" not in text
    assert len(text) < 500
    assert taken_by_slack(words.offer(words.title_of(None), "x" * 1990, None))
