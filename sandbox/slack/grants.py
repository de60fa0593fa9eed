"""What Slack hands out when an app is added: codes, tokens and what renews them, each with its end."""

import itertools
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sandbox.slack.errors import SlackRefusal
from sandbox.slack.identity import Identity
from sandbox.slack.journal import Json

CODE_SECONDS = 600.0
TOKEN_SECONDS = 12 * 3600.0


@dataclass(frozen=True)
class Client:
    """The app as it is known to Slack, whoever adds it."""

    id: str = "1111.2222"
    secret: str = "sandbox-client-secret"  # noqa: S105 - opens nothing but the sandbox
    redirects: tuple[str, ...] = ("http://bot.test/",)
    """What a redirect address has to begin with."""
    scopes: frozenset[str] = frozenset()
    """What may be asked for; empty: anything."""
    rotates: bool = True


@dataclass
class Consent:
    """Somebody said yes. The code is good once, for ten minutes."""

    me: Identity
    installer: str
    redirect: str
    scopes: str
    until: float
    used: bool = False


@dataclass
class Ticket:
    """A token. `ended` is the error with which it is refused since; `refresh` is spent when somebody used it."""

    me: Identity
    scopes: str
    until: float
    refresh: str
    spent: bool = False
    ended: str = ""


class Grants:
    """Codes, tokens and refresh tokens of one app in all workspaces."""

    def __init__(self, client: Client, now: Callable[[], float]) -> None:
        self.client = client
        self._now = now
        self._numbers = itertools.count(1)
        self._consents: dict[str, Consent] = {}
        self.tokens: dict[str, Ticket] = {}

    def consent(self, me: Identity, installer: str, redirect: str, scopes: str) -> str:
        """Somebody lets the app in; returns the code."""
        code = f"{next(self._numbers)}.{me.key}.code"
        self._consents[code] = Consent(me, installer, redirect, scopes, self._now() + CODE_SECONDS)
        return code

    def access(self, args: Json) -> Json:
        """oauth.v2.access: a token for a code, or for a refresh token."""
        self._check(args)
        match args.get("grant_type", "authorization_code"):
            case "authorization_code":
                return self._exchange(str(args.get("code", "")), args.get("redirect_uri"))
            case "refresh_token":
                return self._refresh(str(args.get("refresh_token", "")))
        raise SlackRefusal("invalid_grant_type")

    def refusal(self, token: str) -> str | None:
        """The error with which a bot's token is refused; None: it opens its workspace."""
        ticket = self.tokens.get(token)
        if ticket is None:
            return "invalid_auth"
        if ticket.ended:
            return ticket.ended
        return "token_expired" if ticket.until <= self._now() else None

    def end(self, me: Identity, error: str) -> None:
        """No token of a workspace is good any more."""
        for ticket in self.tokens.values():
            if ticket.me == me and not ticket.ended:
                ticket.ended, ticket.spent = error, True

    def _check(self, args: Json) -> None:
        known = {"client_id", "client_secret", "code", "redirect_uri", "grant_type", "refresh_token"}
        unknown = sorted(set(args) - known)
        if unknown:
            raise SlackRefusal.with_messages("invalid_arguments", [f"unknown field: {n}" for n in unknown])
        if args.get("client_id") != self.client.id:
            raise SlackRefusal("invalid_client_id")
        if args.get("client_secret") != self.client.secret:
            raise SlackRefusal("bad_client_secret")

    def _exchange(self, code: str, redirect: object) -> Json:
        consent = self._consents.get(code)
        if consent is None or consent.until <= self._now():
            raise SlackRefusal("invalid_code")
        if consent.used:
            raise SlackRefusal("code_already_used")
        if redirect != consent.redirect:
            raise SlackRefusal("bad_redirect_uri")
        consent.used = True
        return {
            "authed_user": {"id": consent.installer},
            **self._granted(consent.me, consent.scopes),
        }

    def _refresh(self, refresh: str) -> Json:
        old = next((t for t in self.tokens.values() if t.refresh and t.refresh == refresh), None)
        if old is None or old.spent:
            raise SlackRefusal("invalid_refresh_token")
        old.spent = True
        return self._granted(old.me, old.scopes)

    def _granted(self, me: Identity, scopes: str) -> Json:
        number, rotates = next(self._numbers), self.client.rotates
        token = f"{'xoxe.' if rotates else ''}xoxb-{number}-{me.key}"
        refresh = f"xoxe-1-{number}-{me.key}" if rotates else ""
        until = self._now() + TOKEN_SECONDS if rotates else float("inf")
        self.tokens[token] = Ticket(me, scopes, until, refresh)
        return {
            "app_id": me.app_id,
            "token_type": "bot",
            "scope": scopes,
            "access_token": token,
            "bot_user_id": me.bot_user_id,
            "team": None if me.is_whole else {"id": me.team_id, "name": me.team_name},
            "enterprise": me.enterprise,
            "is_enterprise_install": me.is_whole,
            **({"refresh_token": refresh, "expires_in": int(TOKEN_SECONDS)} if rotates else {}),
        }


def scopes_of(text: str, known: Collection[str]) -> str:
    """The scopes that an app asks for, as Slack writes them; refuses one that there is not."""
    asked = [scope.strip() for scope in text.replace(" ", ",").split(",") if scope.strip()]
    if not asked or (known and set(asked) - set(known)):
        raise SlackRefusal("invalid_scope")
    return ",".join(asked)
