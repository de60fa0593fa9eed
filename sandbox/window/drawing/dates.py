"""Slack's dates, `<!date^seconds^form|fallback>`, as the reader's own calendar and clock show them."""

import re
from datetime import datetime, timedelta

from sandbox.window.drawing.viewer import Viewer

_PLACE = re.compile(r"\{(\w+)\}")
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_AGO = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


def spell_date(seconds: int, form: str, viewer: Viewer) -> str:
    """Return `form` with its places, such as {date_short_pretty} and {time}, filled in for the viewer."""
    at = viewer.local(seconds)
    return _PLACE.sub(lambda place: _spelled(place[1], at, viewer), form)


def full_date(seconds: float, viewer: Viewer) -> str:
    """Return a moment with nothing left out, for a tooltip."""
    at = viewer.local(seconds)
    return f"{at:%A}, {at.day} {at:%B %Y}, {at:%H:%M:%S} {at:%Z}"


def _spelled(place: str, at: datetime, viewer: Viewer) -> str:
    if place.endswith("_pretty") and (near := _near(at, viewer.local(viewer.now.timestamp()))):
        return near
    if place == "ago":
        return _ago((viewer.now - at).total_seconds())
    forms = {
        "date_num": f"{at:%Y-%m-%d}",
        "date": f"{at:%B} {_ordinal(at.day)}, {at.year}",
        "date_short": f"{at.day} {at:%b}" + (f" {at.year}" if at.year != viewer.now.year else ""),
        "date_long": f"{at:%A}, {at:%B} {_ordinal(at.day)}, {at.year}",
        "day_divider": f"{at:%A}, {at:%B} {_ordinal(at.day)}",
        "time": f"{at:%H:%M}",
        "time_secs": f"{at:%H:%M:%S}",
    }
    return forms.get(place.removesuffix("_pretty"), f"{{{place}}}")


def _near(at: datetime, now: datetime) -> str | None:
    days = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return days.get((at.date() - now.date()) // timedelta(days=1))


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 10 < day < 14 else _ENDINGS.get(day % 10, 'th')}"


def _ago(seconds: float) -> str:
    for size, unit in _AGO:
        if abs(seconds) >= size:
            number = int(abs(seconds) // size)
            counted = f"{number} {unit}{'' if number == 1 else 's'}"
            return f"{counted} ago" if seconds > 0 else f"in {counted}"
    return "just now"
