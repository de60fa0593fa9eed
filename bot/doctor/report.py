"""`chorister doctor`: each check with its mark, one sentence, and what to do. Nothing is changed."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.doctor.bench import Bench
from bot.doctor.examine import examine
from bot.doctor.finding import Finding, Mark, exit_code
from bot.slack.text import counted, flat

COLOURS = {Mark.FINE: "green", Mark.NOTE: "yellow", Mark.WRONG: "red", Mark.SKIPPED: "dim"}


async def doctor(
    env: Mapping[str, str], now: Callable[[], float] = time.time, *, as_json: bool = False
) -> int:
    """Look at everything and say how it is: 0 nothing is wrong, 1 something is, 2 settings are incomplete."""
    bench = Bench.of(env, now)
    found = await examine(bench)
    if as_json:
        sys.stdout.writelines(f"{json.dumps(each.to_json(), ensure_ascii=False)}\n" for each in found)
    else:
        console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
        console.print(table(found))
        console.print(summary(found))
    return exit_code(found, incomplete=bool(bench.missing))


def table(found: Iterable[Finding]) -> Table:
    """A line for each finding; a line below it says what to do."""
    made = Table(box=None, pad_edge=False, show_header=False)
    for column in ("mark", "check", "said"):
        made.add_column(column, overflow="fold", no_wrap=column != "said")
    for each in found:
        colour = COLOURS[each.mark]
        do = f"\n→ {escape(each.do)}" if each.do else ""
        mark = f"[{colour}]{each.mark.value}[/{colour}]"
        made.add_row(mark, escape(each.check), f"{escape(flat(each.say, 600))}{do}")
    return made


def summary(found: Iterable[Finding]) -> str:
    """All of it in one line."""
    marks = [each.mark for each in found]
    wrong, notes, skipped = (marks.count(mark) for mark in (Mark.WRONG, Mark.NOTE, Mark.SKIPPED))
    parts = [f"{counted(wrong, 'thing')} wrong" if wrong else "Nothing is wrong"]
    parts += [f"{notes} worth a look"] if notes else []
    parts += [f"{counted(skipped, 'check')} not made for lack of settings"] if skipped else []
    return f"{', '.join(parts)}."
