"""One payload of the bot's, made by its pure builder from fixed facts, and who sees it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

View = dict[str, Any]
Message = tuple[str, list[dict[str, Any]]]
Payload = Message | View | str
"""A message with its blocks, a view, or words alone."""


class Seen(Enum):
    """By whom: whoever is alone with it may be told times in their own zone."""

    BY_ALL = "all"
    BY_ONE = "one"


@dataclass(frozen=True)
class Sample:
    """What a builder makes of some facts. The name is the golden file's."""

    name: str
    builder: Callable[..., Any]
    payloads: tuple[Payload, ...]
    seen: Seen

    @property
    def messages(self) -> Iterator[Message]:
        """Those payloads that are messages with blocks."""
        return (payload for payload in self.payloads if isinstance(payload, tuple))


def sample(
    name: str, builder: Callable[..., Any], *facts: Any, seen: Seen = Seen.BY_ALL, **more: Any
) -> Sample:
    """Call a builder of `bot/slack` with facts; it may make one payload or a list of messages."""
    made = builder(*facts, **more)
    return Sample(name, builder, tuple(made) if isinstance(made, list) else (made,), seen)


def alone(name: str, builder: Callable[..., Any], *facts: Any, **more: Any) -> Sample:
    """The same, for one person's eyes."""
    return sample(name, builder, *facts, seen=Seen.BY_ONE, **more)


def under(area: str, *samples: Sample) -> dict[str, Sample]:
    """Samples by name, in a folder of golden files."""
    made = {f"{area}/{one.name}": one for one in samples}
    assert len(made) == len(samples), f"two samples of {area} have one name"
    return made
