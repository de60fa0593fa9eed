"""What the owner of a deal is told directly, kept by tests/golden: once, and a hint is no risk."""

from bot.slack import alert_words as words
from tests.golden.samples.risk import DIRECT, HARD, HINT


def test_a_hard_signal_has_its_quote_and_the_deals_buttons_and_a_hint_has_none() -> None:
    text, blocks = words.alert(HARD, HARD.verdict.reasons, DIRECT)
    assert "It is on hold &lt;!here&gt;." in text
    assert [block["type"] for block in blocks] == ["section", "actions", "context"]
    text, blocks = words.hint(HINT, HINT.verdict.hints, DIRECT)
    assert "does not count as a risk" in text
    assert [block["type"] for block in blocks] == ["section", "context"]
