"""The composition root: the only place that knows every part."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot.agent.claude import Claude
from bot.choices import Choices
from bot.directory import Directory
from bot.durable import engine, schedule
from bot.health import Health
from bot.listener import Listener
from bot.own_accounts import OwnAccounts
from bot.pacing import paced, turns_of
from bot.people import Members, SlackPeople
from bot.refusals import Refusals
from bot.settings import Settings
from bot.sightings import Sightings
from bot.slack.allowances import Allowances, Heeding
from bot.slack.client import Client
from bot.slack.sessions import AgentSessions, NoSessions, Sessions
from bot.slack.speaking import Speaker, Voice
from bot.standing import Looking
from bot.stops import Stops
from bot.store import Database
from bot.store.accounts import Accounts
from bot.store.audit import Audit
from bot.store.choices import StoredChoices
from bot.store.claims import Claims
from bot.store.conversations import Conversations
from bot.store.errands import Errands
from bot.store.feedback import Feedback
from bot.store.field_rules import FieldRules
from bot.store.flags import Flags
from bot.store.joins import Joins
from bot.store.overlays import Overlays
from bot.store.posts import Posts
from bot.store.proposals import Proposals
from bot.store.readings import Readings
from bot.store.schedules import Schedules
from bot.store.sightings import StoredSightings
from bot.store.spending import Spending
from bot.store.switches import Switches
from bot.store.troubles import Troubles
from bot.store.works import Works
from bot.traces import Traces
from bot.watch import Watch, watch_of
from bot.watched import unfinished
from bot.workflows.expire import expire_overdue
from bot.workflows.expire_errands import expire_errands
from bot.workflows.forget import forget_old
from bot.workflows.house import House, open_house
from bot.workflows.schedules import tick_digests
from bot.workflows.tell_troubles import TELL, tell_troubles
from tools.accounts import Linking
from tools.breaker import Breaker
from tools.desk import Desk
from tools.errors import UpstreamError
from tools.policy import Effect, Rules, effect_of
from tools.requests import Request
from tools.truto import Truto
from tools.truto import Watch as Hearing
from tools.witness import Told

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class App:
    """A running Chorister: Bolt's app, which either transport feeds, and the house its stories live in."""

    bolt: AsyncApp
    house: House
    watch: Watch
    health: Health
    looking: Looking


@asynccontextmanager
async def running(
    settings: Settings,
    now: Callable[[], float] = time.time,
    *,
    hurry: float = 1.0,
    watch: Watch | None = None,
    health: Health | None = None,
) -> AsyncIterator[App]:
    """
    Put everything together and take up unfinished work; the transport is the caller's to add. `hurry` makes every wait
    that many times shorter, for those who bring a clock of their own.
    """
    watch, health = watch or watch_of(settings), health or Health()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(_close, watch.traces)
        db = health.database = await stack.enter_async_context(Database.open(settings.store))
        allowances = Allowances(turns_of(db, hurry), hurry, partial(watch.measures.waited, "slack"))
        client = slack_client(settings, allowances, watch)
        who = await client.auth_test()
        speaker = Speaker(client, Posts(db), allowances, who["user_id"])
        people = SlackPeople(client, allowances)
        truto = await stack.enter_async_context(truto_client(settings, now, hurry, db, watch))
        house = await stack.enter_async_context(
            housed(
                settings,
                *(db, truto, speaker, people, now),
                team=who["team_id"],
                bot_user=who["user_id"],
                sessions=AgentSessions(slack_client(settings, None, watch), lambda: time.monotonic() * hurry),
                watch=watch,
            )
        )
        bolt = Listener(
            watch,
            name="chorister",  # else Bolt reads the whole call stack to find one
            client=client,
            logger=bolt_log(),
            signing_secret=_secret(settings),
            # Listeners only start a story, so they run before the acknowledgement: no story, no ack, Slack tries again.
            process_before_response=True,
            ignoring_self_events_enabled=True,
        )
        handlers.register(bolt, house)
        await stack.enter_async_context(
            engine(settings.engine, dead_after=settings.chorister_dead_after, hurry=hurry, watch=watch)
        )
        health.launched = True
        await schedule("expire proposals", "*/5 * * * *", expire_overdue)
        await schedule(TELL, "* * * * *", tell_troubles)
        await schedule("expire errands", "*/5 * * * *", expire_errands)
        await schedule("digests", "* * * * *", tick_digests)
        await schedule("forget", "17 3 * * *", forget_old)
        looking = Looking(lambda: [db], unfinished, lambda: [speaker.outbox], settings.chorister_dead_after)
        yield App(bolt, house, watch, health, looking)


async def _close(traces: Traces) -> None:
    """Send what is left, last of all: by then the engine has taken the threads of the loop with it."""
    if traces.on:
        with ThreadPoolExecutor(1) as thread:
            await asyncio.get_running_loop().run_in_executor(thread, traces.close)


def bolt_log() -> logging.Logger:
    """Bolt's log without its lines below an error: they carry the bodies of requests."""
    logger = logging.getLogger("chorister.bolt")
    logger.setLevel(logging.ERROR)
    return logger


def slack_client(
    settings: Settings, allowances: Allowances | None = None, watch: Watch | None = None
) -> AsyncWebClient:
    """
    Slack's client. With allowances it waits out rate limits; a lost connection is ours to handle: a post may have arrived.
    """
    return Client(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        retry_handlers=[Heeding(allowances)] if allowances else [],
        witness=(watch or Watch()).slack,
    )


def _secret(settings: Settings) -> str | None:
    return settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else None


def truto_client(
    settings: Settings,
    now: Callable[[], float] = time.time,
    hurry: float = 1.0,
    db: Database | None = None,
    watch: Watch | None = None,
) -> Truto:
    """Truto's client. With a store, what its calls come to is noted there, and its pace is that of all processes on it."""
    account, token = settings.truto_integrated_account_id, settings.truto_api_token.get_secret_value()
    turns = turns_of(db, hurry)
    watch = watch or Watch()
    waits = partial(watch.measures.waited, "truto", "turn")
    pace_of = partial(paced, turns, token=token, now=now, hurry=hurry, waits=waits)
    return Truto(
        token=token,
        base_url=settings.truto_api_base_url,
        account_id=account,
        pace=pace_of(account),
        pace_of=pace_of,
        breaker=Breaker(lambda: time.monotonic() * hurry),
        watch=watching(db, account, now) if db else None,
        witness=partial(witnessed, watch, settings.tool_rules),
        now=lambda: datetime.fromtimestamp(now(), UTC),
    )


def witnessed(watch: Watch, rules: Rules, name: str, request: Request | None) -> AbstractContextManager[Told]:
    """Looks on at one call to Truto; what is asked of Truto itself changes nothing in Chorus."""
    return watch.truto(name, effect_of(request, rules) if request else Effect.READ)


def watching(db: Database, account: str, now: Callable[[], float]) -> Hearing:
    """Hears what each call of the main account comes to."""
    refusals, sightings = Refusals(Troubles(db), account, now), Sightings(StoredSightings(db), now)

    async def heard(path: str, error: UpstreamError | None) -> None:
        await refusals.heard(path, error)
        await sightings.heard(path, error)

    return heard


@asynccontextmanager
async def housed(
    settings: Settings,
    db: Database,
    truto: Truto,
    speaker: Voice,
    members: Members,
    now: Callable[[], float],
    *,
    team: str,
    bot_user: str,
    sessions: Sessions | None = None,
    watch: Watch | None = None,
) -> AsyncIterator[House]:
    """The house of the stories, open for this process."""
    key = settings.anthropic_api_key.get_secret_value()
    claude = Claude(key, settings.anthropic_base_url, settings.chorister_model, watch)
    audit, works = Audit(db), Works(db)
    house = House(
        settings=settings,
        claude=claude,
        desk=Desk(truto, settings.tool_rules),
        speaker=speaker,
        sessions=sessions or NoSessions(),
        directory=Directory(members, truto, settings.chorister_admins, now),
        conversations=Conversations(db),
        posts=Posts(db),
        joins=Joins(db),
        proposals=Proposals(db),
        errands=Errands(db),
        claims=Claims(db),
        switches=Switches(db),
        choices=Choices(StoredChoices(db), audit, settings, now),
        sightings=Sightings(StoredSightings(db), now),
        troubles=Troubles(db),
        field_rules=FieldRules(db),
        readings=Readings(db),
        overlays=Overlays(db),
        flags=Flags(db),
        schedules=Schedules(db),
        spending=Spending(db),
        audit=audit,
        feedback=Feedback(db),
        accounts=OwnAccounts(Accounts(db), Linking(truto), audit, settings.truto_connect_url, team, now),
        works=works,
        stops=Stops(works),
        now=now,
        bot_user=bot_user,
        team=team,
    )
    open_house(house)
    try:
        yield house
    finally:
        open_house(None)
        await house.stops.close()
        await claude.close()
