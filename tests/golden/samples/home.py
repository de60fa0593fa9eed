"""The Home tab of a rep, whole: with nothing, as usual, with writing off, without Chorus, and with far too much."""

from collections.abc import Sequence
from dataclasses import replace

from bot.risk.own_deals import OwnDeal
from bot.risk.verdict import Level
from bot.slack import home_mine, home_words, schedule_words
from bot.slack.blocks import Block
from bot.slack.schedule_words import Listing
from bot.slack.switch_words import turned_off
from bot.store.accounts import Account, State
from bot.store.joins import FORWARD, Join
from bot.store.switches import Switch
from bot.waiting import Waiting
from tests.builders import NOON, a_change, a_proposal, an_errand
from tests.golden.sample import alone, under
from tests.golden.samples.schedules import FULL, MANY, NONE

AT = NOON.timestamp()
LONG = ("日本 <!channel> שלום *a* ~b~ `c` & " * 200)[:3000]
LINK = "https://acme.slack.com/archives/C1/p1001"
ZOOM = "https://zoom.us/j/987654321"
LINKS = {"p1": LINK, "t_live": LINK, "t_unseen": LINK}
AWAY = home_words.UNKNOWN.format("Chorus did not answer in time.")
OFF = turned_off(Switch("writes", False, "UROSA", AT))


def own(
    cards: Sequence[Waiting] = (),
    joins: Sequence[Join] = (),
    deals: tuple[Sequence[OwnDeal], float | None] = ((), None),
    listing: Listing = NONE,
    account: Account | None = None,
    off: str = "",
) -> list[list[Block]]:
    """Everybody's own parts, put together as bot/workflows/home.py does."""
    return [
        home_mine.waiting(cards, LINKS, off),
        home_mine.recorders(joins, LINKS),
        home_mine.deals(*deals),
        home_words.digests(listing),
        home_mine.account(account),
        home_mine.helping(),
    ]


def a_join(state: str, **more: str) -> Join:
    return replace(Join("zoom:987654321", f"t_{state}", "UANA", AT, "C1", "1.1", ZOOM, state, "A1"), **more)


def an_account(state: State) -> Account:
    return Account("UANA", "a1", "t", state, AT, AT if state is State.CONNECTED else None)


GAP = {"name": "Long gap", "fact": "no call since 1 Jun", "url": "https://chorus.ai/meeting/1"}
UNCLEAR = a_proposal("p2", opportunity_id="", opportunity_name="")
CARDS = [
    Waiting(a_proposal(), "CDEALS0001", "100.2", is_own=True),
    Waiting(UNCLEAR, "DANA000001", "100.3", is_own=True),
    Waiting(an_errand(asker="UBEN"), "CWEST00001", "100.4", is_own=False),
]
DEALS = [
    OwnDeal("1", "Northwind <2026>", Level.ACT, (GAP, GAP, GAP), AT),
    OwnDeal("2", "Acme renewal", Level.AT_RISK, ({"name": "No champion"},), AT),
    OwnDeal("3", "Globex", Level.AT_RISK, (), AT),
]
JOINS = [a_join(state) for state in ("live", "unseen", "doubted")]
OWN = own(CARDS, JOINS, (DEALS, AT), FULL, an_account(State.CONNECTED))
STOPPED = own(CARDS[:1], (), ((), AT), account=an_account(State.LAPSED), off=OFF)
SAMPLES = under(
    "home",
    alone("rep", home_words.home, OWN),
    alone("rep_with_nothing", home_words.home, own()),
    alone("rep_after_a_click", home_words.home, own(), schedule_words.PAUSED),
    alone("rep_with_writing_off", home_words.home, STOPPED),
    alone("rep_without_chorus", home_words.home, own(CARDS[:1], account=an_account(State.ASKED)), AWAY),
    alone("recorders", home_words.home, own(joins=list(map(a_join, FORWARD)), account=an_account(State.FOREIGN))),
    alone("closed", home_words.closed, "I am not available to you here."),
)  # fmt: skip

HARD = {"name": LONG, "fact": LONG, "url": f"https://chorus.ai/{'&' * 600}"}
_CHANGES = tuple(a_change(f"f{n}") for n in range(40))
CROWD_OF_CARDS = [
    Waiting(
        a_proposal(f"p{n}", _CHANGES, opportunity_name=LONG) if n % 2 else an_errand(deed=LONG),
        "C1",
        f"{n}.1",
        is_own=False,
    )
    for n in range(400)
]
CROWD_OF_JOINS = [a_join("live", meeting=f"zoom:{n}{LONG}"[:200], token=f"t{n}") for n in range(300)]
CROWD = own(
    CROWD_OF_CARDS,
    CROWD_OF_JOINS,
    ([OwnDeal(str(n), LONG, Level.ACT, (HARD,) * 20, AT) for n in range(500)], AT),
    MANY,
    an_account(State.LAPSED),
    OFF,
)
LONGEST = under(
    "home",
    alone("rep", home_words.home, CROWD, LONG.replace("<", "&lt;")),
    alone("closed", home_words.closed, LONG[:900]),
)
