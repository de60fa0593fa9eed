"""The line somebody is typing: keys in, text out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rich.cells import cell_len

LEAVE = "/quit"
_KEYS = re.compile(r"\x1b\[[0-9;]*[A-Za-z~]|\x1bO[A-Za-z]|.", re.DOTALL)


def keys(typed: str) -> Iterator[str]:
    """Return what was typed key by key; an arrow is one key."""
    return (match.group() for match in _KEYS.finditer(typed))


@dataclass
class Line:
    """The text so far, where the cursor is in it, and the lines before it."""

    text: str = ""
    at: int = 0
    history: list[str] = field(default_factory=list)
    _back: int = 0

    def press(self, key: str) -> str | None:
        """Take one key; returns the line when Enter was pressed, and the word for leaving for Ctrl-D on nothing."""
        if key in "\r\n":
            return self._enter()
        if key == "\x04":
            return LEAVE if not self.text else None
        if key in _MOVES:
            self.at = max(0, min(len(self.text), _MOVES[key](self)))
        elif key in _CUTS:
            start = _CUTS[key](self)
            self.text, self.at = self.text[:start] + self.text[self.at :], start
        elif key in ("\x1b[A", "\x1b[B"):
            self._recall(1 if key == "\x1b[A" else -1)
        elif key.isprintable():
            self.text, self.at = self.text[: self.at] + key + self.text[self.at :], self.at + 1
        return None

    def shown(self, width: int) -> tuple[str, int]:
        """Return the part of the text that fits, and how many cells the cursor stands before its end."""
        start, end = 0, len(self.text)
        while cell_len(self.text[start : self.at]) > width:
            start += 1
        while cell_len(self.text[start:end]) > width:
            end -= 1
        return self.text[start:end], cell_len(self.text[self.at : end])

    def _enter(self) -> str:
        done = self.text
        if done.strip():
            self.history.append(done)
        self.text, self.at, self._back = "", 0, 0
        return done

    def _recall(self, step: int) -> None:
        self._back = max(0, min(len(self.history), self._back + step))
        self.text = self.history[-self._back] if self._back else ""
        self.at = len(self.text)


def _word_before(line: Line) -> int:
    return len(line.text[: line.at].rstrip().rpartition(" ")[0])


_MOVES: dict[str, Callable[[Line], int]] = {
    "\x1b[D": lambda line: line.at - 1,
    "\x1b[C": lambda line: line.at + 1,
    "\x1b[H": lambda _line: 0,
    "\x1b[F": lambda line: len(line.text),
    "\x01": lambda _line: 0,
    "\x05": lambda line: len(line.text),
}
_CUTS: dict[str, Callable[[Line], int]] = {
    "\x7f": lambda line: max(0, line.at - 1),
    "\x08": lambda line: max(0, line.at - 1),
    "\x15": lambda _line: 0,
    "\x17": _word_before,
}
