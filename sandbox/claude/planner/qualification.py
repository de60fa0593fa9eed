"""A call's qualification, field by field, whether as Chorus spells it or as a typed view does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.claude.planner.results import Row


@dataclass(frozen=True)
class Field:
    """One framework field, or the notes or next steps, as the call left it."""

    name: str
    id: str
    change: str
    new_value: Any
    previous_value: Any
    quote: str

    @property
    def value(self) -> str:
        """What the field holds after the call, as text."""
        held = self.new_value if self.new_value is not None else self.previous_value
        return "" if held is None else str(held).strip()

    def is_called(self, name: str) -> bool:
        """Whether a person could mean this field by that name."""
        return _key(name) in (_key(self.name), _key(self.id))


def fields_of(qualification: Row) -> Iterator[Field]:
    """Every named field; notes and next steps come last."""
    notes = qualification.get("meeting_notes")
    listed = [*(qualification.get("sqf_analysis") or qualification.get("fields") or [])]
    if isinstance(notes, dict):
        listed += [notes.get("notes"), notes.get("next_steps")]
    for row in listed:
        if isinstance(row, dict) and (row.get("field_name") or row.get("name")):
            yield _field(row)


def _field(row: Row) -> Field:
    return Field(
        name=str(row.get("field_name") or row.get("name")),
        id=str(row.get("field_id") or row.get("id") or ""),
        change=str(row.get("change_type") or row.get("change") or "").upper(),
        new_value=row.get("new_value"),
        previous_value=row.get("previous_value"),
        quote=str(row.get("supporting_quote") or row.get("quote") or "").strip(),
    )


def _key(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
