"""The workspaces that installed the app: who they are, what was granted, and their tokens, unreadable in the rows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from bot.errors import BotError
from bot.store.database import Database
from bot.store.sealing import Sealing
from bot.store.tables import installations

PLAIN = ("key", "name", "enterprise", "team", "app", "bot_user", "bot", "installer", "installed_at")
SEALED = ("token", "refresh", "own")


_HERE = sa.select(installations).where(sa.not_(installations.c.leaving)).order_by(installations.c.key)


class StillLeaving(BotError):
    """What we had of a workspace that took us away is not deleted yet."""

    def __init__(self) -> None:
        super().__init__(
            "Chorister was here before, and what it kept of that is being deleted; add it again in a minute."
        )


@dataclass(frozen=True)
class Token:
    """What opens Slack's doors, until when, and what renews it."""

    text: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    expires_at: float | None = None
    """None: it does not expire."""


@dataclass(frozen=True)
class Installation:
    """One workspace that added us; an organisation that added us as a whole is one too."""

    key: str
    name: str
    enterprise: str | None
    team: str | None
    """None: the whole organisation."""
    app: str
    bot_user: str
    bot: str
    scopes: tuple[str, ...]
    installer: str
    installed_at: float
    access: Token
    own: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Settings that are its own, by the names that the environment has for them."""
    version: int = 1

    @property
    def token(self) -> str:
        """What opens its doors at Slack."""
        return self.access.text


class Installations:
    """Queries on installations. What was sealed with an old key is sealed anew when it is met."""

    def __init__(self, db: Database, sealing: Sealing) -> None:
        self._db, self._sealing = db, sealing

    async def get(self, key: str) -> Installation | None:
        """The workspace of this key, if it has us. Raises WrongKey."""
        row = await self._row_of(key)
        return await self._met(row) if row and not row["leaving"] else None

    async def all(self) -> list[Installation]:
        """Every workspace that has us. Raises WrongKey."""
        return [await self._met(row) for row in await self._db.rows(_HERE)]

    async def keys(self) -> list[str]:
        """The same by their keys alone: nothing is opened."""
        return [row["key"] for row in await self._db.rows(_HERE)]

    async def seen(self) -> list[Installation]:
        """The same for who changes nothing: what an old key sealed stays as it is. Raises WrongKey."""
        rows = await self._db.rows(_HERE)
        return [_read(row, self._opened(row)) for row in rows]

    async def leaving(self) -> list[str]:
        """The keys of those that took us away, and whose things are not deleted yet."""
        query = sa.select(installations.c.key).where(installations.c.leaving)
        return [row["key"] for row in await self._db.rows(query)]

    async def put(self, fresh: Installation) -> Installation:
        """Added, or added again: then its own settings stay as they are. Returns what stands now. Raises StillLeaving."""
        while True:
            if await self._db.add(installations, **self._row(fresh)):
                return fresh
            row = await self._row_of(fresh.key)
            if row is None:
                continue  # somebody took us away in between
            if row["leaving"]:
                raise StillLeaving
            before = await self._met(row)
            after = replace(fresh, own={**fresh.own, **before.own}, version=before.version + 1)
            if await self._change(before, renewer=None, renewer_until=None, **self._row(after)):
                return after

    async def decide(self, before: Installation, own: Mapping[str, str]) -> bool:
        """Give a workspace settings of its own; False if it changed since it was read."""
        sealed = self._sealing.seal(json.dumps(dict(own)))
        return await self._change(before, own=sealed, version=before.version + 1)

    async def take(self, seen: Installation, renewer: str, now: float, until: float) -> bool:
        """Be the only one who renews this token, until some time; False where somebody else is, or did."""
        free = sa.or_(installations.c.renewer_until.is_(None), installations.c.renewer_until <= now)
        return await self._change(seen, free, renewer=renewer, renewer_until=until)

    async def renewed(self, before: Installation, renewer: str, token: Token) -> bool:
        """
        The token's successor, from whoever took the right to renew it; False if it is theirs no more. What else was changed
        of the workspace meanwhile stays: a successor that was not stored would be lost.
        """
        done = {"version": installations.c.version + 1, "renewer": None, "renewer_until": None}
        return await self._held(before, renewer, **self._sealed(token), expires_at=token.expires_at, **done)

    async def release(self, seen: Installation, renewer: str) -> None:
        """Somebody else may try to renew it."""
        await self._held(seen, renewer, renewer=None, renewer_until=None)

    async def leave(self, gone: Installation) -> bool:
        """It took us away: nobody finds it any more and its secrets are gone; False if it was added again meanwhile."""
        nothing = self._sealing.seal("{}")
        blank = {"token": self._sealing.seal(""), "refresh": None, "own": nothing, "leaving": True}
        since = installations.c.installed_at == gone.installed_at
        return await self._db.change(
            sa.update(installations).where(installations.c.key == gone.key, since).values(**blank)
        )

    async def forget(self, key: str) -> None:
        """Everything of a workspace that took us away is deleted: its row goes too."""
        gone = sa.delete(installations).where(installations.c.key == key, installations.c.leaving)
        await self._db.change(gone)

    async def _row_of(self, key: str) -> sa.RowMapping | None:
        return await self._db.row(sa.select(installations).where(installations.c.key == key))

    async def _held(self, seen: Installation, by: str, **values: Any) -> bool:
        held = (
            installations.c.key == seen.key,
            installations.c.installed_at == seen.installed_at,
            installations.c.renewer == by,
            sa.not_(installations.c.leaving),
        )
        return await self._db.change(sa.update(installations).where(*held).values(**values))

    async def _change(self, seen: Installation, *also: sa.ColumnElement[bool], **values: Any) -> bool:
        same = (
            installations.c.key == seen.key,
            installations.c.installed_at == seen.installed_at,
            installations.c.version == seen.version,
            sa.not_(installations.c.leaving),
        )
        return await self._db.change(sa.update(installations).where(*same, *also).values(**values))

    def _row(self, of: Installation) -> dict[str, Any]:
        return {
            **{name: getattr(of, name) for name in (*PLAIN, "version")},
            **self._sealed(of.access),
            "scopes": ",".join(of.scopes),
            "expires_at": of.access.expires_at,
            "own": self._sealing.seal(json.dumps(dict(of.own))),
            "leaving": False,
        }

    def _sealed(self, token: Token) -> dict[str, str | None]:
        seal = self._sealing.seal
        return {"token": seal(token.text), "refresh": seal(token.refresh) if token.refresh else None}

    async def _met(self, row: sa.RowMapping) -> Installation:
        sealed, opened = _sealed_in(row), self._opened(row)
        if any(self._sealing.is_old(text) for text in sealed.values()):
            await self._reseal(row["key"], sealed, opened)
        return _read(row, opened)

    def _opened(self, row: sa.RowMapping) -> dict[str, str]:
        return {name: self._sealing.open(text) for name, text in _sealed_in(row).items()}

    async def _reseal(self, key: str, sealed: dict[str, str], opened: dict[str, str]) -> None:
        same = (installations.c[name] == text for name, text in sealed.items())
        anew = {name: self._sealing.seal(text) for name, text in opened.items()}
        await self._db.change(
            sa.update(installations).where(installations.c.key == key, *same).values(**anew)
        )


def _sealed_in(row: sa.RowMapping) -> dict[str, str]:
    return {name: row[name] for name in SEALED if row[name] is not None}


def _read(row: sa.RowMapping, opened: dict[str, str]) -> Installation:
    plain = (*PLAIN, "version")
    return Installation(
        **{name: row[name] for name in plain},
        scopes=tuple(filter(None, row["scopes"].split(","))),
        access=Token(opened["token"], opened.get("refresh"), row["expires_at"]),
        own=json.loads(opened["own"]),
    )
