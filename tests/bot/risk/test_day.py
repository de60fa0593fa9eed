"""Which of a day's calls are checked, and what is found in each."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.risk.day import DayReview, Reading, Selection, bounds, review, select
from bot.risk.gaps import Gap
from tests.builders import NOON, a_field, a_qualification, an_engagement

START, END = NOON.replace(hour=0), NOON.replace(hour=0) + timedelta(days=1)


def chosen(**call: Any) -> Selection:
    return select([an_engagement(**call)], START, END, 30)


@pytest.mark.parametrize(
    "zone, hours",
    [("UTC", 24), ("Europe/Madrid", 24), ("Asia/Kolkata", 24), ("America/Santiago", 24)],
)
def test_a_day_goes_from_midnight_to_midnight_where_the_asker_is(zone: str, hours: int) -> None:
    start, end = bounds(date(2026, 6, 3), zone)
    assert (start.hour, start.date(), end.date()) == (0, date(2026, 6, 3), date(2026, 6, 4))
    assert (end.astimezone(UTC) - start.astimezone(UTC)) == timedelta(hours=hours)


@pytest.mark.parametrize("day, hours", [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_the_day_the_clocks_change_is_shorter_or_longer(day: date, hours: int) -> None:
    start, end = bounds(day, "Europe/Madrid")
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "seconds, is_checked", [(1799.9, False), (1800.0, False), (1800.5, True), (1801, True)]
)
def test_only_what_is_strictly_longer_is_checked(seconds: float, is_checked: bool) -> None:
    found = chosen(duration=seconds)
    assert bool(found.checked) is is_checked
    assert found.too_short == (not is_checked)


@pytest.mark.parametrize(
    "call, count",
    [
        ({"no_show": True}, "no_shows"),
        ({"processing_state": "no show"}, "no_shows"),
        ({"no_show": True, "processing_state": "live"}, "no_shows"),
        ({"processing_state": "processing"}, "unfinished"),
        ({"processing_state": None}, "unfinished"),
        ({"duration": 0.0}, "unfinished"),
        ({"duration": 60.0}, "too_short"),
    ],
)
def test_what_is_left_out_is_counted_by_its_reason(call: dict[str, Any], count: str) -> None:
    found = chosen(**call)
    assert found.checked == ()
    assert getattr(found, count) == found.total == 1


@pytest.mark.parametrize(
    "call",
    [
        {"start": None},
        {"start": START - timedelta(microseconds=1)},
        {"start": END},
        {"type": "email"},
        {"type": "dialer"},
    ],
)
def test_what_is_no_meeting_of_the_day_is_not_even_counted(call: dict[str, Any]) -> None:
    assert chosen(**call) == Selection()


def test_the_first_moment_of_the_day_belongs_to_it() -> None:
    assert chosen(start=START).total == 1


def test_a_late_evening_counts_by_the_askers_clock_and_not_by_utc() -> None:
    late = datetime(2026, 6, 4, 2, 30, tzinfo=UTC)
    assert select([an_engagement(start=late)], *bounds(date(2026, 6, 3), "America/New_York"), 30).total == 1
    assert select([an_engagement(start=late)], *bounds(date(2026, 6, 3), "UTC"), 30).total == 0


def judged(*readings: Reading) -> DayReview:
    calls = tuple(an_engagement(str(n)) for n in range(len(readings)))
    return review(Selection(calls), readings, "Economic Buyer")


def test_each_call_ends_in_exactly_one_place() -> None:
    found = judged(
        a_qualification(a_field()),
        a_qualification(a_field(new=None)),
        a_qualification(a_field(new="TBD")),
        a_qualification(a_field(quote=None)),
        a_qualification(a_field("Champion")),
        "Chorus has no qualification of this call",
    )
    assert [(f.call.conversation_id, f.gap, f.value) for f in found.findings] == [
        ("1", Gap.EMPTY, ""),
        ("2", Gap.PLACEHOLDER, "TBD"),
        ("3", Gap.NO_QUOTE, "Ingrid Solberg, CFO"),
    ]
    assert [call.conversation_id for call in found.fine] == ["0"]
    assert [(u.call.conversation_id, u.why) for u in found.unanswered] == [
        ("4", "its MEDDIC qualification has no field “Economic Buyer”"),
        ("5", "Chorus has no qualification of this call"),
    ]


def test_a_framework_without_a_name_is_spoken_of_all_the_same() -> None:
    found = judged(a_qualification(a_field("Champion"), framework=None))
    assert found.unanswered[0].why.startswith("its sales qualification")


def test_a_reading_too_few_is_a_mistake_and_not_a_pass() -> None:
    with pytest.raises(ValueError, match="shorter"):
        review(Selection((an_engagement(),)), [], "Economic Buyer")
