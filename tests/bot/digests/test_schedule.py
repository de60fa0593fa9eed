"""A chosen day has one run, whatever its clocks do; what is too late is known to be late."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digests.schedule import LATE, Due, Schedule, coming, due, moment
from tests.builders import a_schedule

BERLIN, SAO_PAULO, CHATHAM = "Europe/Berlin", "America/Sao_Paulo", "Pacific/Chatham"
EVERY_DAY = tuple(range(7))


def utc(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def local(text: str, zone: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


def period(schedule: Schedule, now: float) -> str | None:
    found = due(schedule, now)
    return found.period if found else None


@pytest.mark.parametrize("change", [{}, {"reps": ("1", "2"), "quiet_days": ("2026-12-24",), "paused": True}])
def test_it_comes_back_from_json(change: dict[str, Any]) -> None:
    schedule = a_schedule(**change)
    assert Schedule.from_json(schedule.to_json()) == schedule


def test_the_newest_period_is_due_from_its_minute_on() -> None:
    schedule = a_schedule()  # on working days at 08:30 in Berlin
    assert period(schedule, local("2026-06-03T08:29:59", BERLIN)) == "2026-06-02"
    at = local("2026-06-03T08:30", BERLIN)
    assert due(schedule, at) == Due("2026-06-03", at, late=False)


def test_four_hours_later_it_is_late() -> None:
    schedule, at = a_schedule(), local("2026-06-03T08:30", BERLIN)
    assert due(schedule, at + LATE - 1) == Due("2026-06-03", at, late=False)
    assert due(schedule, at + LATE) == Due("2026-06-03", at, late=True)


def test_what_was_before_the_schedule_was_made_is_not_due() -> None:
    at = local("2026-06-03T08:30", BERLIN)
    assert due(a_schedule(created_at=at + 1), at + 60) is None
    assert period(a_schedule(created_at=at), at) == "2026-06-03"
    assert due(a_schedule(since=at + 1), at + 60) is None


def test_days_that_are_not_chosen_or_quiet_have_no_run_and_a_pause_has_none() -> None:
    monday, saturday = local("2026-06-08T09:00", BERLIN), local("2026-06-06T09:00", BERLIN)
    assert period(a_schedule(), saturday) == "2026-06-05"
    assert period(a_schedule(quiet_days=("2026-06-08", "2026-06-05")), monday) == "2026-06-04"
    assert due(a_schedule(paused=True), monday) is None
    assert due(a_schedule(days=()), monday) is None


def test_on_a_holiday_of_the_company_nothing_runs() -> None:
    friday = local("2026-06-05T09:00", BERLIN)
    found = due(a_schedule(), friday, {"2026-06-05"})
    assert found is not None
    assert found.period == "2026-06-04"
    assert coming(a_schedule(), friday, {"2026-06-08"}) == local("2026-06-09T08:30", BERLIN)


def test_a_time_that_is_skipped_runs_at_the_next_moment_there_is() -> None:
    assert moment(date(2026, 3, 29), "02:30", BERLIN) == utc("2026-03-29T01:00")
    assert moment(date(2018, 11, 4), "00:15", SAO_PAULO) == utc("2018-11-04T03:00")
    assert moment(date(2026, 9, 27), "03:00", CHATHAM) == utc("2026-09-26T14:00")


def test_a_time_that_comes_twice_counts_the_first_time() -> None:
    assert moment(date(2026, 10, 25), "02:30", BERLIN) == utc("2026-10-25T00:30")
    assert moment(date(2019, 2, 16), "23:30", SAO_PAULO) == utc("2019-02-17T01:30")
    assert moment(date(2026, 4, 5), "03:00", CHATHAM) == utc("2026-04-04T13:15")


def test_a_day_that_does_not_exist_runs_when_the_next_one_begins() -> None:
    assert moment(date(2011, 12, 30), "09:00", "Pacific/Apia") == utc("2011-12-30T10:00")


def test_a_midnight_that_comes_back_to_the_day_before_is_still_one_run() -> None:
    # Newfoundland turned its clocks back at one minute past midnight.
    zone = "America/St_Johns"
    schedule = a_schedule(zone=zone, at="00:00", days=EVERY_DAY)
    began = moment(date(2010, 11, 7), "00:00", zone)
    assert [period(schedule, began + s) for s in (-1, 0, 120, 3700)] == ["2010-11-06"] + ["2010-11-07"] * 3


def test_the_next_run_is_known() -> None:
    now = local("2026-06-05T08:30", BERLIN)
    assert coming(a_schedule(), now) == local("2026-06-08T08:30", BERLIN)
    assert coming(a_schedule(), now - 1) == now
    assert coming(a_schedule(quiet_days=("2026-06-08",)), now) == local("2026-06-09T08:30", BERLIN)
    assert coming(a_schedule(paused=True), now) is None
    assert coming(a_schedule(days=()), now) is None


ZONES = [BERLIN, SAO_PAULO, CHATHAM, "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]
YEARS = [2010, 2018, 2026]


def minutes(year: int, zone: str) -> list[float]:
    """Every minute of the days beside a change of the clocks, and every hour of the others."""
    first, found = datetime(year, 1, 1, tzinfo=UTC), []
    for n in range(366):
        day = first + timedelta(days=n)
        near = {(day + timedelta(hours=h)).astimezone(ZoneInfo(zone)).utcoffset() for h in (-12, 0, 24, 36)}
        step = 60 if len(near) > 1 else 3600
        found += [day.timestamp() + second for second in range(0, 86_400, step)]
    return found


WALKS = {(year, zone): minutes(year, zone) for year in YEARS for zone in ZONES}


@settings(max_examples=15, deadline=None)
@given(
    walk=st.sampled_from(sorted(WALKS)),
    at=st.times().map(lambda time: time.strftime("%H:%M")),
    days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    quiet=st.sets(st.integers(0, 365), max_size=20),
)
def test_walking_through_a_year_each_chosen_day_comes_exactly_once_and_in_order(
    walk: tuple[int, str], at: str, days: tuple[int, ...], quiet: set[int]
) -> None:
    (year, zone), steps = walk, WALKS[walk]
    dates = [date(year, 1, 1) + timedelta(days=n) for n in range(-1, 370)]
    off = tuple(dates[n].isoformat() for n in quiet)
    schedule = a_schedule(zone=zone, at=at, days=days, quiet_days=off, created_at=steps[0])
    seen: list[str] = []
    for now in steps:
        found = due(schedule, now)
        if found and found.period not in seen[-1:]:
            assert now - found.at < 3600
            seen.append(found.period)
    chosen = [d for d in dates if d.weekday() in days and d.isoformat() not in off]
    assert seen == [d.isoformat() for d in chosen if steps[0] <= moment(d, at, zone) <= steps[-1]]


@pytest.mark.parametrize("month, days", [(4, 30), (9, 30)])
def test_walking_minute_by_minute_over_a_change_of_the_clocks_there_is_one_run_a_day(
    month: int, days: int
) -> None:
    start = local(f"2026-{month:02d}-01T00:00", CHATHAM)
    schedule = a_schedule(zone=CHATHAM, at="02:50", days=EVERY_DAY, created_at=start)
    seen = [found.period for n in range(days * 24 * 60) if (found := due(schedule, start + 60 * n))]
    assert list(dict.fromkeys(seen)) == [f"2026-{month:02d}-{day:02d}" for day in range(1, days + 1)]
    assert seen == sorted(seen)
