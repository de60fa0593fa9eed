"""The composition root: the only place that knows every part."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import Route

import handlers
from bot.durable import engine, schedule
from bot.furnishing import Ground, Tenant, furnished, slack_client
from bot.health import Health
from bot.installs.authorising import Authorising
from bot.installs.office import open_office
from bot.leaving import Leaving
from bot.listener import Listener
from bot.scopes import lacking
from bot.settings import Settings
from bot.slack.outbox import Outbox
from bot.standing import Looking
from bot.store import Database
from bot.traces import Traces
from bot.watch import Watch, watch_of
from bot.watched import unfinished
from bot.workflows.farewell import Suspicions, look_after_installs
from bot.workflows.house import House, close_house, open_house
from bot.workflows.rounds import make_rounds
from bot.workspace import HOME

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class App:
    """A running Chorister: Bolt's app, which either transport feeds, and what its stories stand on."""

    ground: Ground
    bolt: AsyncApp
    house: House | None
    """None where there are many: each has its own."""
    pages: Sequence[Route]
    """What a browser may open: the way in for workspaces."""
    leaving: Leaving
    health: Health

    @property
    def settings(self) -> Settings:
        """What the environment says."""
        return self.ground.settings

    @property
    def watch(self) -> Watch:
        """What looks on."""
        return self.ground.watch

    @property
    def looking(self) -> Looking:
        """What is counted while somebody looks at the figures: of every workspace."""
        ground = self.ground

        def databases() -> list[Database]:
            return [ground.db, *(db for key, (db, _) in ground.open.items() if key != HOME)]

        def outboxes() -> list[Outbox]:
            return [house.speaker.outbox for _, house in ground.open.values()]

        return Looking(databases, unfinished, outboxes, self.settings.chorister_dead_after)


Parts = tuple[AsyncApp, House | None, Sequence[Route]]


@asynccontextmanager
async def running(
    settings: Settings,
    now: Callable[[], float] = time.time,
    *,
    hurry: float = 1.0,
    leaving: Leaving | None = None,
    watch: Watch | None = None,
    health: Health | None = None,
) -> AsyncIterator[App]:
    """
    Put everything together and take up unfinished work; the transport is the caller's to add. `hurry` makes every wait
    that many times shorter, for those who bring a clock of their own.
    """
    leaving, health = leaving or Leaving(settings.chorister_stop_within), health or Health()
    watch = watch or watch_of(settings)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(_close, watch.traces)
        db = health.database = await stack.enter_async_context(Database.open(settings.store))
        ground = Ground(settings, db, now, hurry, watch)
        parts = (of_many if settings.has_installs else of_one)(ground)
        bolt, house, pages = await stack.enter_async_context(parts)
        handlers.register(bolt)
        await stack.enter_async_context(
            engine(
                settings.engine,
                caps=settings.caps,
                drain=leaving.drain,
                dead_after=settings.chorister_dead_after,
                hurry=hurry,
                watch=watch,
            )
        )
        health.launched = True
        await make_rounds(of_many=settings.has_installs)
        if settings.has_installs:
            await schedule("look after installs", "*/10 * * * *", look_after_installs)
        yield App(ground, bolt, house, pages, leaving, health)


async def _close(traces: Traces) -> None:
    """Send what is left, last of all: by then the engine has taken the threads of the loop with it."""
    if traces.on:
        with ThreadPoolExecutor(1) as thread:
            await asyncio.get_running_loop().run_in_executor(thread, traces.close)


@asynccontextmanager
async def of_one(ground: Ground) -> AsyncIterator[Parts]:
    """The app of the one workspace of SLACK_BOT_TOKEN."""
    settings = ground.settings
    token = _text(settings.slack_bot_token) or ""
    who = await slack_client(settings, token).auth_test()
    lacks = lacking(who.headers)
    tenant = Tenant(HOME, who["team_id"], who["user_id"], token, settings, lacks=lacks)
    async with furnished(ground, tenant, ground.db) as (house, (client, _)):
        open_house(house)
        try:
            yield bolt_app(ground, client), house, ()
        finally:
            close_house()


@asynccontextmanager
async def of_many(ground: Ground) -> AsyncIterator[Parts]:
    """The app of all workspaces that add it."""
    suspicions = Suspicions()
    async with open_office(ground, suspicions.refused) as office:
        asked = Authorising(office.known)
        client = slack_client(ground.settings, None)
        bolt = bolt_app(ground, client, before_authorize=asked.only_installed, authorize=asked)
        yield bolt, None, office.doors.routes()
        await suspicions.close()


def bolt_app(ground: Ground, client: AsyncWebClient, **more: Any) -> AsyncApp:
    """Bolt's app, as both kinds need it."""
    return Listener(
        ground.watch,
        name="chorister",  # else Bolt reads the whole call stack to find one
        client=client,
        logger=bolt_log(),
        signing_secret=_text(ground.settings.slack_signing_secret),
        # Listeners only start a story, so they run before the acknowledgement: no story, no ack, Slack tries again.
        process_before_response=True,
        ignoring_self_events_enabled=True,
        **more,
    )


def bolt_log() -> logging.Logger:
    """Bolt's log without its lines below an error: they carry the bodies of requests."""
    logger = logging.getLogger("chorister.bolt")
    logger.setLevel(logging.ERROR)
    return logger


def _text(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
