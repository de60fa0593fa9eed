"""What people said of deals: one overlay a deal, and marks that count each click once."""

import asyncio

from bot.risk.standing import Overlay
from bot.store import Database
from bot.store.overlays import ALERTED, Overlays


async def test_a_change_is_made_on_what_was_seen(db: Database) -> None:
    overlays = Overlays(db)
    assert await overlays.seen("D1") == (Overlay(), 0)
    first, second = Overlay(snoozed_by="U1", snoozed_until=5.0), Overlay(acknowledged_by="U2", parts=("R1",))
    assert await overlays.swap("D1", 0, first, 1.0)
    assert not await overlays.swap("D1", 0, second, 1.0), "somebody was quicker"
    assert await overlays.seen("D1") == (first, 1)
    assert await overlays.swap("D1", 1, second, 1.0)
    assert not await overlays.swap("D1", 1, first, 1.0)
    assert await overlays.get("D1") == second
    assert await overlays.all() == {"D1": second}


async def test_of_many_at_once_one_changes_it(db: Database) -> None:
    tries = (Overlays(db).swap("D1", 0, Overlay(snoozed_by=f"U{n}"), 1.0) for n in range(8))
    assert sorted(await asyncio.gather(*tries)) == [False] * 7 + [True]


async def test_marks_add_up_by_rule_and_a_click_counts_once(db: Database) -> None:
    overlays = Overlays(db)
    for key, rule, what, at in (
        ("a", "R1", "why", 1.0),
        ("a", "R1", "why", 1.0),
        ("b", "R1", "why", 9.0),
        ("c", "R2", "snoozed", 9.0),
    ):
        await overlays.mark(key, "D1", rule, what, "U1", at)
    assert await overlays.marked(0.0) == [("R1", "why", 2), ("R2", "snoozed", 1)]
    assert await overlays.marked(5.0) == [("R1", "why", 1), ("R2", "snoozed", 1)]
    assert await overlays.told(["a", "x"]) == {"a"}


async def test_what_a_digest_showed_counts_once_and_old_marks_are_forgotten(db: Database) -> None:
    overlays = Overlays(db)
    for _ in range(2):
        await overlays.mark_shown("d1", {f"D{n}": ["R1", "R1", "R2"] for n in range(80)}, 1.0)
    assert await overlays.marked(0.0) == [("R1", "shown", 80), ("R2", "shown", 80)]
    await overlays.mark("a", "D1", "R1", ALERTED, "", 1.0)
    await overlays.forget(2.0, 0.5)
    assert await overlays.marked(0.0) == [("R1", ALERTED, 1)], "who was alerted is known for longer"
    await overlays.forget(2.0, 2.0)
    assert await overlays.marked(0.0) == []


async def test_one_mark_is_taken_back_once(db: Database) -> None:
    overlays = Overlays(db)
    await overlays.mark("k", "D1", "R5", "not useful", "U", 1.0)
    assert [await overlays.unmark(["k", "x"]), await overlays.unmark(["k"])] == [True, False]
    assert await overlays.marked(0.0) == []
