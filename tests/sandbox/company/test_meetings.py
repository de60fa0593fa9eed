from datetime import UTC, datetime

import pytest

from sandbox.company import Company

COMPANY = Company(1, datetime(2026, 6, 3, 15, tzinfo=UTC))


@pytest.mark.parametrize("person", COMPANY.people, ids=lambda person: person.key)
def test_finished_meetings_are_the_persons_own_newest_first(person) -> None:
    calls = COMPANY.finished(person)
    assert [call.start for call in calls] == sorted((call.start for call in calls), reverse=True)
    assert {(call.owner, call.status, call.private) for call in calls} <= {(person, "done", False)}
    assert not any(call.engagement_type == "dialer" for call in calls)
    assert not calls or COMPANY.last_finished(person) == calls[0]


def test_anas_last_three_have_three_deals_and_their_analyses() -> None:
    calls = COMPANY.finished(COMPANY.person("ana"))[:3]
    assert len({call.deal.id for call in calls if call.deal}) == 3
    assert all(call.qualification for call in calls)


@pytest.mark.parametrize("key", ["ana", "ben", "chloe", "dev", "elif", "finn", "grace", "hugo"])
def test_every_rep_has_a_meeting_without_analysis_and_one_without_deal(key: str) -> None:
    person = COMPANY.person(key)
    raw, loose = COMPANY.without_qualification(person), COMPANY.without_deal(person)
    assert raw is not None
    assert loose is not None
    assert (raw.deal is None, raw.qualification) == (False, None)
    assert loose.deal is None
    assert raw in COMPANY.finished(person)
    assert loose in COMPANY.finished(person)
