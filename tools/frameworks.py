"""Chorus's own configuration of the sales framework: which CRM field each answer goes to, and whether it is appended."""

from typing import Any, Literal

from tools.shapes import flag, identity, parts, rows, text
from tools.views import View

WriteMode = Literal["append", "overwrite"]


class FrameworkField(View):
    """One field of the active framework."""

    field_id: str
    name: str
    crm_name: str | None = None
    mode: WriteMode | None = None
    """None where the field is not mapped to the CRM, so that nobody can say what a write does."""


def framework_fields(answer: Any) -> tuple[FrameworkField, ...]:
    """The fields of the active framework; empty where Chorus names none."""
    active = (row for row in rows(answer) if flag(row.get("is_active")))
    return tuple(_field(item) for row in active for item in parts(row, "fields"))


def _field(item: Any) -> FrameworkField:
    name = text(item.get("display_name")) or identity(item.get("id")) or "unnamed"
    mode = (text(item.get("write_back")) or "").lower()
    return FrameworkField(
        field_id=identity(item.get("id")) or name,
        name=name,
        crm_name=text(item.get("mapping")),
        mode="append" if mode == "append" else "overwrite" if mode == "overwrite" else None,
    )
