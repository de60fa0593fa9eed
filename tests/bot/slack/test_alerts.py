"""The alert of a review, kept in golden/alert_*.txt, and at the edges of what Slack takes."""

import re

import pytest

from bot.risk.day import DayReview, Finding, Selection, Unanswered
from bot.risk.gaps import Gap
from bot.slack.alerts import PER_MESSAGE, alert
from tests.bot.slack.golden import reads_as, taken_by_slack
from tests.builders import NOON, an_engagement

ZONE = "Europe/Madrid"
SELECTION = Selection((an_engagement(),) * 4, too_short=3, no_shows=1, unfinished=2, not_yours=1)
FINDINGS = (
    Finding(an_engagement("A1"), Gap.EMPTY, ""),
    Finding(
        an_engagement("B2", opportunity_name=None, owner_name=None, summary=None), Gap.PLACEHOLDER, "TBD"
    ),
    Finding(
        an_engagement("C3", opportunity_name=None, account_name=None, url=None, subject=None, start=None),
        Gap.NO_QUOTE,
        "Ingrid & Søn <CFO>",
    ),
)
UNANSWERED = (Unanswered(an_engagement("D4", owner_name=None, owner_email=None), "it has no qualification"),)

REVIEWS = {
    "full": DayReview("Economic Buyer", FINDINGS, UNANSWERED, (an_engagement(),), SELECTION),
    "one": DayReview("Economic Buyer", FINDINGS[:1], (), (), Selection((an_engagement(),))),
    "unanswered": DayReview("Economic Buyer", (), UNANSWERED, (), Selection((an_engagement(),), too_short=1)),
    "fine": DayReview("Economic Buyer", (), (), (an_engagement(),), Selection((an_engagement(),))),
    "empty_day": DayReview("Economic Buyer"),
}


@pytest.mark.parametrize("name", REVIEWS)
def test_the_alert_reads_as_kept(name: str) -> None:
    assert reads_as(f"alert_{name}", alert(REVIEWS[name], "USAM", ZONE))


def crowd(n: int, **call: object) -> DayReview:
    kinds = (Gap.EMPTY, Gap.PLACEHOLDER, Gap.NO_QUOTE)
    value = str(call.get("summary") or "")
    found = tuple(Finding(an_engagement(f"CALL{i:03}", **call), kinds[i % 3], value) for i in range(n))
    return DayReview("Economic Buyer", found, UNANSWERED * n, (), SELECTION)


def test_two_hundred_findings_are_named_once_each_over_several_messages() -> None:
    review = DayReview("Economic Buyer", crowd(200).findings, (), (), SELECTION)
    messages = alert(review, "USAM", ZONE)
    assert len(messages) == 200 / PER_MESSAGE
    assert all(taken_by_slack(message) for message in messages)
    for shown in (0, 1):
        ids = [i for message in messages for i in re.findall(r"ID `(\w+)`", str(message[shown]))]
        assert ids == [f"CALL{i:03}" for i in range(200)]


def test_the_asker_is_mentioned_once_and_the_day_is_counted_once() -> None:
    messages = alert(crowd(100), "USAM", ZONE)
    assert sum(str(blocks).count("<@USAM>") for _, blocks in messages) == 1
    assert sum("Looked at" in text for text, _ in messages) == 1
    assert "continued, 2 of" in messages[1][0]


HOSTILE = "<!channel> <@U1> <https://evil.example|ok> `*_~ & \n> \u202e\x00"


@pytest.mark.parametrize("text", ["&" * 3000, "wört " * 600, HOSTILE * 50, "🎉", "日" * 3000, " "])
def test_slack_takes_calls_of_whatever_words(text: str) -> None:
    words = dict.fromkeys(("subject", "opportunity_name", "owner_name", "summary"), text)
    review = crowd(90, url="https://chorus.ai/" + "x" * 2000, **words)
    named = DayReview(text[:80], review.findings, (Unanswered(an_engagement(), text),), (), SELECTION)
    assert all(taken_by_slack(message) for message in alert(named, "USAM", ZONE))


def test_nothing_in_an_alert_can_ring_or_link() -> None:
    words = dict.fromkeys(("subject", "opportunity_name", "owner_name", "summary"), HOSTILE)
    call = an_engagement(HOSTILE, url="!channel", **words)
    review = DayReview(
        HOSTILE, (Finding(call, Gap.NO_QUOTE, HOSTILE),), (Unanswered(call, HOSTILE),), (), SELECTION
    )
    for text, blocks in alert(review, "USAM", ZONE):
        spoken = [str(b) for b in blocks if b["type"] != "header"]
        for said in (text, *spoken):
            assert "<!channel" not in said
            assert "<@U1>" not in said
            assert "<https://evil" not in said


def test_only_a_web_address_becomes_a_link() -> None:
    for url in ("!channel", "@U1", "javascript:alert(1)", "mailto:a@b.example", "", None):
        review = DayReview("x", (Finding(an_engagement(url=url), Gap.EMPTY, ""),), (), (), Selection())
        assert "<" not in alert(review, "U", ZONE)[0][0]


def test_the_time_is_the_askers() -> None:
    review = DayReview("x", (Finding(an_engagement(start=NOON), Gap.EMPTY, ""),), (), (), Selection())
    assert "14:00" in alert(review, "U", "Europe/Madrid")[0][0]
    assert "17:30" in alert(review, "U", "Asia/Kolkata")[0][0]
