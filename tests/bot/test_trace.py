"""`chorister audit`: one command prints how a write came about, narrowed by deal, person and time."""

import json
from pathlib import Path

import pytest

from bot.errors import BotError, reference
from bot.slack import cards
from bot.trace import Wanted, audit, by_run, matching, named, with_requests
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.builders import DEAL, settings
from tests.conftest import Start
from tests.play import PUSH, Play

Printed = pytest.CaptureFixture[str]


def row(run: str, what: str, at: float, who: str = "UANA", deal: str | None = None, **detail: object) -> dict:
    return {"run": run, "what": what, "at": at, "who": who, "deal": deal, "detail": detail}


RUNS = by_run(
    [
        row("turn:1", "asked", 1.0, name="Ana Ruiz", email="ana@x.example", words="push"),
        row("proposal:aaa1", "proposed", 2.0, deal=DEAL, opportunity_name="Northwind - 2026", turn="turn:1"),
        row("proposal:aaa1", "decided", 3.0, who="USAM", deal=DEAL),
        row("turn:aaa1", "round", 4.0, usd=0.01),
        row("turn:2", "asked", 5.0, who="UBEN", name="Ben Okafor"),
        row("switch:writes", "switched off", 6.0, who="UROSA"),
        row("turn:3", "asked", 7.0, who="UROSA", name="Rosa Marin"),
    ]
)


@pytest.mark.parametrize(
    "wanted, runs",
    [
        (Wanted(card="aaa"), {"turn:1", "proposal:aaa1", "turn:aaa1"}),
        (Wanted(deal=DEAL), {"turn:1", "proposal:aaa1", "turn:aaa1"}),
        (Wanted(deal=DEAL[:15]), {"turn:1", "proposal:aaa1", "turn:aaa1"}),
        (Wanted(deal="northwind"), {"turn:1", "proposal:aaa1", "turn:aaa1"}),
        (Wanted(deal="somebody else"), set()),
        (Wanted(person="UBEN"), {"turn:2"}),
        (Wanted(person="okafor"), {"turn:2"}),
        (Wanted(person="rosa"), {"switch:writes", "turn:3"}),
        (Wanted(person="USAM"), {"turn:1", "proposal:aaa1", "turn:aaa1"}),
        (Wanted(since=4.5), {"turn:2", "switch:writes", "turn:3"}),
        (Wanted(person="USAM", since=4.5), set()),
        (Wanted(), set(RUNS)),
    ],
)
def test_every_filter_narrows_and_a_card_brings_its_turns_along(wanted: Wanted, runs: set[str]) -> None:
    assert set(matching(RUNS, wanted)) == runs


async def test_the_record_of_a_card_tells_its_whole_story(
    world: World, start: Start, tmp_path: Path, capsys: Printed
) -> None:
    async with start():
        play = Play(world)
        thread = await play.ask("ana", PUSH)
        await play.click("ana", await play.until(thread, "your decision"), cards.APPROVE)
        written = await play.until(thread, "CRM update: written")
        await play.done(thread)
        card = text_of(written).split("Card ")[1][:8]
        deal = world.company.last_finished(play.person("ana")).deal
        here = settings(CHORISTER_HOME=str(tmp_path))
        assert await audit(here, Wanted(card=card)) == 0
        told = capsys.readouterr().out
        for words in ("asked", "round", "proposed", "decided", "write sent", "write answered", "outcome"):
            assert words in told
        for words in (
            play.person("ana").slack_id,
            PUSH,
            thread,
            deal.id,
            "list_all_chorus_me",
            "Cost at Claude: $",
        ):
            assert words in told
        assert "quote: “Month end takes us six hours" in told
        assert "exact request: {" in told
        assert '"opportunity_id"' in told
        assert await audit(here, Wanted()) == 0
        assert card in capsys.readouterr().out


async def test_json_is_a_row_a_line_and_nothing_else(
    world: World, start: Start, tmp_path: Path, capsys: Printed
) -> None:
    async with start():
        play = Play(world)
        thread = await play.ask("ana", PUSH)
        await play.click("ana", await play.until(thread, "your decision"), cards.DECLINE)
        await play.done(thread)
        deal = world.company.last_finished(play.person("ana")).deal
        wanted = Wanted(deal=deal.id, person="Ana Ruiz")
        assert await audit(settings(CHORISTER_HOME=str(tmp_path)), wanted, as_json=True) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert {"asked", "round", "proposed", "decided"} <= {r["what"] for r in rows}
        assert [r["at"] for r in rows] == sorted(r["at"] for r in rows)
        heard = play.world.truto.chorus.transcript(
            play.world.truto.chorus.recordings[world.company.last_finished(play.person("ana")).id]
        )
        quotes = {f.quote for f in world.company.last_finished(play.person("ana")).qualification.all}
        other = next(u.text for u in heard if u.text not in quotes and len(u.text) > 30)
        assert other not in json.dumps(rows, ensure_ascii=False), "no transcript beyond the quotes"


async def test_a_card_that_is_not_on_record_is_said(start: Start, tmp_path: Path) -> None:
    async with start():
        with pytest.raises(BotError, match="No card or run 123 is on record"):
            await audit(settings(CHORISTER_HOME=str(tmp_path)), Wanted(card="123"))
        with pytest.raises(BotError, match="Nothing like that"):
            await audit(settings(CHORISTER_HOME=str(tmp_path)), Wanted(deal="nobody"))


async def test_a_wrong_home_is_said(tmp_path: Path) -> None:
    with pytest.raises(BotError, match="is CHORISTER_HOME right"):
        await audit(settings(CHORISTER_HOME=str(tmp_path / "elsewhere")), Wanted())


def test_an_errand_is_found_by_its_card_with_its_turns() -> None:
    runs = by_run(
        [
            row("turn:1", "asked", 1.0, words="delete it"),
            row("errand:eee1", "proposed", 2.0, turn="turn:1"),
            row("turn:eee1", "round", 3.0),
            row("errand:fff1", "proposed", 4.0, turn="turn:9"),
        ]
    )
    assert set(matching(runs, Wanted(card="eee"))) == {"turn:1", "errand:eee1", "turn:eee1"}


def test_a_run_is_found_by_its_id_and_by_its_reference_with_its_cards() -> None:
    story = {"turn:1", "proposal:aaa1", "turn:aaa1"}
    for name in ("turn:1", "turn:aaa1", reference("turn:aaa1"), reference("turn:1").lower()):
        assert set(named(RUNS, name)) == story
    assert set(named(RUNS, reference("ask:2"))) == {"turn:2"}
    assert named(RUNS, "turn:9") == named(RUNS, "turn") == {}


def test_a_run_that_went_on_after_a_card_has_the_words_of_its_request() -> None:
    place = {"channel": "D1", "thread": "1.0"}
    runs = by_run(
        [
            row("turn:1", "asked", 1.0, words="push it"),
            row("errand:eee1", "proposed", 2.0, request="push it", place=place),
            row("turn:eee1", "round", 3.0, who="USAM"),
        ]
    )
    first = with_requests(runs)["turn:eee1"][0]
    assert (first["what"], first["who"]) == ("went on", "UANA")
    assert first["detail"] == {"words": "push it", "place": place}
    assert with_requests(runs)["turn:1"] == runs["turn:1"]
