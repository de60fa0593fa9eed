"""`chorister feedback`: who thought what of which answer, beside the request, what it took and the run's reference."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.database_url import in_file
from bot.errors import BotError, reference
from bot.feedback import feedback, opinions, told
from bot.store import Database
from bot.store.audit import Audit
from bot.store.feedback import Feedback
from bot.trace import by_run, with_requests
from tests.builders import settings

Printed = pytest.CaptureFixture[str]
HOSTILE = "[red]bold[/red]\n\x1b[31mred \u202eover"


def row(**more: Any) -> dict[str, Any]:
    made = {"run": "r1", "person": "UANA", "name": "Ana Ruiz", "verdict": "bad", "at": 1780488300.0}
    return made | {"reason": "slow", "words": "An hour!"} | more


@pytest.fixture
async def home(tmp_path: Path) -> str:
    """A store with two ratings: one of a run on record, one of a run that is not any more."""
    async with Database.open(in_file(tmp_path / "chorister.sqlite")) as db:
        audit, rated = Audit(db), Feedback(db)
        await audit.note("r1", "asked", "UANA", 1.0, words="Push my notes")
        for n in (1, 2):
            await audit.note("r1", "round", "UANA", 2.0, key=str(n), usd=0.25)
        await rated.rate("r1", "UANA", "Ana Ruiz", "bad", 1780488300.0)
        await rated.explain("r1", "UANA", 1780488300.0, "slow", HOSTILE)
        await rated.rate("r0", "UBEN", "Ben Cole", "good", 1780480000.0)
    return str(tmp_path)


async def test_the_newest_comes_first_with_its_request_and_what_it_took(home: str, capsys: Printed) -> None:
    assert await feedback(settings(CHORISTER_HOME=home)) == 0
    out = capsys.readouterr().out
    head, words, request, other, gone = out.splitlines()
    assert head == (
        f"2026-06-03 12:05:00 UTC  not helpful: too slow  by Ana Ruiz (UANA)  reference {reference('r1')}  "
        "2 turns, $0.5000"
    )
    assert words == "    they say: [red]bold[/red] [31mred over"
    assert request == "    request: Push my notes"
    assert " good  by Ben Cole (UBEN)" in other
    assert gone == "    request: not on record any more"


async def test_bad_ones_alone_and_since_a_time(home: str, capsys: Printed) -> None:
    here = settings(CHORISTER_HOME=home)
    await feedback(here, bad=True)
    assert "Ben" not in capsys.readouterr().out
    with pytest.raises(BotError, match="Nobody has rated"):
        await feedback(here, since=1780488301.0)


async def test_as_json_each_is_a_line(home: str, capsys: Printed) -> None:
    await feedback(settings(CHORISTER_HOME=home), as_json=True)
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {
        "at": "2026-06-03T12:05:00+00:00",
        "person": "UANA",
        "name": "Ana Ruiz",
        "verdict": "bad",
        "reason": "slow",
        "words": HOSTILE,
        "request": "Push my notes",
        "run": "r1",
        "turns": 2,
        "usd": 0.5,
        "reference": reference("r1"),
    }
    assert (second["verdict"], second["turns"], second["usd"]) == ("good", None, None)


async def test_without_a_store_it_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(BotError, match="There is no store at"):
        await feedback(settings(CHORISTER_HOME=str(tmp_path / "none")))


def test_a_rating_without_a_reason_or_words_has_none() -> None:
    head, request = told(opinions([row(reason="", words="")], by_run([])))
    assert "not helpful  by" in head
    assert "not on record" in request


def test_a_run_that_went_on_after_a_card_shows_what_the_card_was_asked_for() -> None:
    proposed = {"run": "proposal:a1", "what": "proposed", "who": "UANA", "at": 1.0, "deal": None}
    went_on = proposed | {"run": "turn:a1", "what": "round", "detail": {"usd": 0.25}}
    runs = with_requests(by_run([proposed | {"detail": {"request": "Push my notes"}}, went_on]))
    (one,) = opinions([row(run="turn:a1")], runs)
    assert (one.request, one.turns) == ("Push my notes", 1)
