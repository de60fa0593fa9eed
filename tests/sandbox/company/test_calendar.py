from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandbox.company import Company

NOW = datetime(2026, 6, 3, 15, tzinfo=UTC)
COMPANY = Company(1, NOW)


def test_the_same_seed_and_moment_give_the_same_company() -> None:
    assert Company(1, NOW).meetings == COMPANY.meetings
    assert Company(2, NOW).meetings != COMPANY.meetings


@pytest.mark.parametrize("hour", range(24))
def test_whatever_the_hour_all_finished_calls_lie_before_now(hour: int) -> None:
    company = Company(hour, NOW.replace(hour=hour))
    assert len(company.meetings) == 400
    for call in company.meetings:
        assert call.start < company.now
        if call.status == "done":
            assert call.processed_at < company.now
        if call.qualification:
            assert call.qualification.generated_at < company.now


def test_calls_are_sorted_newest_first() -> None:
    starts = [call.start for call in COMPANY.meetings]
    assert starts == sorted(starts, reverse=True)


def test_a_call_of_yesterday_ended_after_midnight() -> None:
    zone = ZoneInfo(COMPANY.tz)
    yesterday = COMPANY.today - timedelta(days=1)
    late = COMPANY.meetings_on(yesterday)[0]
    assert late.start.astimezone(zone).hour == 23
    assert late.end.astimezone(zone).date() == COMPANY.today
    assert late not in COMPANY.meetings_on(COMPANY.today)


def test_previous_values_are_what_the_crm_holds() -> None:
    for call in COMPANY.meetings:
        if call.qualification and call.deal:
            buyer = call.qualification.field("Economic Buyer")
            assert buyer.previous == call.deal.fields["Economic_Buyer__c"]


def test_a_young_day_is_refused() -> None:
    with pytest.raises(ValueError, match="too young"):
        Company(1, NOW, tz="Pacific/Honolulu")


def test_a_larger_company_has_more_calls_and_deals_and_the_usual_ones_among_them() -> None:
    large = Company(1, NOW, calls=1000)
    assert len({call.id for call in large.meetings}) == 1000
    assert len({deal.id for deal in large.deals}) == 142
    assert large.deals[:60] == COMPANY.deals
    assert {call.id for call in large.meetings} > {call.id for call in COMPANY.meetings}
    assert [call.id for call in large.meetings_on(large.today)] == [
        call.id for call in COMPANY.meetings_on(COMPANY.today)
    ]
    assert large.last_finished(large.person("ana")) == COMPANY.last_finished(COMPANY.person("ana"))
