"""The company's home: a time zone in which the working day is just ending."""

from datetime import datetime
from zoneinfo import ZoneInfo

_ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Europe/London",
    "America/Chicago",
    "America/Denver",
    "Asia/Singapore",
    "Australia/Sydney",
    "Asia/Tokyo",
    "Asia/Dubai",
    "America/Sao_Paulo",
    "Europe/Istanbul",
    "Asia/Kolkata",
    "Asia/Bangkok",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "America/Anchorage",
    "Atlantic/Azores",
    "Asia/Dhaka",
    "Pacific/Noumea",
    "America/Noronha",
    "Asia/Karachi",
    "Pacific/Pago_Pago",
)


def late_afternoon_zone(now: datetime) -> str:
    """Return the first zone of ours where it is 16:00-19:00 at `now`, so that a working day lies behind.

    Preferring the middle of 15:00-20:00 keeps the day whole for a world that runs an hour or more.
    """
    for zone in _ZONES:
        if 16 <= now.astimezone(ZoneInfo(zone)).hour < 19:
            return zone
    return min(_ZONES, key=lambda zone: abs(now.astimezone(ZoneInfo(zone)).hour - 17))
