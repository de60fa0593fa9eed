"""Every check of what a digest says and when it says nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.risk.digest import MOST, Digest, make_digest, own_part
from bot.risk.facts import Deal, RedFlag
from bot.risk.read import Read
from bot.risk.standing import Baseline, Change, Overlay
from tests.bot.risk.deals import IT, NO_TITLE, NOW, OPS, a_call, a_deal, fields, judging

DAY = 86_400.0
FINE = a_deal()
WATCHED = a_deal(a_call(action_items=()))
AT_RISK = a_deal(a_call(action_items=()), fields=fields(champion=""))
ACT = a_deal(a_call(action_items=(), topics=()), fields=fields(champion=""))


def digest(
    *deals: Deal,
    before: Digest | None = None,
    days: float = 1.0,
    overlays: dict[str, Overlay] | None = None,
    **read: Any,
) -> Digest:
    """The digest of some deals, so many days after the one before."""
    now = NOW + timedelta(days=days if before else 0.0)
    baseline = Baseline(before.at.timestamp(), before.standings, before.owners) if before else None
    owners = read.pop("owners", None) or {"305921", "2"} - set(read.get("unlisted", ()))
    return make_digest(Read(list(deals), owners, **read), overlays or {}, baseline, judging(now=now))


def changes(found: Digest) -> list[Change]:
    return [item.change for item in found.items]


def named(deal: Deal, n: int, **more: Any) -> Deal:
    return replace(deal, id=f"D{n}", name=f"Deal {n}", **more)


def test_the_first_reading_lists_what_is_at_risk_and_compares_with_nothing() -> None:
    found = digest(named(AT_RISK, 1), named(ACT, 2), named(FINE, 3), named(WATCHED, 4))
    assert (found.first, found.is_quiet, found.at_risk, found.open, found.watched) == (True, False, 2, 4, 1)
    assert [item.deal.id for item in found.items] == ["D2", "D1"], "the more serious one first"
    assert all(item.was is None for item in found.items)


def test_same_facts_twice_and_the_second_run_posts_nothing() -> None:
    first = digest(AT_RISK, named(FINE, 2))
    second = digest(AT_RISK, named(FINE, 2), before=first)
    assert second.is_quiet
    assert [item.change for item in second.unchanged] == [Change.SAME]


def test_one_deal_gains_a_second_reason_one_line_old_and_new_level() -> None:
    found = digest(AT_RISK, before=digest(WATCHED))
    (item,) = found.items
    assert (item.change, item.was and item.was.count, len(item.verdict.reasons)) == (Change.WORSE, 1, 2)


@pytest.mark.parametrize(
    "before, after, change",
    [
        (FINE, AT_RISK, [Change.NEW]),
        (AT_RISK, ACT, [Change.WORSE]),
        (ACT, AT_RISK, []),
        (AT_RISK, a_deal(a_call(action_items=()), fields=fields(champion="", metrics="")), [Change.WORSE]),
        (AT_RISK, a_deal(a_call(topics=()), fields=fields(champion="")), [Change.WORSE]),
        (AT_RISK, WATCHED, []),
        (WATCHED, FINE, []),
    ],
)
def test_what_changed_is_told(before: Deal, after: Deal, change: list[Change]) -> None:
    assert changes(digest(after, before=digest(before))) == change


def test_a_better_one_is_no_news_but_stands_in_the_thread() -> None:
    found = digest(AT_RISK, before=digest(ACT))
    assert found.is_quiet
    assert [item.change for item in found.unchanged] == [Change.BETTER]


def test_what_is_cleared_is_told_once_with_what_is_over() -> None:
    first = digest(AT_RISK)
    second = digest(WATCHED, before=first)
    assert [(gone.name, gone.why) for gone in second.cleared] == [
        ("Northwind Rollout", "no longer: Method gap")
    ]
    assert digest(WATCHED, before=second, days=2).is_quiet


def test_the_all_clear_is_said_once_when_the_last_one_clears() -> None:
    first = digest(AT_RISK, named(ACT, 2))
    second = digest(FINE, named(ACT, 2), before=first)
    assert not second.all_clear
    third = digest(FINE, named(FINE, 2), before=second, days=2)
    assert third.all_clear
    assert digest(FINE, named(FINE, 2), before=third, days=3).is_quiet


@pytest.mark.parametrize("days, change", [(6.0, Change.BACK), (9.0, Change.NEW)])
def test_a_deal_that_is_at_risk_again_within_a_week_is_back_again(days: float, change: Change) -> None:
    first = digest(AT_RISK)
    cleared = digest(FINE, before=first)
    assert changes(digest(AT_RISK, before=cleared, days=1 + days)) == [change]


def test_a_closed_deal_leaves_and_is_said_to_be_closed() -> None:
    found = digest(replace(AT_RISK, stage="Closed Lost"), before=digest(AT_RISK))
    assert [gone.why for gone in found.cleared] == ["closed: Closed Lost"]
    assert (found.open, found.at_risk) == (0, 0)


def test_a_deal_without_a_call_in_the_window_is_not_seen_any_more() -> None:
    assert [g.why for g in digest(before=digest(AT_RISK)).cleared] == ["no call of it is left in the window"]


def snoozed(level: int, days: float) -> dict[str, Overlay]:
    until = (NOW + timedelta(days=days)).timestamp()
    return {AT_RISK.id: Overlay(snoozed_by="USAM", snoozed_until=until, snoozed_level=level)}


def test_a_snoozed_deal_sleeps_until_its_time_and_then_is_due() -> None:
    first = digest(AT_RISK)
    asleep = digest(AT_RISK, before=first, overlays=snoozed(2, 7))
    assert (asleep.is_quiet, asleep.snoozed) == (True, 1)
    due = digest(AT_RISK, before=first, days=8, overlays=snoozed(2, 7))
    assert [item.is_due for item in due.items] == [True]


def test_a_snoozed_deal_that_gets_worse_appears_and_woke_early() -> None:
    found = digest(ACT, before=digest(AT_RISK), overlays=snoozed(2, 7))
    (item,) = found.items
    assert (item.change, item.woke, found.snoozed) == (Change.WORSE, True, 0)
    again = digest(ACT, before=found, days=2, overlays=snoozed(2, 7))
    assert again.is_quiet, "it is told once"


def test_a_new_hard_reason_wakes_a_deal_of_the_same_level() -> None:
    flag = RedFlag("on hold", "The project is on hold.", "Ingrid", "C1", NOW, 3.0)
    found = digest(replace(ACT, red_flags=(flag,)), before=digest(ACT), overlays=snoozed(3, 7))
    assert [(item.change, item.woke) for item in found.items] == [(Change.WORSE, True)]


def test_an_acknowledged_deal_is_silent_until_a_reason_is_added() -> None:
    parts = digest(AT_RISK).items[0].verdict.parts
    first = digest(FINE)
    later = first.at.timestamp() + 3600
    seen = {AT_RISK.id: Overlay(acknowledged_by="USAM", acknowledged_at=later, parts=tuple(parts))}
    silent = digest(AT_RISK, before=first, overlays=seen)
    assert (silent.is_quiet, silent.acknowledged) == (True, 1)
    assert changes(digest(ACT, before=first, overlays=seen)) == [Change.NEW]


def test_an_acknowledgement_ends_with_the_risk_it_was_for() -> None:
    first = digest(AT_RISK)
    parts = tuple(first.items[0].verdict.parts)
    seen = {AT_RISK.id: Overlay(acknowledged_by="USAM", acknowledged_at=first.at.timestamp(), parts=parts)}
    cleared = digest(FINE, before=first, overlays=seen)
    assert changes(digest(AT_RISK, before=cleared, days=120, overlays=seen)) == [Change.NEW]


def test_of_people_who_were_not_told_of_before_nothing_is_new_and_of_others_nothing_is_cleared() -> None:
    two = named(ACT, 2, owner_id="2", owner_name="Ben")
    narrow = digest(AT_RISK, owners={"305921"})
    wide = digest(AT_RISK, two, before=narrow)
    assert changes(wide) == [Change.FIRST]
    again = digest(AT_RISK, before=wide, days=2, owners={"305921"})
    assert (again.is_quiet, again.at_risk) == (True, 1)


def test_a_first_reading_with_a_gap_is_no_jump_on_the_next_day() -> None:
    two = named(ACT, 2, owner_id="2", owner_name="Ben")
    gap = digest(AT_RISK, unlisted={"2": "the calls of Ben (Chorus is down)"})
    assert changes(digest(AT_RISK, two, before=gap)) == [Change.FIRST]


def test_an_acknowledged_red_flag_is_over() -> None:
    flag = RedFlag("on hold", "The project is on hold.", "Ingrid", "C1", NOW, 3.0)
    deal = a_deal(red_flags=(flag,))
    first = digest(deal)
    seen = {deal.id: Overlay(acknowledged_by="USAM", parts=tuple(first.items[0].verdict.parts))}
    found = digest(deal, before=first, overlays=seen)
    assert [gone.why for gone in found.cleared] == ["no longer: Red-flag words (acknowledged)"]
    own = {deal.id: replace(seen[deal.id], by_owner=True)}
    quiet = digest(deal, before=first, overlays=own)
    assert (quiet.cleared, quiet.acknowledged, quiet.at_risk) == ((), 1, 1), "its owner only hides the line"


def test_what_could_not_be_read_is_named_keeps_its_state_and_is_never_cleared() -> None:
    first = digest(AT_RISK, named(ACT, 2, owner_id="2", owner_name="Ben"))
    found = digest(AT_RISK, before=first, unlisted={"2": "the calls of Ben (Chorus is down)"})
    assert (found.cleared, found.kept, found.at_risk) == ((), 1, 2)
    half = named(FINE, 2, owner_id="305921")
    found = digest(AT_RISK, half, before=first, unlisted={"2": "the calls of Ben (Chorus is down)"})
    assert (found.cleared, found.at_risk) == ((), 2), "a colleague's call shows half of its facts"
    assert not found.is_quiet
    lost = replace(AT_RISK, unread=("Chorus answered nonsense",))
    again = digest(lost, named(ACT, 2), before=found, days=2)
    assert (again.cleared, again.kept, [u.why for u in again.unknown]) == (
        (),
        1,
        ["Chorus answered nonsense"],
    )


def test_an_unknown_stage_is_shown_apart() -> None:
    found = digest(replace(AT_RISK, stage=None), replace(named(FINE, 2), stage="Legal"))
    assert [gone.why for gone in found.unknown] == ["no stage is known", "stage “Legal” is not in the rules"]


def test_worse_comes_before_new_before_due_and_the_larger_deal_first() -> None:
    before = digest(named(AT_RISK, 1), named(AT_RISK, 2), named(FINE, 3), named(FINE, 4))
    due = {"D2": Overlay(snoozed_by="U", snoozed_until=before.at.timestamp() + 3600, snoozed_level=2)}
    found = digest(
        *(named(ACT, 1), named(AT_RISK, 2), named(AT_RISK, 3, amount=1.0), named(AT_RISK, 4, amount=9.0)),
        before=before,
        overlays=due,
    )
    assert [item.deal.id for item in found.items] == ["D1", "D4", "D3", "D2"]


def test_amounts_of_this_quarter_are_added_up() -> None:
    other = named(FINE, 2, close_date=NOW.date() + timedelta(days=100))
    found = digest(AT_RISK, named(FINE, 3, amount=20_000.0), other)
    assert (found.due_at_risk, found.due_amount) == (180_000.0, 200_000.0)


def test_of_sixty_deals_at_risk_all_are_there() -> None:
    found = digest(*(named(AT_RISK, n) for n in range(60)))
    assert (len(found.items), found.at_risk, MOST) == (60, 60, 7)


@pytest.mark.parametrize(
    "before, after",
    [
        (AT_RISK, replace(AT_RISK, fields=None)),
        (ACT, replace(ACT, stage=None)),
        (
            a_deal(a_call(theirs=(OPS, IT), action_items=())),
            a_deal(a_call(theirs=(OPS, IT, NO_TITLE), action_items=())),
        ),
    ],
)
def test_a_reason_that_nobody_can_judge_any_more_stands_and_is_not_cleared(before: Deal, after: Deal) -> None:
    first = digest(before)
    found = digest(after, before=first)
    assert found.cleared == ()
    assert found.standings[before.id].level == first.standings[before.id].level
    assert digest(after, before=found, days=2).cleared == ()


def test_a_deal_of_somebody_whose_calls_cannot_be_listed_is_not_called_new_by_a_colleagues_old_call() -> None:
    half, other = named(ACT, 2, owner_id="2"), named(replace(ACT, calls=(a_call(ours=()),)), 3, owner_id="2")
    lost = {"unlisted": {"305921": "Ana's calls"}, "unlisted_names": ["Ana Ruiz"]}
    fields_gone = replace(other, fields=fields(champion="", metrics=""))
    found = digest(
        half, fields_gone, before=digest(named(FINE, 2, owner_id="2"), named(FINE, 3, owner_id="2")), **lost
    )
    assert "D2" not in found.standings


def test_ones_own_part_tells_of_ones_own_deals_alone() -> None:
    both = Read([named(AT_RISK, 1), named(ACT, 2, owner_id="2")], {"305921", "2"}, {"3": "Cleo's calls"})
    own = own_part("305921", both, {}, None, judging())
    assert ([item.deal.id for item in own.items], own.unread, own.open) == (["D1"], (), 1)


def test_a_deal_that_went_to_a_colleague_is_not_called_cleared_to_the_one_before() -> None:
    first = digest(named(AT_RISK, 1), named(AT_RISK, 2))
    before = Baseline(first.at.timestamp(), first.standings, first.owners)
    handed = Read([named(AT_RISK, 1, owner_id="2")], {"305921", "2"})
    own = own_part("305921", handed, {}, before, judging())
    assert [gone.name for gone in own.cleared] == ["Deal 2"]
