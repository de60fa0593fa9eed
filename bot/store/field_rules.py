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

    async def set(self, field: str, rule: FieldRule, by: str, at: float) -> None:
        """Set a field's rule in the place of the one it had."""
        await self._db.put(
            field_rules,
            field=plain_name(field),
            shown=field,
            policy=rule.policy.value,
            choices=list(rule.choices),
            by=by,
            at=at,
        )

    async def clear(self, field: str) -> bool:
        """Take a field's rule away; says whether it had one."""
        return await self._db.change(sa.delete(field_rules).where(field_rules.c.field == plain_name(field)))


def _rule(row: sa.RowMapping) -> FieldRule:
    return FieldRule(FieldPolicy(row["policy"]), tuple(row["choices"]))
