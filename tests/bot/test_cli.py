"""The commands and what they exit with: 0 done, 1 a plain sentence, 2 incomplete settings."""

import asyncio
import logging

import pytest

from bot.cli import main
from sandbox.world import World
from tests.builders import settings_env


@pytest.fixture(autouse=True)
def _quiet() -> None:
    """The commands set the level of other libraries' loggers; that outlives a test, and does no harm."""
    logging.getLogger("bot").setLevel(logging.NOTSET)


@pytest.mark.parametrize("argv", [["run"], ["ask", "hi", "--as", "a@b.example"], ["tools"]])
def test_missing_settings_are_all_named_and_the_exit_is_2(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(argv, {}) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "TRUTO_API_TOKEN" in err
    assert "TRUTO_INTEGRATED_ACCOUNT_ID" in err
    assert ("SLACK_BOT_TOKEN" in err) == (argv == ["run"]), "the terminal needs no workspace"
    assert ("ANTHROPIC_API_KEY" in err) == (argv != ["tools"]), "a list of tools needs no Claude"
    assert "Traceback" not in err


@pytest.mark.parametrize("argv", [[], ["dance"], ["ask"], ["ask", "hi"], ["run", "--fast"]])
def test_a_command_nobody_knows_is_explained(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(argv, settings_env())
    assert caught.value.code == 2
    assert "usage: chorister" in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"], {})
    assert caught.value.code == 0
    said = capsys.readouterr().out
    assert all(command in said for command in ("run", "demo", "ask", "tools"))


async def test_tools_lists_the_live_catalogue(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    env = {name: value for name, value in world.env().items() if name.startswith("TRUTO")}
    assert await asyncio.to_thread(main, ["tools"], env) == 0
    assert "chorus_conversations_join" in capsys.readouterr().out


async def test_a_failure_is_one_plain_sentence_and_the_exit_is_1(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    env = world.env() | {"TRUTO_API_TOKEN": "wrong"}
    assert await asyncio.to_thread(main, ["tools"], env) == 1
    assert "Truto does not accept our API token" in capsys.readouterr().err
    ask = ["ask", "hi", "--as", "nobody@seller.example"]
    assert await asyncio.to_thread(main, ask, world.env()) == 1
    assert "no Chorus user" in capsys.readouterr().err


def test_an_address_where_nobody_is_is_one_plain_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tools"], settings_env(TRUTO_API_BASE_URL="http://127.0.0.1:9")) == 1
    said = capsys.readouterr().err
    assert "could not be reached" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("url", ["localhost", "ftp://x.example", "http://["])
def test_a_malformed_address_is_one_plain_sentence(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tools"], settings_env(TRUTO_API_BASE_URL=url)) in (1, 2)
    assert "Traceback" not in capsys.readouterr().err
