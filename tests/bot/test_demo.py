import asyncio
import os
import re
import signal
import socket
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.demo import HEADLINE, Services
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
NAMES = frozenset(name.upper() for name in Settings.model_fields)
SANDBOX = {
    "SLACK_BOT_TOKEN": "xoxb-sandbox",
    "SLACK_APP_TOKEN": "xapp-sandbox",
    "ANTHROPIC_API_KEY": "sk-sandbox",
    "ANTHROPIC_BASE_URL": "http://127.0.0.1:1",
    "TRUTO_API_TOKEN": "t-sandbox",
    "TRUTO_INTEGRATED_ACCOUNT_ID": "a-sandbox",
    "CHORISTER_ADMINS": "UROSA00001",
}


def bot_env(given: dict[str, str]) -> dict[str, str]:
    made = Services.of(given).env(given, SANDBOX, NAMES)
    return {key: value for key, value in made.items() if value}


def test_a_service_is_real_when_all_its_credentials_are_there():
    assert Services.of({}).line() == "Slack: sandbox · Claude: the sandbox planner · Truto: sandbox"
    line = Services.of({"ANTHROPIC_API_KEY": "sk", "TRUTO_API_TOKEN": "t"}).line()
    assert line == ("Slack: sandbox · Claude: real · Truto: sandbox (TRUTO_INTEGRATED_ACCOUNT_ID is missing)")


def test_nothing_of_the_environment_reaches_a_bot_that_lives_in_the_sandbox():
    given = {
        "CHORISTER_WRITES": "off",
        "DATABASE_URL": "sqlite:///mine",
        "HTTPS_PROXY": "http://proxy",
        "LANG": "C",
    }
    made = bot_env(given)
    assert made["LANG"] == "C"
    assert made["SLACK_BOT_TOKEN"] == "xoxb-sandbox"
    assert not {"CHORISTER_WRITES", "DATABASE_URL", "HTTPS_PROXY"} & set(made)
    assert made["NO_PROXY"] == "127.0.0.1,localhost"
    assert Services.of(given).env(given, SANDBOX, NAMES)["DATABASE_URL"] == ""


def test_a_real_service_keeps_its_own_settings():
    given = {
        "ANTHROPIC_API_KEY": "sk-mine",
        "CHORISTER_MODEL": "claude-sonnet-5-5",
        "HTTPS_PROXY": "http://proxy",
    }
    made = bot_env(given | {"NO_PROXY": "intranet"})
    assert (made["ANTHROPIC_API_KEY"], made["CHORISTER_MODEL"]) == ("sk-mine", "claude-sonnet-5-5")
    assert "ANTHROPIC_BASE_URL" not in made
    assert made["HTTPS_PROXY"] == "http://proxy"
    assert made["NO_PROXY"] == "intranet,127.0.0.1,localhost"
    assert made["CHORISTER_POLL"] == "0.7"


def test_a_real_chorus_keeps_the_switch_that_forbids_writing():
    given = {"TRUTO_API_TOKEN": "t", "TRUTO_INTEGRATED_ACCOUNT_ID": "a", "CHORISTER_WRITES": "off"}
    made = bot_env(given)
    assert made["CHORISTER_WRITES"] == "off"
    assert made["TRUTO_API_TOKEN"] == "t"
    assert "CHORISTER_POLL" not in made


@pytest.fixture
async def a_demo(tmp_path):
    """The command, run in an empty folder without a terminal and without credentials."""
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo"),
        cwd=tmp_path,
        env=env,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    yield process
    if process.returncode is None:
        process.kill()
        await process.communicate()


async def test_the_demo_plays_all_stories_and_leaves_nothing_behind(a_demo, tmp_path):
    out, err = await a_demo.communicate()
    text = out.decode()
    assert a_demo.returncode == 0, f"{text[-3000:]}\n{err.decode()}"
    assert err == b""
    assert "\x1b" not in text
    assert text.startswith(HEADLINE)
    for words in (
        "the sandbox planner",
        "→ Ana Ruiz clicks [ Approve ]",
        "→ Chloé Dubois clicks [ Send the recorder ]",
        "seen in the call",
        "CRM update: written",
        "← new",
        "All four stories came out right",
    ):
        assert words in text
    assert re.search(r"^Open http://127\.0\.0\.1:\d+ to watch and take part\.$", text, re.MULTILINE)
    assert re.search(r"8 calls where Economic Buyer is empty or at risk", text)
    assert not list(tmp_path.glob("chorister-demo-*"))


def test_a_port_that_is_taken_is_told_in_one_sentence(capfd):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        assert main(["demo", "--port", str(port)], {"PATH": os.environ["PATH"]}) == 1
    assert capfd.readouterr().err == f"Cannot show the page on port {port}: Address already in use.\n"


async def test_an_interrupted_demo_stops_its_bot_and_says_so_by_its_code(a_demo, tmp_path):
    await a_demo.stdout.readuntil(b"Starting the bot")
    a_demo.send_signal(signal.SIGTERM)
    out, err = await a_demo.communicate()
    assert (a_demo.returncode, err) == (130, b"")
    assert b"came out right" not in out
    assert not list(tmp_path.glob("chorister-demo-*"))
