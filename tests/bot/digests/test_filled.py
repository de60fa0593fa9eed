"""What is wrong with a form is told by field; what is right becomes a schedule."""

from dataclasses import replace

import pytest

from bot.digests.filled import (
    MOST_QUIET,
    NO_DAY,
    NO_PROFILE,
    NO_TIME,
    NO_ZONE,
    NOT_YOURS,
    changed,
    fresh,
    made,
    of,
    wrong,
)
from bot.digests.schedule import EVERYBODY
from tests.builders import a_person, a_schedule

SAM = a_person("USAM", name="Sam", reports=("2",), zone="Europe/Oslo")
FORM = fresh(SAM, "C1")


def test_a_new_form_is_weekly_in_ones_own_zone_and_grouped_by_what_one_leads() -> None:
    assert (FORM.days, FORM.at, FORM.zone, FORM.grouping) == ((0,), "08:30", "Europe/Oslo", "rep")
    assert fresh(a_person(), "").grouping == "deal"
    assert wrong(FORM, ()) == {}
    assert (FORM.channel, fresh(a_person(), "C1").channel) == ("C1", ""), "a rep's own goes to them directly"


@pytest.mark.parametrize(
    "change, field, say",
    [
        ({"days": ()}, "days", NO_DAY),
        ({"at": ""}, "at", NO_TIME),
        ({"at": "25:00"}, "at", NO_TIME),
        ({"zone": "Mars/Olympus"}, "zone", NO_ZONE),
        ({"zone": ""}, "zone", NO_ZONE),
        ({"reps": ("2", "3")}, "reps", NOT_YOURS),
        ({"reps": (EVERYBODY,)}, "reps", NOT_YOURS),
        ({"quiet": "2026-12-24, 24.12.2026"}, "quiet", "“24.12.2026” is no date"),
        ({"quiet": "2026-02-30"}, "quiet", "“2026-02-30” is no date"),
        ({"profile": "gone"}, "profile", NO_PROFILE),
        ({"quiet": "20261224"}, "quiet", "is no date"),
        ({"quiet": "2026-12-24 " * (MOST_QUIET + 1)}, "quiet", "At most"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(change: dict, field: str, say: str) -> None:
    found = wrong(replace(FORM, **change), {"2"}, {"enterprise"})
    assert list(found) == [field]
    assert say in found[field]


def test_a_form_makes_a_schedule_with_its_maker() -> None:
    filled = replace(FORM, quiet="2026-12-25;2026-12-24\n 2026-12-24", reps=("2",))
    schedule = made(filled, "V1", SAM, 5.0)
    assert schedule.quiet_days == ("2026-12-24", "2026-12-25")
    assert (schedule.id, schedule.by, schedule.by_name, schedule.by_email) == ("V1", "USAM", "Sam", SAM.email)
    assert (schedule.created_at, schedule.paused, schedule.reps) == (5.0, False, ("2",))
    assert of(schedule) == replace(filled, quiet="2026-12-24, 2026-12-25")


def test_new_times_hold_from_now_on_and_other_changes_leave_them_alone() -> None:
    was = a_schedule()
    assert changed(was, of(was), 9.0) == was
    assert changed(was, replace(of(was), hide_amounts=True), 9.0) == replace(was, hide_amounts=True)
    for change in ({"at": "09:00"}, {"days": (1,)}, {"zone": "UTC"}, {"quiet": "2026-12-24"}):
        assert changed(was, replace(of(was), **change), 9.0).since == 9.0
