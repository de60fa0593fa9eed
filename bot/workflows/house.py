"""What a story can reach while it runs. Workflows are found by name, so they cannot be handed their parts: they ask here."""

import hashlib
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from uuid import uuid4

from bot.agent.claude import Claude
from bot.choices import Choices
from bot.directory import Directory
from bot.main_account import MainAccount
from bot.own_accounts import OwnAccounts
from bot.people import Attendance, Person, Stranger
from bot.settings import Settings
from bot.sightings import Sightings
from bot.slack.sessions import Sessions
from bot.slack.speaking import Voice
from bot.stops import Stops
from bot.store.audit import Audit
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
from bot.store.spending import Spending
from bot.store.switches import Switches
from bot.store.troubles import Troubles
from bot.store.works import Works
from bot.workspace import HOME, current
from tools.catalog import Catalog
from tools.desk import Desk

T = TypeVar("T")

MINUTE = 60.0


class Recent(Generic[T]):
    """The few hundred newest values by key, for so many seconds: what can be read again when it is gone."""

    def __init__(
        self, most: int = 500, seconds: float = math.inf, now: Callable[[], float] = lambda: 0.0
    ) -> None:
        self._most, self._seconds, self._now = most, seconds, now
        self._held: OrderedDict[str, tuple[float, T]] = OrderedDict()

    def get(self, key: str) -> T | None:
        at, value = self._held.get(key, (0.0, None))
        return value if self._now() - at < self._seconds else None

    def keep(self, key: str, value: T) -> T:
        self._held[key] = (self._now(), value)
        self._held.move_to_end(key)
        if len(self._held) > self._most:
            self._held.popitem(last=False)
        return value


@dataclass
class House:
    """Everything a story works with, put together once by bot/app.py."""

    settings: Settings
    claude: Claude
    desk: Desk
    speaker: Voice
    sessions: Sessions
    directory: Directory
    conversations: Conversations
    posts: Posts
    joins: Joins
    proposals: Proposals
    errands: Errands
    claims: Claims
    switches: Switches
    choices: Choices
    sightings: Sightings
    troubles: Troubles
    field_rules: FieldRules
    readings: Readings
    overlays: Overlays
    flags: Flags
    schedules: Schedules
    audit: Audit
    feedback: Feedback
    spending: Spending
    accounts: OwnAccounts
    main_account: MainAccount
    works: Works
    stops: Stops
    now: Callable[[], float]
    bot_user: str
    team: str
    life: str = field(default_factory=lambda: uuid4().hex)
    """Names this process: what another one looked at may have changed since."""
    lacks: tuple[str, ...] = ()
    """Scopes of the manifest that Slack has not granted, as it said when this process started."""
    attendances: Recent[Attendance] = field(init=False)
    """For a minute: rights go with owners, and owners change."""
    present: Recent[list[Person | Stranger] | None] = field(init=False)
    """Who is in a channel, for a minute."""
    permalinks: Recent[str] = field(default_factory=lambda: Recent(1_000))
    """The addresses of messages by channel and ts: they never change."""
    links: Recent[str] = field(default_factory=lambda: Recent(5_000))
    """A call's page in Chorus by its id, as lists have given it: the call itself does not."""
    catalogs: Recent[Catalog] = field(default_factory=lambda: Recent(20))

    def __post_init__(self) -> None:
        self.attendances = Recent(500, MINUTE, self.now)
        self.present = Recent(100, MINUTE, self.now)

    async def catalog(self, digest: str) -> Catalog:
        """The frozen tools of a conversation; conversations of the same days share them."""
        held = self.catalogs.get(digest)
        return held or self.catalogs.keep(digest, Catalog.from_json(await self.conversations.catalog(digest)))

    def is_ours(self, *ids: object) -> bool:
        """Whether one of these ids, of a team or of an organisation, is that of our workspace."""
        return self.team in ids

    def pseudonym(self, person: str) -> str:
        """Whom Claude's makers may count requests of, without knowing who it is."""
        return hashlib.sha256(f"{self.team}:{person}".encode()).hexdigest()[:32]


_houses: dict[str, House] = {}


def open_house(house: House, workspace: str = HOME) -> None:
    """Say which house the stories of a workspace live in."""
    _houses[workspace] = house


def close_house(workspace: str = HOME) -> None:
    """Nothing is done for a workspace any more."""
    _houses.pop(workspace, None)


def house() -> House:
    """The house of the current workspace. No story can name another one's."""
    found = _houses.get(current())
    if found is None:
        raise RuntimeError(f"nothing is open for the workspace {current() or 'of this process'}")
    return found
