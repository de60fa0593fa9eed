import re

import pytest

from sandbox.tour.alert_checks import alert_checks, paragraphs_by_id
from sandbox.tour.truth import Verdict, to_be_alerted

SAYS = {
    Verdict.EMPTY: "Economic Buyer is *empty*",
    Verdict.AT_RISK: "Economic Buyer is *at risk*: it only says “TBD”",
    Verdict.UNANSWERED: "Not judged: Chorus has no qualification of this call",
}


@pytest.fixture
def truth(company):
    return to_be_alerted(company.meetings, company.today, company.tz, "Economic Buyer", 1800.0)


@pytest.fixture
def alert(truth):
    return [_paragraph(one) for one in truth.values()]


def _paragraph(one):
    call = one.meeting
    deal = call.deal.name if call.deal else "no deal"
    summary = re.sub(r"<[^>]+>", " ", call.summary or "")
    plain = summary.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ")
    text = " ".join(plain.split())
    return f"{deal} · {call.owner.name}\n{SAYS[one.verdict]}\nMeeting ID `{call.id}`\n{text}"


def failing(alert, truth):
    return [check.why for check in alert_checks(alert, truth) if not check.holds]


def test_an_alert_that_names_all_and_no_other_is_right(alert, truth):
    assert failing(alert, truth) == []
    assert set(paragraphs_by_id(["no id here", *alert])) == set(truth)


def test_a_missing_call_is_named(alert, truth):
    first = next(iter(truth.values()))
    assert failing(alert[1:], truth) == [f"missing: {first.meeting.id} ({first.meeting.owner.name})"]


def test_a_call_too_many_is_named(alert, truth):
    stray = "A" * 32
    assert failing([*alert, f"Meeting ID `{stray}`"], truth) == [f"wrongly named: {stray}"]


def test_the_wrong_verdict_is_noticed(alert, truth):
    swapped = [text.replace("*empty*", "*at risk*") for text in alert]
    assert failing(swapped, truth)[0].count("is empty") == sum(
        v.verdict is Verdict.EMPTY for v in truth.values()
    )


def test_a_lacking_summary_is_noticed(alert, truth):
    bare = ["\n".join(text.split("\n")[:3]) for text in alert]
    assert "lacks its summary" in failing(bare, truth)[0]
