"""The alert of a review, kept by tests/golden, and at the edges of what Slack takes."""

import re

import pytest

from bot.risk.day import DayReview, Finding, Selection, Unanswered
from bot.risk.gaps import Gap
from bot.slack.alerts import PER_MESSAGE, alert
from tests.bot.slack.golden import taken_by_slack
from tests.builders import NOON, an_engagement
from tests.golden.samples.risk import SELECTION, UNANSWERED


def crowd(n: int, **call: object) -> DayReview:
    kinds = (Gap.EMPTY, Gap.PLACEHOLDER, Gap.NO_QUOTE)
    value = str(call.get("summary") or "")
    found = tuple(Finding(an_engagement(f"CALL{i:03}", **call), kinds[i % 3], value) for i in range(n))
    return DayReview("Economic Buyer", found, UNANSWERED * n, (), SELECTION)


def test_two_hundred_findings_are_named_once_each_over_several_messages() -> None:
    review = DayReview("Economic Buyer", crowd(200).findings, (), (), SELECTION)
    messages = alert(review, "USAM")
    assert len(messages) == 200 / PER_MESSAGE
    assert all(taken_by_slack(message) for message in messages)
    for shown in (0, 1):
        ids = [i for message in messages for i in re.findall(r"ID `(\w+)`", str(message[shown]))]
        assert ids == [f"CALL{i:03}" for i in range(200)]


def test_the_asker_is_mentioned_once_and_the_day_is_counted_once() -> None:
    messages = alert(crowd(100), "USAM")
    assert sum(str(blocks).count("<@USAM>") for _, blocks in messages) == 1
    assert sum(text.count("<@USAM>") for text, _ in messages) == 1
    assert sum("Looked at" in text for text, _ in messages) == 1
    assert "continued, 2 of" in messages[1][0]


HOSTILE = "<!channel> <@U1> <https://evil.example|ok> `*_~ & \n> \u202e\x00"


@pytest.mark.parametrize("text", ["&" * 3000, "wört " * 600, HOSTILE * 50, "🎉", "日" * 3000, " "])
def test_slack_takes_calls_of_whatever_words(text: str) -> None:
    words = dict.fromkeys(("subject", "opportunity_name", "owner_name", "summary"), text)
    review = crowd(90, url="https://chorus.ai/" + "x" * 2000, **words)
    named = DayReview(text[:80], review.findings, (Unanswered(an_engagement(), text),), (), SELECTION)
    assert all(taken_by_slack(message) for message in alert(named, "USAM"))


def test_nothing_in_an_alert_can_ring_or_link() -> None:
    words = dict.fromkeys(("subject", "opportunity_name", "owner_name", "summary"), HOSTILE)
    call = an_engagement(HOSTILE, url="!channel", **words)
    review = DayReview(
        HOSTILE, (Finding(call, Gap.NO_QUOTE, HOSTILE),), (Unanswered(call, HOSTILE),), (), SELECTION
    )
    for text, blocks in alert(review, "USAM"):
        spoken = [str(b) for b in blocks if b["type"] != "header"]
        for said in (text, *spoken):
            assert "<!channel" not in said
            assert "<@U1>" not in said
            assert "<https://evil" not in said


def test_only_a_web_address_becomes_a_link() -> None:
    for url in ("!channel", "@U1", "javascript:alert(1)", "mailto:a@b.example", "", None):
        review = DayReview("x", (Finding(an_engagement(url=url), Gap.EMPTY, ""),), (), (), Selection())
        said = alert(review, "U")[0][0].replace("<@U>", "").replace(f"<!date^{int(NOON.timestamp())}^", "")
        assert "<" not in said


def test_the_time_is_told_in_the_readers_own_zone_whoever_asked() -> None:
    review = DayReview("x", (Finding(an_engagement(start=NOON), Gap.EMPTY, ""),), (), (), Selection())
    text, blocks = alert(review, "U")[0]
    for said in (text, str(blocks)):
        assert f"<!date^{int(NOON.timestamp())}^{{time}}|12:00 UTC>" in said
