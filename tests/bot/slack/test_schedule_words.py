"""A schedule as people read it: what, when, the next and the last run in the reader's own zone; within Slack's limits."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.digests.schedule import Schedule
from bot.slack.schedule_words import (
    MOST,
    Listing,
    Reader,
    became,
    day_and_time,
    listed,
    resumed,
    running,
    times,
    told_of,
    upcoming,
    whose,
)
from bot.store.schedules import Period, State
from tests.bot.slack.golden import taken_by_slack
from tests.builders import a_schedule

BERLIN = "Europe/Berlin"


def at(text: str, zone: str = BERLIN) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


NOW = at("2026-06-03T15:00")
HERE = Reader(BERLIN, NOW)


def a_listing(*schedules: Schedule, **more: Any) -> Listing:
    return Listing(**{"schedules": schedules, "last": {}, "names": {}, "reader": HERE} | more)


def last(state: State, when: str, note: str = "", period: str = "2026-06-01") -> dict[str, Period]:
    return {"d1": Period("d1", period, state, note, at(when))}


@pytest.mark.parametrize(
    "period, said",
    [
        ({}, "has not run yet"),
        (last("sent", "2026-06-02T08:31"), "sent Tue 08:31"),
        (last("quiet", "2026-06-03T08:30"), "checked 08:30, nothing changed"),
        (last("started", "2026-06-03T08:30"), "being made since 08:30"),
        (last("failed", "2026-06-03T08:30", "Chorus did not <answer>."), "failed 08:30: Chorus did not &lt;answer&gt;."),
        (last("failed", "2026-06-03T08:30"), "failed 08:30: the reason is in the log."),
        (last("missed", "2026-06-03T12:30"), "missed on Mon 1 Jun: the bot was away"),
    ],
)  # fmt: skip
def test_what_became_of_the_last_run_is_said_in_words(period: dict[str, Period], said: str) -> None:
    assert became(a_schedule(), a_listing(last=period)) == said


def test_times_are_told_in_the_readers_zone() -> None:
    shown = a_listing(
        a_schedule(), reader=Reader("America/New_York", NOW), last=last("sent", "2026-06-03T08:30")
    )
    assert "sent 02:30" in told_of(a_schedule(), shown)
    assert "next Thu 02:30" in told_of(a_schedule(), shown)
    assert "at 08:30 (Europe/Berlin)" in told_of(a_schedule(), shown)


def test_a_far_moment_has_its_date() -> None:
    assert day_and_time(at("2026-05-28T08:30"), NOW, BERLIN) == "Thu 08:30"
    assert day_and_time(at("2026-05-27T08:30"), NOW, BERLIN) == "27 May 2026, 08:30"
    assert day_and_time(at("2026-06-09T08:30"), NOW, BERLIN) == "Tue 08:30"
    assert day_and_time(at("2026-06-10T08:30"), NOW, BERLIN) == "10 Jun 2026, 08:30"


@pytest.mark.parametrize(
    "days, said",
    [
        (tuple(range(7)), "every day"),
        ((0, 1, 2, 3, 4), "Mon–Fri"),
        ((0,), "Mon"),
        ((0, 1), "Mon, Tue"),
        ((0, 2, 4), "Mon, Wed, Fri"),
    ],
)
def test_days_are_told_as_short_as_can_be(days: tuple[int, ...], said: str) -> None:
    assert times(a_schedule(days=days)).startswith(f"{said} at")


def test_whose_deals_names_a_few_and_counts_the_rest() -> None:
    names = {str(n): f"Rep {n}" for n in range(9)}
    assert whose(a_schedule(reps=tuple("01")), names) == "The deals of Rep 0 and Rep 1"
    assert whose(a_schedule(reps=tuple("0123456")), names).endswith("Rep 4 and 2 others")
    assert whose(a_schedule(reps=("gone",)), names) == "The deals of somebody who left"
    assert whose(a_schedule(by_name="<!here>"), names) == "The deals of &lt;!here&gt;'s team, or their own"


def test_what_follows_from_a_click_is_said() -> None:
    assert "<#CDEALS0001> is being made now" in running(a_schedule())
    assert resumed(a_schedule(), HERE) == "It runs again: next Thu 08:30."
    assert upcoming(a_schedule(paused=True), HERE) == "paused"
    assert upcoming(a_schedule(days=()), HERE) == "no day is left on which it runs"


def test_slack_takes_the_longest_list_and_the_rest_is_counted() -> None:
    wordy = a_schedule(
        reps=tuple(str(n) for n in range(200)), by_name="<&>" * 200, quiet_days=("2026-12-24",) * 200
    )
    many = [replace(wordy, id=f"d{n}") for n in range(MOST + 3)]
    periods = {s.id: Period(s.id, "2026-06-01", "failed", "why " * 500, NOW) for s in many}
    names = {str(n): "日本 <&> " * 40 for n in range(200)}
    text, blocks = listed(a_listing(*many, last=periods, names=names), "Paused.")
    assert taken_by_slack((text, blocks))
    assert "3 more digests" in blocks[-1]["elements"][0]["text"]
    assert "3 more digests" in text


def test_deleting_asks_first() -> None:
    _, blocks = listed(a_listing(a_schedule()))
    asked = [element["text"]["text"] for element in blocks[1]["elements"] if "confirm" in element]
    assert asked == ["Delete"]
