"""The command around the questions: what is on disk before, during and after it, and how a real terminal meets it."""

import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.init import init
from bot.interview import Terminal
from tests.bot.test_interview import SOCKET, Typed

ROOT = Path(__file__).parents[2]


def offline(path: Path, *lines: str) -> tuple[int, Typed]:
    typed = Typed(lines)
    return init({}, path, typed.terminal, offline=True), typed


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    code, typed = offline(tmp_path / ".env", *SOCKET)
    assert code == 0
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    assert ".env is written; only you can read it." in typed.text


def test_what_is_there_is_changed_only_when_asked_to_and_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("# mine\nOTHER=1\nSLACK_BOT_TOKEN=xoxb-old\n# SLACK_APP_TOKEN=\n")
    before = path.read_text()
    assert offline(path, "n")[0] == 0
    assert path.read_text() == before
    assert offline(path, "perhaps", "y", *SOCKET)[0] == 0
    assert path.read_text().startswith(
        "# mine\nOTHER=1\nSLACK_BOT_TOKEN=xoxb-1\nSLACK_APP_TOKEN=xapp-1\nANTHROPIC"
    )


@pytest.mark.parametrize("answered", range(len(SOCKET)))
def test_whoever_leaves_in_the_middle_finds_everything_as_it_was(tmp_path: Path, answered: int) -> None:
    code, typed = offline(tmp_path / ".env", *SOCKET[:answered])
    assert code == 130
    assert typed.said[-1] == "\nNothing was written."
    assert os.listdir(tmp_path) == []


def test_an_interrupt_is_such_a_leave(tmp_path: Path) -> None:
    def interrupted(prompt: str) -> str:
        raise KeyboardInterrupt

    said: list[str] = []
    terminal = Terminal(interrupted, interrupted, said.append)
    assert init({}, tmp_path / ".env", terminal, offline=True) == 130
    assert os.listdir(tmp_path) == []


def test_without_a_terminal_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with open(os.devnull, encoding="utf-8") as nobody:
        monkeypatch.setattr(sys, "stdin", nobody)
        assert main(["init"], {}) == 2
    assert "here is no terminal" in capsys.readouterr().err
    assert os.listdir(tmp_path) == []


def answered(home: Path, lines: list[str], end: bytes = b"") -> tuple[int, str]:
    """The command in a real terminal; each line is typed once it is asked for."""
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover - another process
        os.chdir(home)
        env = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "TERM": "dumb"}
        os.execve(sys.executable, [sys.executable, "-m", "bot", "init", "--offline"], env)
    shown = b""
    typed = [f"{line}\n".encode() for line in lines] + ([end] if end else [])
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # it is gone
            break
        if not piece:
            break
        shown += piece
        if shown.endswith(b" > ") and typed:
            os.write(terminal, typed.pop(0))
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()


def test_in_a_real_terminal_secrets_are_not_shown_while_they_are_typed(tmp_path: Path) -> None:
    code, shown = answered(tmp_path, list(SOCKET))
    assert code == 0, shown
    assert "account-1" in shown
    assert not any(secret in shown for secret in ("xoxb-1", "xapp-1", "sk-ant-1", "truto-1"))
    assert "SLACK_BOT_TOKEN=xoxb-1" in (tmp_path / ".env").read_text()


def test_the_first_ctrl_c_ends_it(tmp_path: Path) -> None:
    code, shown = answered(tmp_path, list(SOCKET[:2]), end=b"\x03")
    assert code == 130
    assert "Nothing was written." in shown
    assert os.listdir(tmp_path) == []


def test_the_example_names_only_settings_and_all_that_are_required() -> None:
    from bot.env_file import values_of
    from bot.settings import Settings

    text = (ROOT / ".env.example").read_text("utf-8")
    bare = "\n".join(line.removeprefix("# ") for line in text.splitlines() if "=" in line)
    named = set(values_of(bare))
    assert named <= {name.upper() for name in Settings.model_fields}
    required = {name.upper() for name, field in Settings.model_fields.items() if field.is_required()}
    assert required <= set(values_of(text))
    assert (
        subprocess.run(["git", "check-ignore", "-q", ".env.example"], cwd=ROOT, check=False).returncode == 1
    )
