"""How each connection does, noticed as calls go by, at hardly any cost for calls that go well."""

import pytest
import sqlalchemy as sa

from bot.sightings import Connection, Sightings, said_of
from bot.store import Database
from bot.store.sightings import Sighting, StoredSightings
from tests.builders import HandClock
from tools.errors import NeedsReconnect, NotThere, RateLimited, Unavailable, UpstreamError

PROXY, OWN = "/proxy/conversations", "/integrated-account/a/tools"
BROKE = Unavailable("Truto did not answer.", status=None, blame="network")
VENDOR = Unavailable("Chorus did not answer.", status=502, blame="vendor", remote=True)
TOKEN = NeedsReconnect("The token was refused.", status=401, blame="token")
ACCOUNT = NeedsReconnect("Chorus refused the account.", status=401, blame="account")
BACK = Unavailable("Kept back.", status=None, blame="pace")
SLOW = RateLimited("Slow down.", retry_after=1)
GONE = NotThere("Gone.", status=404, blame="request", remote=True)


@pytest.mark.parametrize(
    "path, error, said",
    [
        (PROXY, None, {"truto": None, "chorus": None}),
        (OWN, None, {"truto": None}),
        (PROXY, BROKE, {"truto": "Truto did not answer."}),
        (PROXY, VENDOR, {"truto": None, "chorus": "Chorus did not answer."}),
        (PROXY, TOKEN, {"truto": "The token was refused."}),
        (PROXY, ACCOUNT, {"truto": None, "chorus": "Chorus refused the account."}),
        (PROXY, GONE, {"truto": None}),
        (PROXY, SLOW, {"truto": None}),
        (PROXY, BACK, {}),
    ],
)
def test_a_call_says_what_it_shows_and_no_more(
    path: str, error: UpstreamError | None, said: dict[Connection, str | None]
) -> None:
    assert said_of(path, error) == said


async def test_the_same_is_noted_once_a_minute_and_a_change_at_once(db: Database) -> None:
    clock = HandClock()
    rows = StoredSightings(db)
    sightings = Sightings(rows, clock)
    await sightings.note("claude", None)
    began = clock()
    clock.now += 30
    await sightings.note("claude", None)
    assert (await rows.all())["claude"] == Sighting("claude", began)
    await sightings.note("claude", "It broke off.")
    assert (await rows.all())["claude"] == Sighting("claude", began, clock(), "It broke off.")
    clock.now += 61
    await sightings.heard(PROXY, None)
    assert set(await rows.all()) == {"claude", "truto", "chorus"}


async def test_without_a_database_the_call_goes_on(db: Database) -> None:
    async with db.engine.begin() as connection:
        await connection.execute(sa.text("drop table sightings"))
    await Sightings(StoredSightings(db), HandClock()).note("claude", None)
