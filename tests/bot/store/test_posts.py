"""One post per key."""

import asyncio

from bot.store import Database
from bot.store.posts import Post, Posts


async def test_the_first_to_reserve_a_key_has_it_and_later_ones_see_what_is_known(db: Database) -> None:
    posts = Posts(db)
    assert await posts.reserve("k", "C1") is None
    assert await posts.reserve("k", "C2") == Post("k", "C1", None)
    await posts.sent("k", "1.1")
    assert await posts.reserve("k", "C1") == await posts.get("k") == Post("k", "C1", "1.1")


async def test_of_many_at_once_one_may_post(db: Database) -> None:
    held = await asyncio.gather(*(Posts(db).reserve("k", "C1") for _ in range(10)))
    assert held.count(None) == 1


async def test_an_unknown_key_is_nothing(db: Database) -> None:
    assert await Posts(db).get("k") is None
    await Posts(db).sent("k", "1.1")
    assert await Posts(db).get("k") is None


async def test_only_what_stands_in_slack_is_placed(db: Database) -> None:
    posts = Posts(db)
    await posts.reserve("sent", "C1")
    await posts.sent("sent", "1.1")
    await posts.reserve("lost", "C1")
    assert await posts.placed(["sent", "lost", "none"]) == {"sent": Post("sent", "C1", "1.1")}
    assert await posts.placed([]) == {}


async def test_what_is_forgotten_may_be_reserved_anew(db: Database) -> None:
    posts = Posts(db)
    await posts.reserve("k", "C1")
    await posts.forget("k")
    await posts.forget("k")
    assert await posts.get("k") is None
    assert await posts.reserve("k", "C2") is None
