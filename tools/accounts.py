"""The accounts that Truto holds beside the main one: how a person connects their own, and how it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from tools import chorus
from tools.errors import Unavailable
from tools.requests import Request
from tools.shapes import rows, text

ACTIVE = "active"
"""The one status in which Truto answers for an account."""


@dataclass(frozen=True)
class Held:
    """An account as Truto tells of it."""

    id: str
    tenant: str
    status: str
    integration: str = ""


class Pages(Protocol):
    """Truto, as far as accounts go."""

    async def page(
        self,
        verb: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Any: ...

    async def call(self, request: Request) -> Any: ...


class Linking:
    """Asks Truto for ways to connect an account, and what became of them."""

    def __init__(self, truto: Pages) -> None:
        self._truto = truto

    async def token(self, *, tenant: str) -> str:
        """A token that lets somebody connect a new account under a tenant; unused, it is good for seven days."""
        return _token(await self._truto.page("POST", "/link-token", body={"tenant_id": tenant}))

    async def renewal(self, account: str) -> str:
        """A token that lets somebody connect an account again, whose credentials Chorus refuses."""
        # With a tenant beside it, Truto would make another account.
        body = {"integrated_account_id": account, "persist_previous_context": True}
        return _token(await self._truto.page("POST", "/link-token", body=body))

    async def of_tenant(self, tenant: str) -> list[Held]:
        """The Chorus accounts that were connected under a tenant."""
        answer = await self._truto.page("GET", "/integrated-account", {"tenant_id": tenant})
        return [
            row for row in held(answer) if row.tenant == tenant and "chorus" in (row.integration or "chorus")
        ]

    async def email(self, account: str) -> str:
        """The e-mail address of the Chorus user that an account belongs to, in lower case; empty where Chorus has none."""
        answer = await self._truto.call(Request("me", "list", account=account))
        try:
            found = chorus.users(answer).rows
        except ValueError as error:
            raise Unavailable(str(error), status=None, blame="vendor") from error
        return (found[0].email or "").lower() if found else ""


def held(answer: Any) -> list[Held]:
    """The accounts in an answer of Truto's; rows without an id tell nothing."""
    found = []
    for row in rows(answer):
        integration = row.get("integration")
        name = integration.get("name") if isinstance(integration, Mapping) else None
        if id := text(row.get("id")):
            tenant, status = text(row.get("tenant_id")) or "", text(row.get("status")) or ""
            found.append(Held(id, tenant, status, (text(name) or "").lower()))
    return found


def usable(found: Iterable[Held], known: str | None) -> Held | None:
    """The account to go by among those of one tenant: the one that is known, else one that works."""
    active = [row for row in found if row.status == ACTIVE]
    return next((row for row in active if row.id == known), active[0] if active else None)


def connect_page(page: str, token: str) -> str:
    """The address at which somebody connects their account. Whoever has it can, so it is one person's secret."""
    return f"{page}{'&' if '?' in page else '?'}link_token={quote(token, safe='')}"


def _token(answer: Any) -> str:
    token = text(answer.get("link_token")) if isinstance(answer, Mapping) else None
    if not token:
        raise Unavailable("Truto gave no link to connect an account with.", status=200, blame="truto")
    return token
