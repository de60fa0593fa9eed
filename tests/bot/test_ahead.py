"""The demo's bot goes along with the sandbox's time."""

import time
from pathlib import Path

from bot.ahead import ahead, tell


def test_the_clock_is_ahead_by_what_was_told_last(tmp_path: Path) -> None:
    file = tmp_path / "ahead"
    now = ahead(file)
    assert abs(now() - time.time()) < 5, "nobody has told it anything"
    for hours in (1, 25, -3):
        tell(file, time.time() + hours * 3600)
        assert abs(now() - time.time() - hours * 3600) < 5
    assert [path.name for path in tmp_path.iterdir()] == ["ahead"]
