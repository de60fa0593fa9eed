"""The CRM behind Chorus: one record per opportunity, and the history of who wrote what: Chorus or people."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.company import Company, Deal

CHORUS = "chorus"


@dataclass(frozen=True)
class Write:
    """One field that was written, the idempotency key it came with, and by whom."""

    field: str
    old: Any
    new: Any
    at: datetime
    idempotency_key: str | None
    by: str = CHORUS


@dataclass
class Record:
    """One opportunity as the CRM shows it now."""

    id: str
    fields: dict[str, Any]
    history: list[Write] = field(default_factory=list)

    def write(self, name: str, value: Any, at: datetime, key: str | None, *, append: bool = False) -> None:
        """Set a field, or append to the text that is there, and remember it."""
        old = self.fields.get(name)
        new = f"{old}\n{value}" if append and old else value
        self.fields[name] = new
        self.history.append(Write(name, old, new, at, key))

    def edit(self, name: str, value: Any, at: datetime, by: str) -> Write:
        """Set a field as somebody in the CRM does, and remember who it was."""
        done = Write(name, self.fields[name], value, at, None, by)
        self.fields[name] = value
        self.history.append(done)
        return done


class Crm:
    """All records, by opportunity id."""

    def __init__(self, company: Company) -> None:
        self.records: dict[str, Record] = {
            deal.id: Record(deal.id, dict(deal.fields)) for deal in company.deals
        }

    def record(self, opportunity_id: str) -> Record | None:
        """Return the record for an id of 15 or 18 characters."""
        if opportunity_id in self.records:
            return self.records[opportunity_id]
        return next((r for r in self.records.values() if r.id[:15] == opportunity_id), None)

    def of(self, deal: Deal | None) -> dict[str, Any]:
        """Return the present fields of a deal, or nothing where no deal is linked."""
        return dict(self.records[deal.id].fields) if deal else {}

    def edit(self, opportunity_id: str, field: str, value: Any, at: datetime, by: str = "person") -> Write:
        """Change a record without Chorus; KeyError where there is no such record or no such field."""
        record = self.record(opportunity_id)
        if record is None:
            raise KeyError(f"the CRM has no opportunity {opportunity_id!r}")
        if field not in record.fields:
            raise KeyError(f"opportunities have no field {field!r}")
        return record.edit(field, value, at, by)

    @property
    def writes(self) -> list[Write]:
        """Every write of Chorus to every record, in order of time."""
        return [write for write in self._history() if write.by == CHORUS]

    @property
    def edits(self) -> list[Write]:
        """Every change that people made in the CRM itself, in order of time."""
        return [write for write in self._history() if write.by != CHORUS]

    def _history(self) -> list[Write]:
        return sorted((w for record in self.records.values() for w in record.history), key=lambda w: w.at)
