"""What a step came to, as it is kept: plain JSON that people can read, and nothing that would run as code."""

import json
from datetime import datetime
from typing import Any


class StepFailed(Exception):
    """An exception read back from a checkpoint."""


def written(data: Any) -> str:
    """A result as text. Raises TypeError where it is no plain JSON."""
    return json.dumps(data, default=_encode, separators=(",", ":"))


def read(text: str) -> Any:
    """The same back again."""
    return json.loads(text, object_hook=_decode)


def _encode(value: object) -> dict[str, str]:
    if isinstance(value, datetime):  # the moment a schedule fired
        return {"__time__": value.isoformat()}
    if isinstance(value, BaseException):
        return {"__error__": f"{type(value).__name__}: {value}"}
    raise TypeError(f"{type(value).__name__} may not cross a step's border; return plain JSON")


def _decode(value: dict[str, Any]) -> Any:
    if value.keys() == {"__time__"}:
        return datetime.fromisoformat(value["__time__"])
    return StepFailed(value["__error__"]) if value.keys() == {"__error__"} else value
