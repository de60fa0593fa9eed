"""Where in a recording something was said, as people read it: 34:48."""

from collections.abc import Mapping
from typing import Any

from tools.shapes import number

PLACES = ("snippet_time", "offset")
"""Fields of Chorus's that hold seconds from the start of a recording: of a stretch of speech, of a tracker's mention."""


def minute(seconds: float) -> str:
    """34:48; past an hour the minutes go on, as in Chorus's player: 62:05."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def with_minutes(answer: Any) -> Any:
    """An answer of Chorus's in which whatever was said has its minute beside its seconds, to be cited as it is."""
    if isinstance(answer, Mapping):
        made = {key: with_minutes(part) for key, part in answer.items()}
        at = next((found for name in PLACES if (found := number(answer.get(name))) is not None), None)
        return made if at is None or at < 0 else {"minute": minute(at)} | made
    return [with_minutes(part) for part in answer] if isinstance(answer, list | tuple) else answer
