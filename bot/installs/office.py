"""Everything of this process about the workspaces that add us: what it knows of them, their doors, their houses."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from slack_sdk.web.async_client import AsyncWebClient

from bot.furnishing import Ground, Tenant, furnished
from bot.installs.client import OwnClient, Refused
from bot.installs.doors import Doors
from bot.installs.grants import Granting
from bot.installs.known import Known
from bot.installs.renewing import Renewing
from bot.installs.states import States
from bot.rooms import Installed, Rooms
from bot.runs import forget_workspace
from bot.scopes import SCOPES
from bot.setting_kinds import each_key
from bot.settings import Settings
from bot.store import Database
from bot.store.installations import Installation, Installations
from bot.store.sealing import Sealing
from bot.store.troubles import SLACK_TOKEN, Trouble
from bot.store.turns import forget_paces
from bot.store.used_states import UsedStates
from bot.workflows.house import House, house
from bot.workspace import is_open, there_are, within
from bot.workspace_settings import settings_of, shared_by_mistake

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Office:
    """What stories about whole workspaces work with, as a house is what stories in one do."""

    db: Database
    installations: Installations
    known: Known
    granting: Granting
    renewing: Renewing
    rooms: Rooms
    doors: Doors
    now: Callable[[], float]

    async def delete(self, key: str) -> None:
        """Nothing of a workspace is left: its runs, its rows, at last what is known of it. Safe to repeat."""
        self.known.forget(key)
        await self.rooms.leave(key)
        await forget_workspace(key)
        await self.db.drop(key)
        await forget_paces(self.db, key)
        await self.installations.forget(key)


_office: Office | None = None


def office() -> Office:
    """The office of this process."""
    if _office is None:
        raise RuntimeError("no workspace can add this Chorister")
    return _office


@asynccontextmanager
async def open_office(ground: Ground, refused: Refused) -> AsyncIterator[Office]:
    """Work for all workspaces that add us. `refused` hears of one whose token is good no more. Raises WrongKey."""
    global _office
    for name in shared_by_mistake(ground.settings):
        log.warning("%s does nothing here: each workspace that adds Chorister says it for itself", name)
    made = _made(ground, refused)
    await made.installations.all()  # a key that opens nothing is said at the start
    _office = made
    there_are(made.rooms)
    try:
        yield made
    finally:
        there_are(None)
        _office = None
        await made.rooms.close()


def _made(ground: Ground, refused: Refused) -> Office:
    settings, now = ground.settings, ground.now
    assert settings.chorister_public_url is not None
    public, sealing = settings.chorister_public_url, sealing_of(settings)
    installations = Installations(ground.db, sealing)
    known, granting = Known(installations, now), granting_of(settings, now)
    renewing = Renewing(installations, known, granting, now, public, partial(note_trouble, now=now), refused)

    def speak(key: str) -> Callable[..., AsyncWebClient]:
        return partial(OwnClient, known, key, renewing.renew, refused)

    async def keep(key: str, account: str) -> None:
        await keep_account(installations, key, account)
        known.forget(key)
        rooms.doubt(key)

    rooms = Rooms(known.afresh, installations.keys, partial(furnish, ground, speak, keep), now)

    async def added(installed: Installation) -> None:
        await known.afresh(installed.key)
        rooms.doubt(installed.key)
        try:
            await note_trouble(installed.key, None, now=now)
        except Exception:  # it was added all the same
            log.exception("nobody can work for %s yet", installed.key)

    states = States(sealing, UsedStates(ground.db), now)
    doors = Doors(public, granting, states, installations, added)
    return Office(ground.db, installations, known, granting, renewing, rooms, doors, now)


def sealing_of(settings: Settings) -> Sealing:
    """The encryption that the settings ask for."""
    assert settings.chorister_secret_key is not None
    return Sealing(each_key(settings.chorister_secret_key))


def granting_of(settings: Settings, now: Callable[[], float]) -> Granting:
    """Asks Slack for tokens, as the app of the settings."""
    assert settings.slack_client_id is not None
    assert settings.slack_client_secret is not None
    assert settings.chorister_public_url is not None
    secret = settings.slack_client_secret.get_secret_value()
    return Granting(
        settings.slack_client_id, secret, settings.chorister_public_url, settings.slack_api_url, now
    )


@asynccontextmanager
async def furnish(
    ground: Ground,
    speak: Callable[[str], Callable[..., AsyncWebClient]],
    keep: Callable[[str, str], Awaitable[None]],
    found: Installed,
) -> AsyncIterator[tuple[House, tuple[AsyncWebClient, ...]]]:
    """The house of an installed workspace: its own rows, settings and token."""
    own = settings_of(ground.settings, found.own)
    async with ground.db.of(found.key) as rows:
        tenant = Tenant(
            found.key,
            found.key,
            found.bot_user,
            found.token,
            own,
            partial(keep, found.key),
            speak(found.key),
            tuple(sorted({*SCOPES} - {*found.scopes})),
        )
        async with furnished(ground, tenant, rows) as made:
            yield made


async def keep_account(installations: Installations, key: str, account: str) -> None:
    """Make a Chorus account the main one of a workspace, whatever else is decided there at the same time."""
    while found := await installations.get(key):
        if await installations.decide(found, {**found.own, "TRUTO_INTEGRATED_ACCOUNT_ID": account}):
            return


async def note_trouble(key: str, say: str | None, now: Callable[[], float]) -> None:
    """The admins of a workspace are told, once, what they have to mend; None: nothing any more."""
    if not await is_open(key):
        return
    with within(key):
        troubles = house().troubles
        if say is None:
            await troubles.clear(SLACK_TOKEN, now())
        else:
            await troubles.open(Trouble(SLACK_TOKEN, say, now()))
