"""The rules that admins set for CRM fields. Read afresh each time, so that a change holds at once on every worker."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.risk.gaps import plain_name
from bot.store.database import Database
from bot.store.tables import field_rules


@dataclass(frozen=True)
class ListedRule:
    """A rule as a list shows it: the field as the admin typed it, and who set it when."""

    shown: str
    rule: FieldRule
    by: str
    at: float


class FieldRules:
    """Queries on field rules. However a field's name is spelled, it has one rule."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def all(self) -> dict[str, FieldRule]:
        """Every rule, by its field's plain name."""
        return {row["field"]: _rule(row) for row in await self._db.rows(sa.select(field_rules))}

    async def listed(self) -> list[ListedRule]:
        """Every rule, in the order of the fields' names."""
        rows = await self._db.rows(sa.select(field_rules).order_by(field_rules.c.field))
        return [ListedRule(row["shown"], _rule(row), row["by"], row["at"]) for row in rows]

    async def set(
        self, field: str, rule: FieldRule, by: str, at: float, *, seen: float | None = None
    ) -> bool:
        """
        Set a field's rule in the place of the one it had. `seen`: when the one was set that it shall replace (0: there was
        none); False where there is another one by now.
        """
        values = {
            "shown": field,
            "policy": rule.policy.value,
            "choices": list(rule.choices),
            "by": by,
            "at": at,
        }
        if seen is None:
            await self._db.put(field_rules, field=plain_name(field), **values)
            return True
        if not seen:
            return await self._db.add(field_rules, field=plain_name(field), **values)
        return await self._db.change(sa.update(field_rules).where(*_is(field, seen)).values(**values))

    async def clear(self, field: str, *, seen: float | None = None) -> bool:
        """Take a field's rule away; says whether it had one, and the one that was `seen`."""
        return await self._db.change(sa.delete(field_rules).where(*_is(field, seen)))


def _is(field: str, seen: float | None) -> list[sa.ColumnElement[bool]]:
    named = field_rules.c.field == plain_name(field)
    return [named] if seen is None else [named, field_rules.c.at == seen]


def _rule(row: sa.RowMapping) -> FieldRule:
    return FieldRule(FieldPolicy(row["policy"]), tuple(row["choices"]))
