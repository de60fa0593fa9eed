"""Whose account a request runs on: connected, refused, connected again, somebody else's, forgotten."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.own_accounts import LINK_LIFE, OwnAccounts
from bot.store import Database
from bot.store.accounts import Account, Accounts, State
from bot.store.audit import Audit
from tools.accounts import Held
from tools.errors import NotThere, Unavailable, UpstreamError

ANA = "ana.ruiz@seller.example"


class Truto:
    """Truto's side of connecting: what it holds, and whose that is."""

    def __init__(self) -> None:
        self.held: list[Held] = []
        self.emails: dict[str, str] = {}
        self.given: list[str] = []
        self.looks = 0
        self.error: UpstreamError | None = None

    def connect(self, id: str, tenant: str, email: str = ANA, status: str = "active") -> None:
        self.held = [h for h in self.held if h.id != id] + [Held(id, tenant, status)]
        self.emails[id] = email

    async def token(self, *, tenant: str) -> str:
        return self._give(tenant)

    async def renewal(self, account: str) -> str:
        if account not in {h.id for h in self.held}:
            raise NotThere("Gone.", status=404, blame="request")
        return self._give(account)

    def _give(self, what: str) -> str:
        self.given.append(what)
        return f"token {len(self.given)}"

    async def of_tenant(self, tenant: str) -> list[Held]:
        self.looks += 1
        if self.error:
            raise self.error
        return [h for h in self.held if h.tenant == tenant]

    async def email(self, account: str) -> str:
        return self.emails[account]


@pytest.fixture
def truto() -> Truto:
    return Truto()


@pytest.fixture
def now() -> list[float]:
    return [1000.0]


@pytest.fixture
def own(db: Database, truto: Truto, now: list[float]) -> OwnAccounts:
    linking: Any = truto
    return OwnAccounts(Accounts(db), linking, Audit(db), "https://x.example/c", "T1", lambda: now[0])


async def stands(own: OwnAccounts) -> Account:
    found = await own.rows.get("UANA")
    assert found is not None
    return found


@pytest.fixture
def connected(own: OwnAccounts, truto: Truto) -> Callable[[], Any]:
    async def connect() -> Account:
        asked, _ = await own.link("UANA")
        truto.connect("a1", asked.tenant)
        return await own.look(asked, ANA)

    return connect


async def test_who_never_asked_is_on_the_main_account_and_truto_is_not_asked(
    own: OwnAccounts, truto: Truto
) -> None:
    assert await own.of("UANA", ANA) is None
    assert truto.looks == 0


async def test_the_link_names_team_and_person_and_stays_good_for_the_next_time(
    own: OwnAccounts, truto: Truto
) -> None:
    asked, link = await own.link("UANA")
    assert link == "https://x.example/c?link_token=token%201"
    assert asked.tenant.startswith("chorister:T1:UANA:")
    again, _ = await own.link("UANA")
    assert again == asked
    assert truto.given == [asked.tenant] * 2


async def test_what_was_connected_is_found_when_the_person_asks_for_something(
    own: OwnAccounts, truto: Truto
) -> None:
    asked, _ = await own.link("UANA")
    assert await own.of("UANA", ANA) is None
    truto.connect("a1", asked.tenant)
    assert await own.of("UANA", ANA.upper()) == "a1"
    assert (await stands(own)).state is State.CONNECTED
    looks = truto.looks
    assert await own.of("UANA", ANA) == "a1"
    assert truto.looks == looks, "one that works is not looked at again"


@pytest.mark.parametrize("email", ["ben@seller.example", ""])
async def test_somebody_elses_account_is_not_taken_over(own: OwnAccounts, truto: Truto, email: str) -> None:
    asked, _ = await own.link("UANA")
    truto.connect("a1", asked.tenant, email)
    assert await own.of("UANA", ANA) is None
    assert (await stands(own)).state is State.FOREIGN
    assert await own.of("UANA", "") is None
    begun, _ = await own.link("UANA")
    assert begun.state is State.ASKED


async def test_without_an_email_nobodys_account_is_ones_own(own: OwnAccounts, truto: Truto) -> None:
    asked, _ = await own.link("UANA")
    truto.connect("a1", asked.tenant, "")
    assert await own.of("UANA", "") is None


async def test_a_link_that_must_be_dead_is_not_looked_after_and_the_next_one_is_a_new_beginning(
    own: OwnAccounts, truto: Truto, now: list[float]
) -> None:
    asked, _ = await own.link("UANA")
    now[0] += LINK_LIFE + 1
    assert await own.of("UANA", ANA) is None
    assert truto.looks == 0
    begun, _ = await own.link("UANA")
    assert begun.tenant != asked.tenant


async def test_truto_away_leaves_everything_as_it_was(own: OwnAccounts, truto: Truto) -> None:
    await own.link("UANA")
    truto.error = Unavailable("Away.", status=500, blame="truto")
    assert await own.of("UANA", ANA) is None
    assert (await stands(own)).state is State.ASKED


async def test_a_refused_account_stays_the_persons_until_it_works_again(
    own: OwnAccounts, truto: Truto, connected: Callable[[], Any], now: list[float]
) -> None:
    first = await connected()
    truto.connect("a1", first.tenant, status="needs_reauth")
    lapsed = await own.lapse("UANA", "a1")
    assert lapsed is not None
    assert (lapsed.state, lapsed.told_at) == (State.LAPSED, None)
    assert await own.of("UANA", ANA) == "a1", "it fails and says so; nothing else is asked instead"
    await own.link("UANA")
    assert truto.given[-1] == "a1", "the same account is connected again"
    now[0] += 60
    truto.connect("a1", first.tenant)
    assert await own.of("UANA", ANA) == "a1"
    assert (await stands(own)).connected_at == 1060.0


async def test_an_account_that_truto_lost_is_asked_for_anew(
    own: OwnAccounts, truto: Truto, connected: Callable[[], Any], now: list[float]
) -> None:
    before = await connected()
    truto.held = []
    assert (await own.look(before, ANA)).state is State.LAPSED
    now[0] += 1
    begun, _ = await own.link("UANA")
    assert (begun.state, begun.account) == (State.ASKED, None)
    assert begun.tenant != before.tenant


async def test_a_refusal_of_an_account_that_is_not_theirs_any_more_changes_nothing(
    own: OwnAccounts, connected: Callable[[], Any]
) -> None:
    assert await own.lapse("UANA", "a1") is None
    await connected()
    assert await own.lapse("UANA", "other") is None
    assert (await stands(own)).state is State.CONNECTED


async def test_what_was_forgotten_is_not_found_again_by_itself(
    own: OwnAccounts, truto: Truto, connected: Callable[[], Any], now: list[float]
) -> None:
    before = await connected()
    assert await own.forget("UANA")
    assert not await own.forget("UANA")
    assert await own.of("UANA", ANA) is None
    now[0] += 1
    begun, _ = await own.link("UANA")
    assert begun.tenant != before.tenant
    assert await own.of("UANA", ANA) is None
    assert (await own.look(before, ANA)).account is None or (await stands(own)).state is State.ASKED


async def test_each_step_is_on_record_without_a_link(
    own: OwnAccounts, connected: Callable[[], Any], db: Database
) -> None:
    await connected()
    await own.lapse("UANA", "a1")
    await own.forget("UANA")
    rows = await Audit(db).of("account:UANA")
    assert {row["what"] for row in rows} == {
        "account asked for",
        "account connected",
        "account lapsed",
        "account forgotten",
    }
    assert "token" not in str(rows)
