"""A .env file: read, changed line by line, and written whole or not at all."""

import os
import re
import tempfile
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from bot.errors import BotError

PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,=-]*")
"""What every reader of such files takes as it stands."""


def load(path: Path) -> str:
    """The file's text; empty where there is none."""
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise BotError(f"{path} cannot be read: {error}") from error


def values_of(text: str) -> dict[str, str]:
    """What a file says; of a name that stands twice, the last."""
    found = dotenv_values(stream=StringIO(text), interpolate=False)
    return {name: value for name, value in found.items() if value is not None}


def changed(text: str, values: Mapping[str, str]) -> str:
    """
    The text with these values: in the place of the line that has the name now, else of the first that has it as a comment,
    else at the end. Everything else stays.
    """
    left, parts = dict(values), []
    for binding in reversed(list(parse_stream(StringIO(text)))):
        name, line = binding.key or "", binding.original.string
        parts.append(_line(line, name, left.pop(name)) if name in left else line)
    lines = "".join(reversed(parts)).splitlines(keepends=True)
    for name in list(left):
        at = next((n for n, line in enumerate(lines) if re.match(rf"#\s*{name}\s*=", line)), None)
        if at is not None:
            lines[at] = _line(lines[at], name, left.pop(name))
    whole = "".join(lines)
    gap = "\n" if left and whole and not whole.endswith("\n") else ""
    return whole + gap + "".join(f"{name}={quoted(value)}\n" for name, value in left.items())


def _line(old: str, name: str, value: str) -> str:
    """One line in the place of another, which may have blank ones before it."""
    before = old[: len(old) - len(old.lstrip())]
    end = "\n" if old.endswith("\n") else ""
    export = "export " if old.lstrip().startswith("export ") else ""
    return f"{before}{export}{name}={quoted(value)}{end}"


def quoted(value: str) -> str:
    """A value as it is read back, by us and by Compose; raises ValueError for one that cannot stand there."""
    if PLAIN.fullmatch(value):
        return value
    if not value.isprintable() or "'" in value or "\\" in value or "${" in value:
        raise ValueError("it holds a quote, a backslash, ${ or what cannot be seen, which .env cannot keep")
    return f"'{value}'"


def save(path: Path, text: str) -> None:
    """Replaces the file at once; nobody but its owner may read it."""
    path = path.resolve()
    try:
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=".env-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(made, path)
        except BaseException:
            os.unlink(made)
            raise
    except OSError as error:
        raise BotError(f"{path} cannot be written: {error.strerror}") from error
