"""The composition root: the only place that knows every part."""

import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp

import handlers
from bot.durable import engine
from bot.furnishing import Ground, Tenant, furnished, slack_client
from bot.settings import Settings
from bot.store import Database
from bot.workflows.house import House, close_house, open_house
from bot.workflows.rounds import make_rounds

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class App:
    """A running Chorister: Bolt's app, which either transport feeds, and the house its stories live in."""

    bolt: AsyncApp
    house: House


@asynccontextmanager
async def running(
    settings: Settings, now: Callable[[], float] = time.time, *, hurry: float = 1.0
) -> AsyncIterator[App]:
    """
    Put everything together and take up unfinished work; the transport is the caller's to add. `hurry` makes every wait
    that many times shorter, for those who bring a clock of their own.
    """
    async with AsyncExitStack() as stack:
        db = await stack.enter_async_context(Database.open(settings.store))
        ground = Ground(settings, db, now, hurry)
        token = _text(settings.slack_bot_token) or ""
        who = await slack_client(settings, token).auth_test()
        tenant = Tenant("", who["team_id"], who["user_id"], token, settings)
        house, (client, _) = await stack.enter_async_context(furnished(ground, tenant, db))
        open_house(house)
        stack.callback(close_house)
        bolt = AsyncApp(
            name="chorister",  # else Bolt reads the whole call stack to find one
            client=client,
            logger=bolt_log(),
            signing_secret=_text(settings.slack_signing_secret),
            # Listeners only start a story, so they run before the acknowledgement: no story, no ack, Slack tries again.
            process_before_response=True,
            ignoring_self_events_enabled=True,
        )
        handlers.register(bolt)
        await stack.enter_async_context(
            engine(settings.engine, dead_after=settings.chorister_dead_after, hurry=hurry)
        )
        await make_rounds(of_many=False)
        yield App(bolt, house)


def bolt_log() -> logging.Logger:
    """Bolt's log without its lines below an error: they carry the bodies of requests."""
    logger = logging.getLogger("chorister.bolt")
    logger.setLevel(logging.ERROR)
    return logger


def _text(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
