"""Whose own Chorus account a request runs on: connected by a link of Truto's, found again by its tenant."""

import logging
from collections.abc import Callable
from dataclasses import replace

from bot.store.accounts import OPEN, Account, Accounts, State
from bot.store.audit import Audit
from tools.accounts import Held, Linking, connect_page, usable
from tools.errors import NotThere, UpstreamError

LINK_LIFE = 7 * 86_400.0
"""Seconds after which Truto lets a link die that nobody used."""

log = logging.getLogger(__name__)


class OwnAccounts:
    """Knows how somebody's own account stands. What may have happened at Truto is looked at when it matters."""

    def __init__(
        self, rows: Accounts, linking: Linking, audit: Audit, page: str, team: str, now: Callable[[], float]
    ) -> None:
        self.rows = rows
        self._linking, self._audit, self._page, self._team, self._now = linking, audit, page, team, now

    async def of(self, slack_id: str, email: str) -> str | None:
        """
        The account that somebody's requests run on; None: the main one. One that Chorus refuses stays theirs: what they ask
        fails and says so, until they connect it again or forget it.
        """
        found = await self.rows.get(slack_id)
        if found and found.state in OPEN and not self._is_stale(found):
            try:
                found = await self.look(found, email)
            except UpstreamError as error:
                log.warning("how the account of %s stands is not known: %s", slack_id, type(error).__name__)
        return found.account if found and found.state in (State.CONNECTED, State.LAPSED) else None

    async def look(self, before: Account, email: str) -> Account:
        """How an account stands now, by what Truto holds for its tenant; kept. Raises UpstreamError."""
        held = await self._linking.of_tenant(before.tenant)
        found = usable(held, before.account)
        if found is None:
            gone = before.state is State.CONNECTED
            return await self._become(before, _lapsed(before)) if gone else before
        if before.state is State.CONNECTED and found.id == before.account:
            return before
        return await self._become(before, await self._checked(before, found, email))

    async def _checked(self, before: Account, found: Held, email: str) -> Account:
        """An account is somebody's own only if its Chorus user has their e-mail: a link can be passed on."""
        is_theirs = bool(email) and await self._linking.email(found.id) == email.lower()
        if not is_theirs:
            return replace(before, state=State.FOREIGN, account=None, told_at=None)
        return replace(
            before, state=State.CONNECTED, account=found.id, connected_at=self._now(), told_at=None
        )

    async def lapse(self, slack_id: str, account: str) -> Account | None:
        """Chorus refused somebody's account; returns how it stands, None where it is not theirs any more."""
        found = await self.rows.get(slack_id)
        if found is None or found.account != account:
            return None
        return await self._become(found, _lapsed(found)) if found.state is State.CONNECTED else found

    async def link(self, slack_id: str) -> tuple[Account, str]:
        """The address at which somebody connects their own account, or connects it again. Raises UpstreamError."""
        found = await self.rows.get(slack_id)
        if found and found.state is State.LAPSED and found.account:
            try:
                return found, self._address(await self._linking.renewal(found.account))
            except NotThere:
                log.warning("Truto does not have the account of %s any more", slack_id)
        if found is None or found.state is not State.ASKED or self._is_stale(found):
            found = await self._begin(slack_id)
        return found, self._address(await self._linking.token(tenant=found.tenant))

    async def forget(self, slack_id: str) -> bool:
        """Run somebody's requests on the main account again; says whether they had one of their own."""
        found = await self.rows.get(slack_id)
        if found:
            await self._note(found, "account forgotten")
        return await self.rows.forget(slack_id)

    def _is_stale(self, account: Account) -> bool:
        """Whether nobody can connect anything by its links any more."""
        return account.state is State.ASKED and self._now() - account.asked_at > LINK_LIFE

    async def _begin(self, slack_id: str) -> Account:
        # The time in it keeps what was connected before a new beginning from being taken for the new account.
        tenant = f"chorister:{self._team}:{slack_id}:{self._now():.3f}"
        made = Account(slack_id, None, tenant, State.ASKED, self._now())
        await self.rows.put(made)
        await self._note(made, "account asked for")
        return made

    async def _become(self, before: Account, after: Account) -> Account:
        if not await self.rows.become(before, after):
            return await self.rows.get(before.slack_id) or replace(after, state=State.ASKED, account=None)
        await self._note(after, f"account {after.state.value}")
        return after

    async def _note(self, account: Account, what: str) -> None:
        run, at = f"account:{account.slack_id}", self._now()
        await self._audit.note(run, what, account.slack_id, at, key=f"{at:.3f}", account=account.account)

    def _address(self, token: str) -> str:
        return connect_page(self._page, token)


def _lapsed(before: Account) -> Account:
    return replace(before, state=State.LAPSED, told_at=None)
