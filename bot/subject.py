"""What of a call a tool reads: the right to read it hangs on that. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from tools.requests import is_media

RIGHTS = ("owner", "participants", "private")
"""The parts of a call that say who may read it: an answer without them would be nobody's."""

_OPEN = {"me", "users", "teams", "sales_qualification_configuration"}
_METHODS = {"list", "get"}


class Subject(StrEnum):
    """What a read brings to light."""

    NOTHING = "nothing of any call"
    CALLS = "a list of calls"
    CALL = "one call, by its id"
    PART = "a part of one call, by the call's id"
    UNTRACED = "what cannot be traced to a call"


def subject_of(resource: str, method: str) -> Subject:
    """What a read tool is about; one that nobody has placed cannot be traced to a call."""
    if resource in _OPEN or (resource, method) == ("conversations", "validate"):
        return Subject.NOTHING
    if resource == "conversations" and method in _METHODS:
        return Subject.CALLS if method == "list" else Subject.CALL
    if method == "get" and (resource == "sales_qualifications" or is_media(resource)):
        return Subject.PART
    return Subject.UNTRACED


def with_rights(query: Mapping[str, Any]) -> dict[str, Any]:
    """The same query; where it chooses fields, those that say who may read the call are chosen too."""
    return {
        key: _with_rights(value) if key == "fields" or key.startswith("fields[") else value
        for key, value in query.items()
    }


def _with_rights(fields: Any) -> Any:
    if isinstance(fields, str):
        named = [name.strip() for name in fields.split(",") if name.strip()]
        return ",".join(dict.fromkeys((*named, *RIGHTS))) if named else fields
    if isinstance(fields, list | tuple):
        return list(dict.fromkeys((*fields, *RIGHTS))) if fields else fields
    if isinstance(fields, Mapping):
        return {key: _with_rights(value) for key, value in fields.items()}
    return fields
