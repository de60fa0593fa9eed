"""One deal of a digest: what is not known any more still stands, and the more pressing one comes first."""

from dataclasses import replace

from bot.risk.item import NOT_KNOWN, Item, is_acknowledged, sleeps, stand_by, urgency
from bot.risk.rules import judge
from bot.risk.standing import Baseline, Change, Overlay, standing_of
from bot.risk.verdict import Level, Verdict
from tests.bot.risk.deals import NOW, a_call, a_deal, fields, judging

AT_RISK = a_deal(a_call(action_items=()), fields=fields(champion=""))
JUDGED = judge(AT_RISK, judging())


def an_item(change: Change = Change.SAME, verdict: Verdict = JUDGED, overlay: Overlay | None = None) -> Item:
    return Item(AT_RISK, verdict, change, None, overlay or Overlay())


def test_a_reason_that_nobody_can_judge_any_more_stands_until_somebody_settles_it() -> None:
    unread = replace(AT_RISK, fields=None)
    verdict, was = judge(unread, judging()), standing_of(AT_RISK, JUDGED)
    stood = stand_by(verdict, was, judging())
    assert (stood.level, [r.fact for r in stood.reasons if r.rule == "R5"]) == (Level.AT_RISK, [NOT_KNOWN])
    settled = [part for part in was.parts if part.startswith("R5")]
    assert not any(r.rule == "R5" for r in stand_by(verdict, was, judging(), settled).reasons)
    assert stand_by(verdict, None, judging()) == verdict


def test_the_more_pressing_one_comes_first() -> None:
    due = replace(an_item(), is_due=True)
    act = replace(JUDGED, level=Level.ACT)
    ordered = [an_item(Change.WORSE), an_item(Change.BACK, act), an_item(Change.NEW), due, an_item()]
    assert sorted(reversed(ordered), key=urgency) == ordered


def test_it_sleeps_while_it_is_snoozed_and_no_more_serious() -> None:
    snoozed = Overlay(snoozed_by="U", snoozed_until=9.0, snoozed_level=2)
    assert sleeps(an_item(overlay=snoozed), 8.0)
    assert not sleeps(an_item(overlay=snoozed), 9.0)
    assert not sleeps(an_item(verdict=replace(JUDGED, level=Level.ACT), overlay=snoozed), 8.0)


def test_an_acknowledgement_from_before_it_was_cleared_is_none() -> None:
    seen = Overlay(acknowledged_by="U", acknowledged_at=5.0, parts=tuple(JUDGED.parts))
    before = Baseline(6.0, {})
    assert is_acknowledged(an_item(overlay=seen), before)
    assert not is_acknowledged(an_item(Change.NEW, overlay=seen), before)
    assert NOW.timestamp() > before.at
