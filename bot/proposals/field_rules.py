"""What an admin allows in each CRM field. Nothing overwrites what a person wrote unless its rule says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.risk.gaps import plain_name


class FieldPolicy(StrEnum):
    """What may happen to a field; the words are those an admin types."""

    ONLY_IF_EMPTY = "only if empty"
    """Ticked where the field is empty; where it holds something, a person has to tick it."""
    APPEND = "append"
    """Added under what is there, with the date of the call."""
    REPLACE = "replace"
    """Ticked, whatever the field holds."""
    NEVER = "never"
    """Not proposed at all."""


@dataclass(frozen=True)
class FieldRule:
    """One field's policy, and the values of its picklist if it is one."""

    policy: FieldPolicy = FieldPolicy.ONLY_IF_EMPTY
    choices: tuple[str, ...] = ()


DEFAULT = FieldRule()

NEVER = frozenset(
    ("stage", "stagename", "dealstage", "amount", "closedate", "owner", "ownerid", "hubspotownerid")
)
"""Plain names of the fields that are never proposed until an admin lists them: a wrong one spoils a forecast."""

Rules = Mapping[str, FieldRule]
"""The rules that admins set, by the field's plain name."""


def rule_of(names: Iterable[str | None], rules: Rules) -> FieldRule:
    """The rule of a field known by several names: the first of them that has one decides, so its CRM name comes first."""
    for name in (plain_name(name) for name in names if name):
        if name in rules:
            return rules[name]
        if name in NEVER:
            return FieldRule(FieldPolicy.NEVER)
    return DEFAULT
