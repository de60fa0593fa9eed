"""A trouble is opened once, told once, cleared once, and begins anew after that."""

from bot.store import Database
from bot.store.troubles import Trouble, Troubles

TOKEN = Trouble("token", "Truto does not accept our API token.", 100.0)


async def test_one_that_stands_is_opened_once_and_stays_as_it_began(db: Database) -> None:
    troubles = Troubles(db)
    await troubles.open(TOKEN)
    await troubles.open(Trouble("token", "Again.", 200.0))
    assert await troubles.standing() == [TOKEN]
    assert await troubles.untold() == [TOKEN]


async def test_what_was_told_is_not_told_again_while_it_stands(db: Database) -> None:
    troubles = Troubles(db)
    await troubles.open(TOKEN)
    await troubles.told(TOKEN, 150.0)
    await troubles.open(Trouble("token", "Again.", 200.0))
    assert await troubles.untold() == []
    assert await troubles.standing() == [TOKEN]


async def test_what_is_cleared_may_begin_anew_and_is_told_anew(db: Database) -> None:
    troubles, later = Troubles(db), Trouble("token", "Again.", 200.0)
    await troubles.open(TOKEN)
    await troubles.told(TOKEN, 150.0)
    await troubles.clear("token", 160.0)
    assert await troubles.standing() == []
    await troubles.open(later)
    await troubles.told(TOKEN, 210.0)
    assert await troubles.untold() == [later], "of this one nobody was told"


async def test_what_is_cleared_before_anybody_was_told_is_told_to_nobody(db: Database) -> None:
    troubles = Troubles(db)
    await troubles.open(TOKEN)
    await troubles.clear("token", 160.0)
    await troubles.clear("account:a", 160.0)
    assert await troubles.untold() == []
