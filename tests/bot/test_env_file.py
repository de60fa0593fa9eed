"""A .env file: what is not ours stays, what is written is read back, and no half of it is ever there."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st

from bot.env_file import changed, load, quoted, save, values_of
from bot.errors import BotError

KEPT = """\
# mine
export PORT=3000   # a port

OTHER='keep "me"'
# CHORISTER_ADMINS=U0123456789
MANY="one
PORT=not this
two"
broken line
PORT=4000
"""


def test_a_value_takes_the_place_of_its_line_and_all_else_stays() -> None:
    assert changed(KEPT, {"PORT": "8080"}) == KEPT.replace("PORT=4000", "PORT=8080")


def test_a_comment_with_its_name_makes_room_and_what_is_new_comes_last() -> None:
    made = changed(KEPT.rstrip("\n"), {"CHORISTER_ADMINS": "U0000000001", "NEW": "x"})
    assert "# mine\n" in made
    assert "\nCHORISTER_ADMINS=U0000000001\nMANY=" in made
    assert made.endswith("\nPORT=4000\nNEW=x\n")


def test_an_export_stays_one_and_the_lines_around_it_stay_blank() -> None:
    assert changed("A=1\n\n  export B=2\nC=3", {"B": "4", "C": "5"}) == "A=1\n\n  export B=4\nC=5"


def test_nothing_to_change_changes_nothing() -> None:
    assert changed(KEPT, {}) == KEPT


def test_the_last_of_two_counts() -> None:
    assert values_of(KEPT)["PORT"] == "4000"
    assert values_of("A=1\nEMPTY\nB=$A ${A}\n") == {"A": "1", "B": "$A ${A}"}


@given(st.text(max_size=40), st.text(st.sampled_from("#'\"\\ ${}=ab\n"), max_size=12))
def test_what_is_written_is_read_back_or_refused(text: str, value: str) -> None:
    for each in (text, value):
        try:
            line = f"A={quoted(each)}\n"
        except ValueError:
            continue
        assert values_of(line) == {"A": each}


@pytest.mark.parametrize("value", ["it's", "a\\b", "${HOME}", "two\nlines"])
def test_what_readers_disagree_about_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"which \.env cannot keep"):
        quoted(value)


def test_a_shell_and_the_bot_read_the_same(tmp_path: Path) -> None:
    hard = 'a b#c"d$e&f;g(h)'
    save(tmp_path / ".env", changed("", {"HARD": hard, "PLAIN": "postgresql://a:b%40c@d/e"}))
    code = "import os; print(os.environ['HARD'] + '|' + os.environ['PLAIN'])"
    shell = f'set -a; . "{tmp_path}/.env"; "{sys.executable}" -c "$CODE"'
    said = subprocess.run(["sh", "-c", shell], env={"CODE": code}, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == f"{hard}|postgresql://a:b%40c@d/e"
    assert dotenv_values(tmp_path / ".env")["HARD"] == hard, "as bot/__main__.py reads it"


def test_only_its_owner_reads_what_is_saved_and_a_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real.env", tmp_path / ".env"
    real.write_text("A=1\n")
    link.symlink_to(real)
    save(link, "A=2\n")
    assert link.is_symlink()
    assert real.read_text() == "A=2\n"
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == [".env", "real.env"]


def test_what_cannot_be_saved_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    with pytest.raises(BotError, match=r"cannot be written: Is a directory"):
        save(tmp_path / ".env", "A=1\n")
    assert os.listdir(tmp_path) == [".env"]
    with pytest.raises(BotError, match="cannot be read"):
        load(tmp_path / ".env")


def test_no_file_says_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / ".env") == ""
