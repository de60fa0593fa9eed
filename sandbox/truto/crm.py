"""The CRM behind Chorus: one record per opportunity, and the history of who wrote what."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.company import Company, Deal


@dataclass(frozen=True)
class Write:
    """One field that was written, and the idempotency key it came with."""

    field: str
    old: Any
    new: Any
    at: datetime
    idempotency_key: str | None


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

    @property
    def writes(self) -> list[Write]:
        """Every write to every record, in order of time."""
        return sorted((w for record in self.records.values() for w in record.history), key=lambda w: w.at)
