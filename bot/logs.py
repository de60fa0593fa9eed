"""The log: one way for all of this process, as text for people or as JSON for machines, and without anything secret."""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

from bot.redaction import Redactor
from bot.whereabouts import here, worker

NOISY = (
    "httpx",
    "httpx2",
    "httpcore",
    "httpcore2",
    "anthropic",
    "slack_bolt",
    "slack_sdk",
    "alembic",
    "aiosqlite",
    "asyncio",
    "urllib3",
)
"""Loggers whose lines below a warning carry request addresses and message bodies."""

log = logging.getLogger(__name__)


class _Whereabouts(logging.Filter):
    """What a line is about, noted while the run that wrote it is at hand."""

    def filter(self, record: logging.LogRecord) -> bool:
        where = here()
        record.event, record.run, record.workspace = where.event, where.run, where.workspace
        record.worker = worker()
        return True


class TextLines(logging.Formatter):
    """For people: an exception stands below its line."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


class JsonLines(logging.Formatter):
    """For machines: one object a line, with the ids that are known, and an exception as a field of it."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= {name: str(getattr(record, name, "")) for name in ("run", "workspace", "worker", "event")}
        told["exception"] = _exception(record)
        return json.dumps({k: self._redact(v) for k, v in told.items() if v}, ensure_ascii=False)


def _exception(record: logging.LogRecord) -> str:
    whole = (
        "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else record.exc_text or ""
    )
    return whole + (record.stack_info or "")


def handler_for(kind: str, secrets: Iterable[str], stream: TextIO) -> logging.Handler:
    """Where lines go: `kind` is json or text."""
    redact = Redactor(secrets)
    handler = logging.StreamHandler(stream)
    handler.addFilter(_Whereabouts())
    handler.setFormatter(JsonLines(redact) if kind == "json" else TextLines(redact))
    return handler


def hush() -> None:
    """Keep the noisy quiet, however much is asked for."""
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)


def begin(kind: str, secrets: Iterable[str], *, verbose: bool) -> None:
    """Log to standard error from here on, also what nobody caught."""
    level = logging.DEBUG if verbose else logging.INFO
    logging.basicConfig(level=level, handlers=[handler_for(kind, secrets, sys.stderr)], force=True)
    hush()
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def claim(name: str) -> None:
    """A library that writes its log past ours, where nobody takes out what is secret, writes it as everybody does."""
    logger = logging.getLogger(name)
    logger.handlers.clear()
    logger.propagate = True


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """What would be printed past the log, and with everything in it."""
    if issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    log.critical("something went wrong that nobody foresaw", exc_info=(kind, error or kind(), trace))
