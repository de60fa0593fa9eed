"""A deploy that rolls: an old and a new version share the work, the old one goes, and nothing is lost or done twice."""

from collections import Counter
from pathlib import Path

import sqlalchemy as sa

from tests.crash.engines import ended, engines, go_on, read, told, until

EVENTS = 6 * 3
"""Six rounds, of each story a turn, a digest and a click."""


async def test_stories_of_the_new_version_are_left_to_it_and_those_of_the_old_one_end(
    tmp_path: Path, postgres: sa.URL
) -> None:
    file = tmp_path / "who ran when"
    async with engines(postgres, file, "old", "new") as (old, new):
        for process in (old, new):
            await go_on(process)
        await told(old, "done")
        await ended(old)
        lines = await until(file, "ends", 3 * EVENTS)
    assert set(Counter((what, key) for what, key, *_ in read(file)).values()) == {1}, "nothing twice"
    fresh = {pid for _, key, pid, _ in lines if "only_new" in key}
    assert fresh == {str(new.pid)}
    assert {str(old.pid), str(new.pid)} == {pid for _, _, pid, _ in read(file)}, "both had their share"
