"""What people said of deals: one overlay a deal, and marks that count each click once."""

from bot.risk.standing import Overlay
from bot.store import Database
from bot.store.overlays import Overlays


async def test_a_deal_has_one_overlay(db: Database) -> None:
    overlays = Overlays(db)
    assert await overlays.get("D1") == Overlay()
    for overlay in (
        Overlay(snoozed_by="U1", snoozed_until=5.0),
        Overlay(acknowledged_by="U2", parts=("R1",)),
    ):
        await overlays.put("D1", overlay, 1.0)
    assert await overlays.get("D1") == Overlay(acknowledged_by="U2", parts=("R1",))
    assert await overlays.all() == {"D1": Overlay(acknowledged_by="U2", parts=("R1",))}


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
    await overlays.forget(2.0)
    assert await overlays.marked(0.0) == []
