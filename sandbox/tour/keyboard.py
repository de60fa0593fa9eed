"""The terminal's keys one by one, without its own echo; and the line being typed, kept below what is shown meanwhile."""

import asyncio
import codecs
import os
import termios
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from sandbox.tour.line import LEAVE, Line, keys


@contextmanager
def quiet_keys(fd: int) -> Iterator[None]:
    """Switch the terminal to single keys without echo, and back in every case. Ctrl-C still interrupts."""
    before = termios.tcgetattr(fd)
    quiet = [*before]
    quiet[3] = int(quiet[3]) & ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(fd, termios.TCSADRAIN, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)


class Keyboard:
    """Reads lines from the terminal and draws the one being typed."""

    def __init__(self, console: Console, fd: int) -> None:
        self.console, self._fd = console, fd
        self._label = "> "
        self._line = Line()
        self._lines: asyncio.Queue[str] = asyncio.Queue()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Read keys until left."""
        loop = asyncio.get_running_loop()
        loop.add_reader(self._fd, self._read)
        self._draw()
        try:
            yield
        finally:
            loop.remove_reader(self._fd)
            self._erase()

    async def line(self) -> str:
        """Return the next line that was typed."""
        return await self._lines.get()

    def relabel(self, label: str) -> None:
        """Change what stands before the line being typed."""
        self._label = label
        self._draw()

    @contextmanager
    def above(self) -> Iterator[None]:
        """Print above the line being typed."""
        self._erase()
        try:
            yield
        finally:
            self._draw()

    def _read(self) -> None:
        typed = os.read(self._fd, 4096)
        if not typed:
            self._lines.put_nowait(LEAVE)
        for key in keys(self._decoder.decode(typed)):
            line = self._line.press(key)
            if line is not None:
                self._lines.put_nowait(line)
        self._draw()

    def _draw(self) -> None:
        room = max(10, self.console.width - len(self._label) - 1)
        text, behind = self._line.shown(room)
        back = f"\x1b[{behind}D" if behind else ""
        self._write(f"\r\x1b[K\x1b[1m{self._label}\x1b[0m{text}{back}")

    def _erase(self) -> None:
        self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        self.console.file.write(text)
        self.console.file.flush()
