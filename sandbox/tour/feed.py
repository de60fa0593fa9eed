"""What is new: messages that were not shown yet, and of edited ones the lines that changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.tour.spelling import Groups, Said


@dataclass(frozen=True)
class News:
    """Lines to show of one message: all of a new one, the changed ones of an edited one."""

    said: Said
    lines: tuple[str, ...]
    is_edit: bool = False


class Feed:
    """Remembers what was shown."""

    def __init__(self) -> None:
        self._shown: dict[str, Said] = {}

    def news(self, messages: Iterable[Said]) -> list[News]:
        """Return what is to be shown of these messages, in their order."""
        found = [_news(self._shown.get(said.ts), said) for said in messages]
        return [news for news in found if news is not None]

    def mark(self, messages: Iterable[Said]) -> None:
        """Take these messages for shown."""
        self._shown.update({said.ts: said for said in messages})


def _news(before: Said | None, said: Said) -> News | None:
    if before is None:
        return News(said, spaced(said.groups))
    lines = changed_lines(before, said)
    return News(said, lines, is_edit=True) if lines else None


def spaced(groups: Groups) -> tuple[str, ...]:
    """Return the lines of all blocks, with room around paragraphs of more than one line."""
    lines: list[str] = []
    for n, group in enumerate(groups):
        if n and len(groups) > 2 and max(len(group), len(groups[n - 1])) > 1:
            lines.append("")
        lines += group
    return tuple(lines)


def changed_lines(before: Said, after: Said) -> tuple[str, ...]:
    """Return the lines that were not there before; one deep in a paragraph carries the paragraph's first line."""
    known = {line for group in before.groups for line in group}
    lines: list[str] = []
    for group in after.groups:
        fresh = [line for line in group if line not in known]
        if fresh and group[0] in known and not fresh[0].startswith(" "):
            fresh[0] = f"{group[0]} · {fresh[0]}"
        lines += fresh
    return tuple(lines)
