from collections import Counter
from dataclasses import replace

import pytest

from sandbox.tour.truth import Verdict, judge, long_calls, to_be_alerted

FIELD = "Economic Buyer"


def test_only_calls_of_the_day_that_took_place_and_were_longer_count(company):
    found = long_calls(company.meetings, company.today, company.tz, 1800.0)
    assert {call.status for call in found} == {"done"}
    assert not any(call.private for call in found)
    assert min(call.duration for call in found) == 1800.5
    assert len({call.id for call in found}) == len(found) > 10


def test_another_zone_has_another_day(company):
    here = long_calls(company.meetings, company.today, company.tz, 0.0)
    away = long_calls(company.meetings, company.today, "Pacific/Kiritimati", 0.0)
    assert here != away


@pytest.mark.parametrize(
    "value, quote, verdict",
    [
        (None, None, Verdict.EMPTY),
        ("  ", "quote", Verdict.EMPTY),
        ("TBD", "quote", Verdict.AT_RISK),
        ("?", "quote", Verdict.AT_RISK),
        ("Ingrid Solberg", None, Verdict.AT_RISK),
        ("Ingrid Solberg", "She signs.", Verdict.FINE),
    ],
)
def test_a_value_counts_only_with_words_of_the_call(company, value, quote, verdict):
    call = company.last_finished(company.person("ana"))
    asked = call.qualification.field(FIELD)
    answered = replace(asked, value=value, previous=None, quote=quote)
    findings = tuple(answered if one is asked else one for one in call.qualification.findings)
    changed = replace(call, qualification=replace(call.qualification, findings=findings))
    assert judge(changed, FIELD).verdict is verdict


def test_a_call_without_qualification_is_unanswered_and_named(company):
    due = to_be_alerted(company.meetings, company.today, company.tz, FIELD, 1800.0)
    kinds = Counter(one.verdict for one in due.values())
    assert Verdict.FINE not in kinds
    assert set(kinds) == {Verdict.EMPTY, Verdict.AT_RISK, Verdict.UNANSWERED}
