"""The entry point: .env is read, the shell wins over it, and the exit code is the command's."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of its own, and an environment without our settings."""
    monkeypatch.chdir(tmp_path)
    for name in ("PORT", "DATABASE_URL", "TRUTO_API_TOKEN", "TRUTO_INTEGRATED_ACCOUNT_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "argv", ["chorister", "tools"])
    return tmp_path


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """What the command ends with: here, that a setting is missing."""
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    return capsys.readouterr().err


def test_without_a_dotenv_the_shell_alone_counts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "TRUTO_API_TOKEN: app.truto.one" in said(capsys)


def test_a_dotenv_is_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ".env").write_text("TRUTO_API_TOKEN=x\n# a comment\nEMPTY\nPORT=abc\n", "utf-8")
    err = said(capsys)
    assert "TRUTO_API_TOKEN" not in err
    assert "TRUTO_INTEGRATED_ACCOUNT_ID" in err
    assert "PORT: " in err


def test_what_the_shell_exports_wins(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text("PORT=abc\nTRUTO_API_TOKEN=x\n", "utf-8")
    monkeypatch.setenv("PORT", "8080")
    err = said(capsys)
    assert "PORT" not in err
    assert "TRUTO_API_TOKEN" not in err


def test_what_bolt_would_take_for_its_own_is_taken_out_of_its_sight(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["chorister", "run"])
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "")
    assert "SLACK_CLIENT_SECRET: api.slack.com/apps" in said(capsys)
    assert not {"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"} & os.environ.keys()


def test_the_command_says_everything_before_it_is_gone() -> None:
    """Its way out skips what Python does at its end."""
    for words, code, said in ((["--help"], 0, b"chorister"), (["nonsense"], 2, b"invalid choice")):
        done = subprocess.run([sys.executable, "-m", "bot", *words], capture_output=True)
        assert (done.returncode, said in done.stdout + done.stderr) == (code, True)
