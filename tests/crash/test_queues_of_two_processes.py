"""Two processes on one PostgreSQL: all caps hold, and the flood of one workspace is not felt by another."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import sqlalchemy as sa

from bot.workspace import split
from tests.crash.engines import Line, ended, engines, go_on, read, told
from tests.crash.seats import CAPS, SECONDS, TURNS


async def test_caps_hold_over_two_processes_and_nobody_waits_for_anothers_flood(
    tmp_path: Path, postgres: sa.URL
) -> None:
    file = tmp_path / "who ran when"
    async with engines(postgres, file, "floods", "helps") as (floods, _):
        await go_on(floods)
        await told(floods, "done")
        await ended(floods)
    lines = read(file)
    turns = [line for line in lines if "turn" in line[1]]
    assert sorted(key for what, key, *_ in turns if what == "ends") == sorted(
        [*(f"T1|turn:{n}" for n in range(TURNS)), "T2|turn:0"]
    ), "each once"
    assert most(turns, lambda line: split(line[1])[0]) == {"T1": CAPS.turns_of_workspace, "T2": 1}
    assert max(most(turns, lambda line: line[2]).values()) <= CAPS.turns_of_process
    for n in range(0, TURNS, 2):
        one, other = (at(lines, "ends", f"T1|turn:{n}"), at(lines, "begins", f"T1|turn:{n + 1}"))
        assert one <= other, "a conversation's turns run one after the other"
    whole = max(line[3] for line in turns) - min(line[3] for line in turns)
    assert whole > SECONDS * (TURNS / CAPS.turns_of_workspace - 1), "the flood did have to wait"
    asked = at(lines, "asks", "T2|turn:0")
    assert at(lines, "begins", "T2|turn:0") - asked < 1.5
    assert at(lines, "begins", "T1|click") - asked < 1.5


def at(lines: Iterable[Line], what: str, key: str) -> float:
    (found,) = [moment for w, k, _, moment in lines if (w, k) == (what, key)]
    return found


def most(lines: Iterable[Line], of: Callable[[Line], str]) -> dict[str, int]:
    """How many ran at the same time, at the worst moment, for each of something."""
    now: defaultdict[str, int] = defaultdict(int)
    worst: defaultdict[str, int] = defaultdict(int)
    for line in sorted(lines, key=lambda line: line[3]):
        if line[0] in ("begins", "ends"):
            now[of(line)] += 1 if line[0] == "begins" else -1
            worst[of(line)] = max(worst[of(line)], now[of(line)])
    return dict(worst)
