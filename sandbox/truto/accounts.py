"""The integrated accounts of this Truto: the main one, and those that people connect with a link."""

import html
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qs
from uuid import UUID, uuid5

from sandbox.company import Company, Person
from sandbox.truto.answers import Answer, truto_refusal
from sandbox.truto.options import Options

MAIN = "7d0c2f1a-5b1e-4f0e-9a35-6d1f2a9c4e10"
UNUSED = timedelta(days=7)
"""How long a link token lives that nobody uses."""


@dataclass
class Account:
    """One set of Chorus credentials. `person` is whose they are: Chorus answers as that user."""

    id: str
    tenant: str
    person: Person
    status: str = "active"


@dataclass
class Invitation:
    """What a link token lets somebody do: connect a new account of a tenant, or an old one again."""

    tenant: str
    account: str | None
    until: datetime


@dataclass
class Accounts:
    """All of them. A test may change a status or an owner; `after` is the status of what is connected next."""

    company: Company
    options: Options
    after: str = "active"
    connected: dict[str, Account] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    _made: int = 0

    def __post_init__(self) -> None:
        self.main = Account(MAIN, "seller", self.company.person("rosa"))

    def get(self, id: str) -> Account:
        """Return an account; 404 for one that is not there."""
        if id == MAIN:
            self.main.status = self.options.account_status
            return self.main
        if id not in self.connected:
            raise truto_refusal(404, "Integrated account not found")
        return self.connected[id]

    def listed(self, tenant: str | None) -> list[Account]:
        """Return those of a tenant, or all of them, oldest first."""
        every = [self.get(MAIN), *self.connected.values()]
        return [account for account in every if tenant in (None, "", account.tenant)]

    def lapse(self, id: str) -> None:
        """Let Chorus refuse an account's credentials until it is connected again."""
        self.connected[id].status = "needs_reauth"

    def invite(self, body: object, now: datetime) -> Answer:
        """Answer POST /link-token: for a tenant's new account, or for one that is to be connected again."""
        given = body if isinstance(body, dict) else {}
        known, tenant = given.get("integrated_account_id"), given.get("tenant_id")
        if known:
            tenant = self.get(str(known)).tenant
        if not tenant:
            raise truto_refusal(400, "tenant_id is required")
        token = self._new_id("token")
        self.invitations[token] = Invitation(str(tenant), str(known) if known else None, now + UNUSED)
        return Answer({"link_token": token})

    def page(self, token: str, now: datetime) -> Answer:
        """Answer a browser that follows a link: a form that asks who one is in Chorus."""
        self._invitation(token, now)
        people = (p for p in self.company.people if p.chorus_user_id)
        choices = "".join(
            f'<option value="{html.escape(p.email)}">{html.escape(p.name)}</option>' for p in people
        )
        text = (
            "<!doctype html><title>Connect Chorus</title><h1>Connect your Chorus account</h1>"
            f'<form method="post"><input type="hidden" name="link_token" value="{html.escape(token)}">'
            f'<select name="email">{choices}</select><button>Connect</button></form>'
        )
        return Answer(text=text, content_type="text/html")

    def connect(self, sent: object, now: datetime) -> Answer:
        """Answer the form: the account is connected, and the link is used up."""
        form = {name: values[0] for name, values in parse_qs(str(sent or "")).items()}
        token = form.get("link_token", "")
        invitation = self._invitation(token, now)
        person = next((p for p in self.company.people if p.email == form.get("email")), None)
        if person is None:
            raise truto_refusal(400, "Chorus does not know these credentials")
        del self.invitations[token]
        id = invitation.account or self._new_id("account")
        self.connected[id] = Account(id, invitation.tenant, person, self.after)
        return Answer(
            text="<!doctype html><title>Connected</title><p>Connection successful.</p>",
            content_type="text/html",
        )

    def _invitation(self, token: str, now: datetime) -> Invitation:
        found = self.invitations.get(token)
        if found is None or found.until < now:
            raise truto_refusal(404, "This link has been used or has expired")
        return found

    def _new_id(self, kind: str) -> str:
        self._made += 1
        return str(uuid5(UUID(MAIN), f"{kind} {self._made}"))
