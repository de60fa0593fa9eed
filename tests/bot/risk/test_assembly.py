"""From Chorus's views to a deal's facts: whose deal it is, which calls count, and what is only known in part."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.risk import assembly
from bot.risk.assembly import UNRECORDED, met, newest, with_analysis, with_details, with_flags
from bot.risk.facts import Deal, RedFlag
from tests.builders import a_conversation, a_field, a_qualification
from tools.chorus import Engagement, Participant

NOW = datetime(2026, 6, 3, 15, tzinfo=UTC)


def a_row(id: str, days_ago: float = 1.0, **more: Any) -> Engagement:
    people = (
        Participant(name="Ana Ruiz", email="ana@seller.example", side="ours"),
        Participant(name=None, email="Lee@Northwind.example", side="theirs"),
        Participant(side="theirs"),
        Participant(name="Somebody", side=None),
    )
    row = Engagement(
        conversation_id=id,
        type="meeting",
        processing_state="done",
        start=NOW - timedelta(days=days_ago),
        duration=2400.0,
        opportunity_id="D1",
        opportunity_name="Northwind",
        owner_id="1",
        owner_name="Ana Ruiz",
        owner_email="Ana@Seller.example",
        participants=people,
    )
    return row.model_copy(update=more)


def deals_of(rows: Iterable[Engagement], now: datetime) -> list[Deal]:
    return assembly.deals_of(filter(None, map(met, rows)), now)


def test_calls_are_gathered_by_deal_oldest_first_each_once() -> None:
    rows = [
        a_row("b", 1),
        a_row("a", 5),
        a_row("b", 1),
        a_row("c", 2, opportunity_id="D2"),
        a_row("d", opportunity_id=None),
    ]
    deals = deals_of(rows, NOW)
    assert [(deal.id, [call.id for call in deal.calls]) for deal in deals] == [
        ("D1", ["a", "b"]),
        ("D2", ["c"]),
    ]


def test_whose_last_call_it_was_owns_the_deal() -> None:
    (deal,) = deals_of([a_row("a", 5), a_row("b", 1, owner_id="2", owner_name="Ben", owner_email=None)], NOW)
    assert (deal.owner_id, deal.owner_name, deal.owner_email) == ("2", "Ben", "")


def test_what_lies_ahead_or_has_no_time_is_no_call_yet() -> None:
    assert deals_of([a_row("a", -1), a_row("b", start=None)], NOW) == []


def test_people_are_known_by_side_and_address() -> None:
    (deal,) = deals_of([a_row("a")], NOW)
    (call,) = deal.calls
    assert [(p.email, p.name) for p in call.theirs] == [("lee@northwind.example", "Lee@Northwind.example")]
    assert [p.name for p in call.ours] == ["Ana Ruiz"]


def test_only_what_took_place_and_was_worked_through_is_held() -> None:
    rows = [
        a_row("done", 1),
        a_row("live", 2, processing_state="live"),
        a_row("missed", 3, processing_state="no show", duration=0.0),
        a_row("flagged", 4, no_show=True),
        a_row("unseen", 5, type=UNRECORDED, processing_state=None, duration=0.0),
    ]
    (deal,) = deals_of(rows, NOW)
    assert {c.id: (c.held, c.no_show, c.recorded) for c in deal.calls} == {
        "done": (True, False, True),
        "live": (False, False, True),
        "missed": (False, True, True),
        "flagged": (False, True, True),
        "unseen": (True, False, False),
    }
    assert newest(deal) == ["done"]


def test_a_calls_record_tells_how_the_deal_stands() -> None:
    (deal,) = deals_of([a_row("a"), a_row("b", 2)], NOW)
    read = a_conversation(
        "a",
        stage="Proposal",
        deal_size=9000.0,
        close_date="2026-06-30T00:00:00Z",
        talk_ratio=0.7,
    )
    found = with_details(deal, read)
    assert (found.stage, found.amount, found.close_date) == ("Proposal", 9000.0, date(2026, 6, 30))
    assert [call.talk_ratio for call in found.calls] == [None, 0.7]
    assert with_details(deal, read.model_copy(update={"close_date": "soon"})).close_date is None


def test_what_could_not_be_read_is_said_and_the_rest_stays() -> None:
    (deal,) = deals_of([a_row("a")], NOW)
    found = with_analysis(with_details(deal, "Chorus is down."), "It is still down.")
    assert (found.unread, found.stage, found.fields) == (("Chorus is down.", "It is still down."), None, None)
    assert with_analysis(deal, None) == deal


def test_the_analysis_brings_the_fields_with_their_source() -> None:
    (deal,) = deals_of([a_row("a")], NOW)
    read = a_qualification(a_field("Champion", None, previous_value="Lee", quote=None))
    found = with_analysis(deal, read)
    assert found.framework == read.framework
    assert found.fields is not None, "of a time that Chorus does not tell, the call's own is the best guess"
    assert [(f.name, f.value, f.quote, f.as_of) for f in found.fields] == [
        ("Champion", "Lee", "", deal.calls[-1].at)
    ]


def test_red_flags_are_those_of_the_calls_that_were_looked_at() -> None:
    (deal,) = deals_of([a_row("a", url="https://chorus.ai/a"), a_row("b", 2)], NOW)
    flag = RedFlag("on hold", "It is on hold.", "Lee", "a", NOW, 3.0)
    found = with_flags(deal, {"a": [flag]}, ["a", "b"])
    assert [(f.quote, f.url) for f in found.red_flags] == [("It is on hold.", "https://chorus.ai/a")]
    assert found.unlooked == 1


def test_a_deal_is_one_by_either_form_of_its_id() -> None:
    long, short = "0065e00000Osc9lAAB", "0065e00000Osc9l"
    rows = [a_row("a", 3, opportunity_id=long), a_row("b", 2, opportunity_id=short)]
    assert [(deal.id, len(deal.calls)) for deal in deals_of(rows, NOW)] == [(long, 2)]
