"""`chorister doctor` as whoever runs a bot reads it: beside a running bot, and where much is missing."""

import asyncio
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.cli import main
from bot.doctor.finding import note, skipped, wrong
from bot.doctor.report import doctor, summary
from sandbox.world import World
from tests.conftest import Start
from tests.play import Play


def prints(home: Path) -> dict[str, str]:
    """Every file of a bot, as far as it is kept: SQLite's log beside it comes and goes."""
    kept = [path for path in home.rglob("*") if path.is_file() and not path.name.endswith(("-wal", "-shm"))]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


async def test_beside_a_running_bot_all_is_told_and_afterwards_nothing_was_changed(
    world: World, start: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    env, now = world.env() | {"CHORISTER_HOME": str(tmp_path)}, lambda: world.clock.now().timestamp()
    async with start():
        play = Play(world)
        await play.done(await play.ask("ana", "help"))
        await play.schedule("sam", channel=play.channel)
        assert await doctor(env, now) == 0
        said = capsys.readouterr().out
        assert "chorister in the workspace Seller (T0CHORIST)" in said
        assert "1 digest, the next one" in said
        assert "Nothing is wrong" in said
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())  # the engine took its own along
    before = prints(tmp_path)
    assert await doctor(env, now, as_json=True) == 0
    assert prints(tmp_path) == before
    checks = [json.loads(line)["check"] for line in capsys.readouterr().out.splitlines()]
    assert {"settings", "database", "engine", "slack scopes", "admins", "pace", "claude", "clock"} <= {
        *checks
    }


async def test_one_service_that_fails_is_told_beside_the_others_and_so_is_a_clock_that_is_wrong(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    env = world.env() | {"CHORISTER_HOME": str(tmp_path), "ANTHROPIC_API_KEY": "wrong"}
    assert await doctor(env, lambda: world.clock.now().timestamp() + 300) == 1
    said = capsys.readouterr().out
    assert "An admin must check ANTHROPIC_API_KEY" in said
    assert "300 seconds ahead of that of Slack" in said
    assert "all 17 of the manifest" in said
    assert prints(tmp_path) == {}, "no file is made"


def test_with_nothing_set_it_says_what_is_missing_and_looks_at_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor"], {"CHORISTER_HOME": str(tmp_path)}) == 2
    said = capsys.readouterr().out
    assert "TRUTO_API_TOKEN: app.truto.one" in said
    assert "nothing is stored at" in said
    assert "4 checks not made for lack of settings" in said


def test_the_last_line_counts_what_is_wrong() -> None:
    assert summary([]) == "Nothing is wrong."
    found = [wrong("a", "b"), note("c", "d"), skipped("e", ["F"])]
    assert summary(found) == "1 thing wrong, 1 worth a look, 1 check not made for lack of settings."
