"""What a qualification field lacks: nothing in it, a placeholder, or no words of the call behind it."""

from enum import StrEnum
from functools import lru_cache

from tools.chorus import Qualification, QualificationField

PLACEHOLDERS = {
    "tbd", "tba", "tbc", "to be determined", "to be defined", "to be confirmed", "n/a", "na", "n.a", "none", "unknown",
    "not sure", "not known", "todo", "to do", "x", "xxx", "-", "--", "—", "–", "?", "??", "???", "...", "…",
}  # fmt: skip
"""What people type when they have nothing to say; compared without case, blanks and a final dot."""


class Gap(StrEnum):
    """Why a field does not count. The first is empty; the next two are the field being at risk."""

    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    NO_QUOTE = "no quote"
    NOT_IN_FRAMEWORK = "not in framework"


def find_field(qualification: Qualification, name: str) -> QualificationField | None:
    """The field of that name, however it is spelled: 'Economic Buyer', 'economic_buyer'."""
    wanted = plain_name(name)
    return next(
        (f for f in qualification.fields if wanted in (plain_name(f.name), plain_name(f.field_id))), None
    )


def gap_of(qualification: Qualification, name: str) -> Gap | None:
    """The gap in one field of a call's qualification, or None when it holds a value that the call supports."""
    field = find_field(qualification, name)
    return Gap.NOT_IN_FRAMEWORK if field is None else field_gap(field)


def field_gap(field: QualificationField) -> Gap | None:
    """The gap in a field. What the CRM held before counts as its value where the call brought nothing new."""
    value = text_of(current_value(field))
    if not value:
        return Gap.EMPTY
    if is_placeholder(value):
        return Gap.PLACEHOLDER
    return None if text_of(field.quote) else Gap.NO_QUOTE


def current_value(field: QualificationField) -> object:
    """The new value, or the one before it where there is none."""
    return field.new_value if text_of(field.new_value) else field.previous_value


def is_placeholder(value: str) -> bool:
    """Whether a text only stands where an answer should be."""
    return value.strip().lower().removesuffix(".") in PLACEHOLDERS or not any(c.isalnum() for c in value)


def text_of(value: object) -> str:
    """A field's value as text; nothing for nothing."""
    return "" if value is None else str(value).strip()


@lru_cache(4096)
def plain_name(name: str | None) -> str:
    """A field's name as it is compared: Economic_Buyer__c and "Economic Buyer" are one."""
    return "".join(c for c in (name or "").lower().removesuffix("__c") if c.isalnum())
