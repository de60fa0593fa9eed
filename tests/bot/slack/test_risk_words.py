"""What is said when somebody acts on a deal; kept by tests/golden."""

from bot.slack import risk_words as words
from bot.slack.speaking import Place
from sandbox.slack import check_view
from tests.golden.samples.risk import EVIDENCE


def test_a_link_to_a_call_is_one_only_where_it_is_an_address() -> None:
    text, _ = words.evidence(EVIDENCE, "Europe/Berlin")
    assert "<https://chorus.ai/meeting/C1|the call, 1:01>" in text
    assert "javascript" not in text
    assert "<!here>" not in text


def test_the_form_for_a_date_is_one_that_slack_takes() -> None:
    assert not check_view(words.until_form({"user": "USAM"}, "2026-06-04"))


def test_a_direct_message_has_no_thread() -> None:
    assert Place("D1").thread == ""
