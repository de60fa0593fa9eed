from datetime import UTC, datetime

from sandbox.window.drawing.samples import NOW
from sandbox.window.drawing.viewer import Names, Reader, Viewer, zone_named


def test_a_moment_is_told_by_the_viewers_clock() -> None:
    assert f"{Viewer('UANA', 'Asia/Tokyo', NOW).local(NOW.timestamp()):%d %H:%M}" == "03 21:00"


def test_a_zone_that_does_not_exist_is_utc() -> None:
    for name in ("Nowhere/Land", "", "../../etc/passwd", "/etc/localtime"):
        assert datetime.now(UTC).astimezone(zone_named(name)).utcoffset() is not None
        assert zone_named(name).key == "UTC"


def test_a_reader_without_names_knows_nobody() -> None:
    assert Reader(Viewer("U", "UTC", NOW), Names()).names.usergroups == {}
