"""A field of a record is one proposal's until it lets go."""

from bot.store.claims import Claims
from bot.store.database import Database
from tests.builders import DEAL


async def test_a_field_is_claimed_once_by_whichever_of_its_names_and_spellings(db: Database) -> None:
    claims = Claims(db)
    assert await claims.take(DEAL, ["notes", "chorusnotes"], "p1")
    assert await claims.take(DEAL, ["notes", "chorusnotes"], "p1"), "a repeated step holds it already"
    assert not await claims.take(DEAL[:15], ["notes"], "p2")
    assert await claims.take(DEAL, ["metrics"], "p2")
    assert await claims.take("0065e00000XyZwVAAV", ["notes"], "p2")


async def test_all_or_nothing_and_free_again_afterwards(db: Database) -> None:
    claims = Claims(db)
    assert await claims.take(DEAL, ["metrics"], "p1")
    assert not await claims.take(DEAL, ["champion", "metrics"], "p2")
    assert await claims.take(DEAL, ["champion"], "p3"), "what could not be had whole is not kept in part"
    await claims.release("p1")
    assert await claims.take(DEAL, ["metrics"], "p2")
