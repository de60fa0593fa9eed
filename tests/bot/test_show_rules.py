"""`chorister rules`: the rules in force, and what other ones would change."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cli import main
from bot.errors import BotError
from bot.risk.rule_file import default_rules, read_rules
from bot.settings import Settings
from bot.show_rules import described, read_file, show_rules, usage
from bot.store import Database
from bot.store.choices import Stored, StoredChoices
from sandbox.world import World
from tests.builders import settings


def test_each_rule_is_a_line_with_its_numbers_or_why_it_is_off() -> None:
    lines = described(read_rules("rules: {R3: {enabled: false}}").own)
    assert lines[0] == "at risk from 2 reasons, act from 3, calls of 90 days"
    assert "R2  Long gap: from Qualification, days 7/14/30" in lines
    assert "R3  Single-threaded: off (switched off)" in lines
    assert "R8  Overdue: off (no CRM data)" in lines
    assert len(lines) == 17


def test_a_rule_that_people_put_away_too_often_is_named() -> None:
    marked = [
        ("R5", "shown", 10),
        ("R5", "snoozed", 2),
        ("R5", "not useful", 2),
        ("R12", "shown", 4),
        ("R12", "why", 4),
    ]
    assert usage(marked) == [
        "",
        "the last four weeks:",
        "R5  Method gap: shown 10 times, 2 times not useful, 2 times snoozed. "
        "Over 30% snoozed or of no use: look at its thresholds",
        "R12 Red-flag words: shown 4 times, 4 times why",
    ]
    assert usage([]) == []


def test_the_rules_in_force_need_no_account(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"], {"CHORISTER_HOME": str(tmp_path)}) == 0
    assert capsys.readouterr().out.splitlines() == described(default_rules())


async def test_what_an_admin_chose_in_slack_is_in_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = settings(CHORISTER_HOME=str(tmp_path))
    async with Database.open(made.store) as db:
        await StoredChoices(db).swap(Stored("rules"), "levels: {act: 8}", "UROSA", 1.0)
    await show_rules(made, None, None)
    assert "act from 8" in capsys.readouterr().out


def test_a_file_that_fits_is_said_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("rules:\n  R2:\n    days: {enterprise: 21}\n")
    assert main(["rules", str(file)], {}) == 0
    assert "mine.yaml fits." in capsys.readouterr().out


@pytest.mark.parametrize("text, said", [("levels: {act: 0}", "line 1: levels.act"), (None, "cannot be read")])
def test_a_file_that_does_not_is_refused_with_the_reason(tmp_path: Path, text: str | None, said: str) -> None:
    file = tmp_path / "mine.yaml"
    if text:
        file.write_text(text)
    with pytest.raises(BotError, match=said):
        read_file(file)


@pytest.fixture
async def live() -> AsyncIterator[World]:
    """A world whose clock goes as ours does, as the terminal's house has it."""
    async with World(seed=1) as world:
        world.truto.options.page_size, world.truto.options.rate_limits = 100, False
        yield world


async def test_a_preview_lists_who_would_enter_and_leave_and_posts_nothing(
    live: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("rules:\n  R5: {enabled: false}\n  R2:\n    days: {small: 1, mid: 1, enterprise: 1}\n")
    assert await show_rules(Settings.from_env(live.env()), file, "sam.okafor@seller.example") == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("leaves: ") and "- Method gap" in line for line in lines)
    assert any("+ Long gap: no meeting held for" in line for line in lines)
    assert live.slack.journal == []


async def test_the_same_rules_change_nothing(
    live: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("")
    assert await show_rules(Settings.from_env(live.env()), file, "ana.ruiz@seller.example") == 0
    assert capsys.readouterr().out.splitlines() == ["No deal would enter or leave."]
