from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.company.zones import late_afternoon_zone


def test_at_every_hour_of_the_year_it_is_late_afternoon_somewhere() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for hours in range(0, 365 * 24, 7):
        now = start + timedelta(hours=hours, minutes=hours % 60)
        assert 16 <= now.astimezone(ZoneInfo(late_afternoon_zone(now))).hour < 19
