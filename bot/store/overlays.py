"""What people said of deals at risk: acknowledged, snoozed, assigned; and which reasons were of no use."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from bot.risk.standing import Overlay
from bot.store.database import Database
from bot.store.tables import marks, overlays

ALERTED = "alerted"
"""The mark that keeps somebody from being alerted of the same part again."""
AT_ONCE = 100
"""Rows in one insert."""


class Overlays:
    """Queries on overlays, one per deal, and on marks, which only add up."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def all(self) -> dict[str, Overlay]:
        """Every overlay, by deal."""
        return {r["deal"]: Overlay.from_json(r["body"]) for r in await self._db.rows(sa.select(overlays))}

    async def get(self, deal: str) -> Overlay:
        return (await self.seen(deal))[0]

    async def seen(self, deal: str) -> tuple[Overlay, int]:
        """A deal's overlay and its version, 0 where there is none."""
        row = await self._db.row(sa.select(overlays).where(overlays.c.deal == deal))
        return (Overlay.from_json(row["body"]), row["version"]) if row else (Overlay(), 0)

    async def swap(self, deal: str, version: int, overlay: Overlay, at: float) -> bool:
        """Put an overlay in the place of the version that was seen; says whether that was still there."""
        values = {"body": overlay.to_json(), "version": version + 1, "at": at}
        if not version:
            return await self._db.add(overlays, deal=deal, **values)
        same = sa.and_(overlays.c.deal == deal, overlays.c.version == version)
        return await self._db.change(sa.update(overlays).where(same).values(**values))

    async def mark(self, key: str, deal: str, rule: str, what: str, by: str, at: float) -> None:
        """Count what somebody did with a reason; the same click counts once."""
        await self._db.add(marks, key=key, deal=deal, rule=rule, what=what, by=by, at=at)

    async def unmark(self, keys: Sequence[str]) -> bool:
        """Take marks back; says whether one was there."""
        return await self._db.change(sa.delete(marks).where(marks.c.key.in_(keys)))

    async def mark_shown(self, key: str, shown: Mapping[str, Iterable[str]], at: float) -> None:
        """Count that reasons were shown: of each deal the rules. The same digest counts once."""
        rows = [
            {"key": f"{key}:{deal}:{rule}", "deal": deal, "rule": rule, "what": "shown", "by": "", "at": at}
            for deal, rules in shown.items()
            for rule in set(rules)
        ]
        for n in range(0, len(rows), AT_ONCE):
            await self._db.add_all(marks, rows[n : n + AT_ONCE])

    async def told(self, keys: list[str]) -> set[str]:
        """Which of these marks there are."""
        query = sa.select(marks.c.key).where(marks.c.key.in_(keys))
        return {row["key"] for row in await self._db.rows(query)}

    async def forget(self, before: float, alerted_before: float) -> None:
        """Delete old marks, those of alerts by a time of their own; what people said of a deal stays."""
        alerted = marks.c.what == ALERTED
        await self._db.clear(marks, marks.c.at < before, ~alerted)
        await self._db.clear(marks, marks.c.at < alerted_before, alerted)

    async def marked(self, since: float) -> list[tuple[str, str, int]]:
        """Rule, what was done, and how often, since a time."""
        query = (
            sa.select(marks.c.rule, marks.c.what, sa.func.count().label("n"))
            .where(marks.c.at >= since)
            .group_by(marks.c.rule, marks.c.what)
            .order_by(marks.c.rule, marks.c.what)
        )
        return [(row["rule"], row["what"], row["n"]) for row in await self._db.rows(query)]
