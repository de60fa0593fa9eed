"""The house of one workspace, put together from its settings, its rows and its token."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, partial

from slack_sdk.web.async_client import AsyncWebClient

from bot.agent.claude import Claude
from bot.choices import Choices
from bot.directory import Directory
from bot.main_account import Keep, MainAccount
from bot.own_accounts import OwnAccounts
from bot.pacing import OfWorkspace, paced, turns_of
from bot.people import Members, SlackPeople
from bot.refusals import Refusals
from bot.settings import Settings
from bot.sightings import Sightings
from bot.slack.allowances import Allowances, Heeding
from bot.slack.client import Client
from bot.slack.sessions import AgentSessions, NoSessions, Sessions
from bot.slack.speaking import Speaker, Voice
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
from bot.watch import Watch
from bot.workflows.house import House
from tools.accounts import Linking
from tools.breaker import Breaker
from tools.desk import Desk
from tools.errors import UpstreamError
from tools.policy import Effect, Rules, effect_of
from tools.requests import Request
from tools.truto import Truto
from tools.truto import Watch as Hearing
from tools.turns import Turns
from tools.witness import Told


@dataclass(frozen=True)
class Ground:
    """What all houses of a process stand on. `hurry` makes every wait that many times shorter."""

    settings: Settings
    db: Database
    now: Callable[[], float] = time.time
    hurry: float = 1.0
    watch: Watch = field(default_factory=Watch)
    open: dict[str, tuple[Database, House]] = field(default_factory=dict)
    """The houses that stand at this moment, by workspace, with their rows."""

    @cached_property
    def turns(self) -> Turns:
        """The pace of all: at Truto it is that of a token and of an account, whichever workspaces use them."""
        return turns_of(self.db, self.hurry)


@dataclass(frozen=True)
class Tenant:
    """Who lives in a house."""

    workspace: str
    """Empty where there is only one."""
    team: str
    """The Slack id of the team, or of the organisation that installed us as a whole."""
    bot_user: str
    token: str
    settings: Settings
    keep: Keep | None = None
    """Makes a Chorus account its main one, where an admin may connect that in Slack."""
    speak: Callable[..., AsyncWebClient] | None = None
    """Makes its clients of Slack, where its token may change; given what a client of the SDK is given."""
    lacks: tuple[str, ...] = ()
    """Scopes of the manifest that its token was not granted."""


@asynccontextmanager
async def furnished(
    ground: Ground, tenant: Tenant, db: Database
) -> AsyncIterator[tuple[House, tuple[AsyncWebClient, ...]]]:
    """A house with everything in it, and the clients that it speaks to Slack with."""
    async with AsyncExitStack() as stack:
        watch = ground.watch
        waited = partial(watch.measures.waited, "slack")
        allowances = Allowances(OfWorkspace(tenant.workspace, ground.turns), ground.hurry, waited)
        speak = partial(tenant.speak or Client, witness=watch.slack)
        client = slack_client(ground.settings, tenant.token, allowances, speak)
        plain = slack_client(ground.settings, tenant.token, speak=speak)
        truto = await stack.enter_async_context(
            truto_client(tenant.settings, ground.now, ground.hurry, db, ground.turns, watch)
        )
        house = housed(
            *(tenant.settings, db, truto),
            Speaker(client, Posts(db), allowances, tenant.bot_user),
            SlackPeople(client, allowances),
            ground.now,
            team=tenant.team,
            bot_user=tenant.bot_user,
            sessions=AgentSessions(plain, lambda: time.monotonic() * ground.hurry),
            keep=tenant.keep,
            lacks=tenant.lacks,
            watch=watch,
        )
        made = await stack.enter_async_context(house)
        ground.open[tenant.workspace] = (db, made)
        stack.callback(ground.open.pop, tenant.workspace, None)
        yield made, (client, plain)


def slack_client(
    settings: Settings,
    token: str | None,
    allowances: Allowances | None = None,
    speak: Callable[..., AsyncWebClient] = Client,
) -> AsyncWebClient:
    """
    Slack's client. With allowances it waits out rate limits; a lost connection is ours to handle: a post may have arrived.
    """
    return speak(
        token=token,
        base_url=settings.slack_api_url,
        retry_handlers=[Heeding(allowances)] if allowances else [],
    )


def truto_client(
    settings: Settings,
    now: Callable[[], float] = time.time,
    hurry: float = 1.0,
    db: Database | None = None,
    turns: Turns | None = None,
    watch: Watch | None = None,
) -> Truto:
    """Truto's client. With a store, what its calls come to is noted there, and its pace is that of all processes on it."""
    account, token = settings.truto_integrated_account_id, settings.truto_api_token.get_secret_value()
    watch = watch or Watch()
    waits = partial(watch.measures.waited, "truto", "turn")
    pace_of = partial(paced, turns or turns_of(db, hurry), token=token, now=now, hurry=hurry, waits=waits)
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
    keep: Keep | None = None,
    lacks: tuple[str, ...] = (),
    watch: Watch | None = None,
) -> AsyncIterator[House]:
    """A house from its parts. `keep`: makes an account the main one, where an admin may connect that in Slack."""
    key = settings.anthropic_api_key.get_secret_value()
    claude = Claude(key, settings.anthropic_base_url, settings.chorister_model, watch)
    audit, works, linking, page = Audit(db), Works(db), Linking(truto), settings.truto_connect_url
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
        accounts=OwnAccounts(Accounts(db), linking, audit, page, team, now),
        main_account=MainAccount(Accounts(db), linking, audit, page, f"chorister:{team}", now, keep),
        works=works,
        stops=Stops(works),
        now=now,
        bot_user=bot_user,
        team=team,
        lacks=lacks,
    )
    try:
        yield house
    finally:
        await house.stops.close()
        await claude.close()
