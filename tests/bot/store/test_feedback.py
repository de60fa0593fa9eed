"""Ratings: one for a person and a run, the last click holds, and a reason belongs to its click."""

from bot.store import Database
from bot.store.feedback import Feedback


async def held(feedback: Feedback, since: float = 0.0) -> list[tuple[str, str, str, str]]:
    return [(r["run"], r["person"], r["verdict"], r["reason"]) for r in await feedback.since(since)]


async def test_the_last_click_holds_in_whatever_order_they_come(db: Database) -> None:
    feedback = Feedback(db)
    await feedback.rate("r1", "UANA", "Ana", "bad", 2.0)
    await feedback.rate("r1", "UANA", "Ana", "good", 1.0)
    assert await held(feedback) == [("r1", "UANA", "bad", "")]
    await feedback.rate("r1", "UANA", "Ana", "good", 3.0)
    await feedback.rate("r1", "UBEN", "Ben", "bad", 4.0)
    await feedback.rate("r2", "UANA", "Ana", "bad", 5.0)
    newest_first = [("r2", "UANA", "bad", ""), ("r1", "UBEN", "bad", ""), ("r1", "UANA", "good", "")]
    assert await held(feedback) == newest_first


async def test_a_reason_belongs_to_its_click_and_goes_with_the_next_one(db: Database) -> None:
    feedback = Feedback(db)
    await feedback.rate("r1", "UANA", "Ana", "bad", 1.0)
    assert await feedback.explain("r1", "UANA", 1.0, "slow", "An hour!")
    await feedback.rate("r1", "UANA", "Ana", "bad", 1.0)
    assert await held(feedback) == [("r1", "UANA", "bad", "slow")], "the same click once more changes nothing"
    await feedback.rate("r1", "UANA", "Ana", "good", 2.0)
    assert not await feedback.explain("r1", "UANA", 1.0, "wrong", "")
    assert await held(feedback) == [("r1", "UANA", "good", "")]


async def test_old_ones_are_left_out_and_forgotten(db: Database) -> None:
    feedback = Feedback(db)
    await feedback.rate("r1", "UANA", "Ana", "bad", 1.0)
    await feedback.rate("r2", "UANA", "Ana", "bad", 2.0)
    assert await held(feedback, 2.0) == [("r2", "UANA", "bad", "")]
    await feedback.forget(2.0)
    assert await held(feedback) == [("r2", "UANA", "bad", "")]
