"""The demo's clock: people turn the sandbox's time forward, and the bot, a process of its own, goes along."""

import time
from collections.abc import Callable
from pathlib import Path


def ahead(file: Path) -> Callable[[], float]:
    """Return a clock that is ahead of the real one by as many seconds as stand in the file, if there is one."""

    def now() -> float:
        try:
            return time.time() + float(file.read_text())
        except FileNotFoundError:
            return time.time()

    return now


def tell(file: Path, now: float) -> None:
    """Write down by how much the sandbox, where it is `now`, is ahead. Whoever reads meanwhile reads what stood there."""
    fresh = file.with_suffix(".fresh")
    fresh.write_text(str(now - time.time()))
    fresh.replace(file)
