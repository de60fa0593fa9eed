"""The Chorus account that a workspace shares, where each of many has its own: an admin connects it by a link."""

from collections.abc import Awaitable, Callable

from bot.own_accounts import LINK_LIFE
from bot.store.accounts import Account, Accounts, State
from bot.store.audit import Audit
from tools.accounts import Linking, connect_page, usable

SHARED = "workspace"
"""In the place of a person: whose account it is."""

Keep = Callable[[str], Awaitable[None]]
"""Makes an account the workspace's own, for every process."""


class MainAccount:
    """Knows whether a workspace has an account, and how it gets one."""

    def __init__(
        self,
        rows: Accounts,
        linking: Linking,
        audit: Audit,
        page: str,
        tenant: str,
        now: Callable[[], float],
        keep: Keep | None = None,
    ) -> None:
        self._rows, self._linking, self._audit, self._page = rows, linking, audit, page
        self._tenant, self._now, self._keep = tenant, now, keep

    @property
    def is_here_to_connect(self) -> bool:
        """Whether an admin may connect it in Slack: of the only workspace it stands in the environment."""
        return self._keep is not None

    async def link(self, by: str, key: str) -> str:
        """The address at which an admin connects it. On record first. Raises UpstreamError and NotRecorded."""
        await self._audit.record("account:workspace", "account asked for", by, self._now(), key=key)
        asked = await self._rows.get(SHARED)
        if asked is None or self._now() - asked.asked_at > LINK_LIFE:
            # The time in it keeps what was connected before from being taken for the new account.
            tenant = f"{self._tenant}:workspace:{self._now():.3f}"
            asked = Account(SHARED, None, tenant, State.ASKED, self._now())
            await self._rows.put(asked)
        return connect_page(self._page, await self._linking.token(tenant=asked.tenant))

    async def look(self) -> bool:
        """Whether it is connected by now; then it is the workspace's. Raises UpstreamError."""
        before = await self._rows.get(SHARED)
        if before is None or self._keep is None:
            return False
        found = usable(await self._linking.of_tenant(before.tenant), before.account)
        if found is None:
            return False
        await self._audit.note(
            "account:workspace", "account connected", SHARED, self._now(), key=found.id, account=found.id
        )
        await self._keep(found.id)
        await self._rows.forget(SHARED)
        return True
