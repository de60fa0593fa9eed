"""Every payload the bot can send: within Slack's limits, told without the blocks too, and kept as copy in kept/."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import UnionType
from typing import Any, get_args

import pytest

import bot.slack
from bot.slack.blocks import Block, actions, button
from tests.golden.drawn import FOLDER, drawn, shown
from tests.golden.rules import markup, problems, signs, unsaid
from tests.golden.sample import Message, sample
from tests.golden.samples import everything, longest
from tests.sandbox.window.drawing.page import sound

SAMPLES, LONGEST = everything(), longest()

PARTS = {
    "digest_marks.carried_in": "what a button carries",
    "blocks": "what the others are made of",
    "modals": "what the forms are made of",
    "card_rows.row_blocks": "a row of cards.card",
    "digest_items.deal_blocks": "a deal of digest_words.message",
    "digest_items.select": "a menu of deal_blocks",
    "digest_words.chart": "a block of digest_words.message",
    "schedule_words.rows": "the rows of schedule_words.listed",
    "schedule_words.buttons": "a row of them",
    "feedback_words.buttons": "the last block of an answer; samples/plan.py shows it",
    "audience_words.asked_in": "a line above an answer; samples/private.py shows it",
    "recorder_words.leaving": "a button of recorder_words.stage",
    "recorder_words.unwatching": "a button of recorder_words.late",
    "recorder_words.plain": "makes any sentence a message",
    "edit_form.errors": "an acknowledgement: sentences at fields",
    "errand_words.wrong_words": "an acknowledgement: a sentence at a field",
    "home_admin": "parts of home_words.home; samples/oversight.py puts them together",
    "home_mine": "parts of home_words.home; samples/home.py puts them together",
    "main_account_words.connection": "a part of home_words.home; samples/oversight.py puts them together",
    "home_words.digests": "a part of home_words.home",
    "home_words.admins": "a part of home_words.home",
    "ask_words.errors": "an acknowledgement: a sentence at a field",
    "home_forms.wanted": "reads what a form carries",
}
"""Builders without a sample of their own, or whole modules, and why."""


def builders() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of bot/slack that makes blocks, a message or a view."""
    for found in pkgutil.iter_modules(bot.slack.__path__):
        module = importlib.import_module(f"bot.slack.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            makes = inspect.signature(function).return_annotation
            if function.__module__ == module.__name__ and not name.startswith("_") and _is_payload(makes):
                yield f"{found.name}.{name}", function


def _is_payload(kind: Any) -> bool:
    if isinstance(kind, UnionType):
        return any(_is_payload(one) for one in get_args(kind))
    return kind in (Block, list[Block], Message, list[Message])


def test_every_builder_has_a_sample_or_a_reason() -> None:
    sampled = {one.builder for one in SAMPLES.values()}
    left = [name for name, function in builders() if function not in sampled]
    assert [name for name in left if name not in PARTS and name.split(".")[0] not in PARTS] == []


def test_every_reason_is_still_needed() -> None:
    names = {name for name, _ in builders()} | {name.split(".")[0] for name, _ in builders()}
    assert [part for part in PARTS if part not in names] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_the_payload_reads_as_kept(name: str) -> None:
    file = FOLDER / f"{name}.txt"
    assert file.exists(), f"{name} has no golden file yet; `make golden` writes it"
    assert drawn(SAMPLES[name]) == file.read_text("utf-8"), (
        "it reads otherwise; `make golden`, and read the diff"
    )


def test_no_golden_file_is_left_over() -> None:
    kept = {file.relative_to(FOLDER).with_suffix("").as_posix() for file in FOLDER.rglob("*.txt")}
    assert kept - set(SAMPLES) == set()


@pytest.mark.parametrize("name", SAMPLES)
def test_slack_takes_the_payload_and_it_says_all_in_words(name: str) -> None:
    assert problems(SAMPLES[name]) == []


@pytest.mark.parametrize("name", LONGEST)
def test_slack_takes_the_payload_at_its_longest(name: str) -> None:
    assert problems(LONGEST[name]) == []
    assert not any("<!channel>" in text for one in LONGEST[name].payloads for text in markup(one))


@pytest.mark.parametrize("name", SAMPLES | {f"longest/{name}": one for name, one in LONGEST.items()})
def test_the_window_draws_the_payload_well_formed_and_every_control_has_a_name(name: str) -> None:
    one = SAMPLES[name] if name in SAMPLES else LONGEST[name.removeprefix("longest/")]
    for html in shown(one):
        assert "which this window cannot draw" not in sound(html).text


def test_a_control_without_a_name_is_found_where_it_is_drawn() -> None:
    nameless = actions("a", button("", "x", "v"))
    with pytest.raises(AssertionError, match="nobody knows what this is"):
        (_,) = map(sound, shown(sample("x", lambda: ("Words", [nameless]))))


def a_message(text: str, *blocks: Block) -> list[str]:
    return problems(sample("x", lambda: (text, list(blocks))))


def said(text: str, kind: str = "mrkdwn") -> Block:
    return {"type": "section", "text": {"type": kind, "text": text}}


def test_the_rules_find_what_they_are_for() -> None:
    assert a_message("All of it.", said("*All* of\nit.")) == []
    assert list(unsaid("Half", [said("Half and half")])) == ["only in the blocks: 'Half and half'"]
    assert "at 14:05" not in str(
        a_message("at <!date^1^{time}|14:05 UTC>", said("at <!date^1^{time}|14:05 UTC>"))
    )
    assert any("which zone 14:05" in found for found in a_message("at 14:05", said("at 14:05")))
    assert list(signs([said("🎉"), {"type": "image", "alt_text": " "}])) == [
        "a sign without words: '🎉'",
        "an image without words",
    ]
    assert any("notification" in found for found in a_message("", said("Words")))


def test_the_folder_is_the_one_beside_this_file() -> None:
    assert Path(__file__).parent / "kept" == FOLDER
