"""An SQLite file belongs to one process at a time, and to the next one afterwards."""

from pathlib import Path

import pytest

from bot.one_process import InUse, only_process


def test_a_file_is_held_until_its_process_lets_it_go(tmp_path: Path) -> None:
    path = tmp_path / "home" / "engine.sqlite"
    with only_process(path):
        assert path.exists()
        with pytest.raises(InUse, match="in use by another Chorister"), only_process(path):
            pass
    with only_process(path):
        pass
