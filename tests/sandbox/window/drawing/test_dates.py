"""Slack's date forms, for somebody in Madrid on Wednesday 3 June 2026 at 14:00."""

import pytest

from sandbox.window.drawing.dates import full_date, spell_date
from sandbox.window.drawing.samples import NOON, VIEWER
from sandbox.window.drawing.viewer import Viewer

DAY = 86_400


@pytest.mark.parametrize(
    "form, shift, spelled",
    [
        ("{date_num} {time}", 0, "2026-06-03 14:00"),
        ("{time_secs}", 61, "14:01:01"),
        ("{date}", 0, "June 3rd, 2026"),
        ("{date_long}", 8 * DAY, "Thursday, June 11th, 2026"),
        ("{date_short}", 18 * DAY, "21 Jun"),
        ("{date_short}", 300 * DAY, "30 Mar 2027"),
        ("on {date_short_pretty} at {time}", 0, "on today at 14:00"),
        ("{date_pretty}", DAY, "tomorrow"),
        ("{date_long_pretty}", -DAY, "yesterday"),
        ("{date_short_pretty}", 2 * DAY, "5 Jun"),
        ("{date_pretty}", 19 * DAY, "June 22nd, 2026"),
        ("{day_divider_pretty}", 9 * DAY, "Friday, June 12th"),
        ("{ago}", -3 * DAY, "3 days ago"),
        ("{ago}", -3_600, "1 hour ago"),
        ("{ago}", 125, "in 2 minutes"),
        ("{ago}", 3, "just now"),
        ("{nonsense} {", 0, "{nonsense} {"),
    ],
)
def test_a_date_is_spelled_by_its_form(form: str, shift: int, spelled: str) -> None:
    assert spell_date(NOON + shift, form, VIEWER) == spelled


def test_today_is_the_viewers_own_day() -> None:
    late = NOON + 11 * 3_600
    zones = ("Europe/Madrid", "America/New_York")
    told = [spell_date(late, "{date_short_pretty} {time}", Viewer("U", zone, VIEWER.now)) for zone in zones]
    assert told == ["tomorrow 01:00", "today 19:00"]


def test_the_full_date_leaves_nothing_out() -> None:
    assert full_date(NOON, VIEWER) == "Wednesday, 3 June 2026, 14:00:00 CEST"
