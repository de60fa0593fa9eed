"""The record as an admin reads it in Slack: a line for each run, the newest first. Mrkdwn of ours."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.text import counted, dated, escape, one_line
from bot.trace_words import ABOUT, about, end, title

Row = dict[str, Any]

LISTED = 20
"""Runs that are listed."""
NOTHING = "Nothing like that is on record."
ALONE = ("deed", "words")
"""What is left out of a run that was told to one person alone: the one may be private, the other is theirs."""


def found(runs: Mapping[str, Sequence[Row]], *, cut_off: bool = False) -> list[str]:
    """A paragraph for each run. `cut_off`: there are more of them than anybody looked through."""
    newest = sorted(runs.items(), key=lambda item: float(item[1][-1]["at"]), reverse=True)
    lines = [_line(run, rows) for run, rows in newest[:LISTED]] or [NOTHING]
    rest = len(newest) - LISTED
    if rest > 0:
        lines.append(f"And {counted(rest, 'older one')}. `chorister audit` prints them all.")
    if cut_off:
        lines.append("Only the newest entries were looked through; `chorister audit` looks through them all.")
    return lines


def _line(run: str, rows: Sequence[Row]) -> str:
    first, last = rows[0], rows[-1]
    deciders = "".join(f", decided by {_who(row['who'])}" for row in rows if row["what"] == "decided")
    kinds = [kind for kind in ABOUT if kind not in ALONE] if _is_alone(rows) else ABOUT
    what = about(rows, kinds)
    head = f"*{one_line(title(run, rows), 40)}* · {one_line(end(rows), 60)} · {dated(last['at'])}"
    return f"{head}\nby {_who(first['who'])}{deciders}" + (f" · {one_line(what, 160)}" if what else "")


def _who(id: str) -> str:
    return f"<@{id}>" if re.fullmatch(r"[UW][A-Z0-9]+", id) else escape(id)


def _is_alone(rows: Sequence[Row]) -> bool:
    """Whether it stood in somebody's direct messages, or nobody knows where."""
    places = [
        str((row["detail"].get("place") or {}).get("channel") or "D")
        for row in rows
        if "place" in row["detail"]
    ]
    return any(channel.startswith("D") for channel in places)
