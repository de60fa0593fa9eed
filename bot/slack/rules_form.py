"""The form of a company's own rules of deal risk: the YAML over as many inputs as it needs, each mistake below its line."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.blocks import Block, section
from bot.slack.modals import INPUT, form, input_of, values_in

RULES = "home_rules_form"
PARTS = 8
"""Inputs over which long rules are spread."""
TOO_LONG = (
    f"The rules are longer than a form of Slack's takes ({INPUT * PARTS:,} characters), so they can only be changed in "
    "their file."
)


def rules_form(text: str, version: int) -> Block | None:
    """The company's own rules, over as many inputs as they need and one more; None where they are too long."""
    parts = pieces(text)
    if len(parts) > PARTS or any(len(part) > INPUT for part in parts):
        return None
    about = (
        "What stands here goes over the rules that come with Chorister (`chorister rules` prints them), and holds for the "
        "next digest. Left empty: those rules as they are."
    )
    free = [*parts, ""] if len(parts) < PARTS and parts != [""] else parts
    return form(RULES, "Rules of deal risk", {"rules": version}, [section(about), *_rule_inputs(free)])


def _rule_inputs(parts: Sequence[str]) -> list[Block]:
    made, line = [], 1
    for n, part in enumerate(parts):
        label = "Rules, as YAML" if n == 0 else f"From line {line} on" if part else "More"
        held = {"initial_value": part} if part else {}
        box = {"type": "plain_text_input", "multiline": True, "max_length": INPUT} | held
        made.append(input_of(f"rules:{n}", label, box, "", optional=True))
        line += part.count("\n") + 1
    return made


def pieces(text: str) -> list[str]:
    """A text cut at the ends of lines, so that each piece fits into an input; joined with line breaks it is whole again."""
    made: list[list[str]] = [[]]
    for line in text.rstrip().split("\n"):
        if made[-1] and len("\n".join([*made[-1], line])) > INPUT:
            made.append([])
        made[-1].append(line)
    return ["\n".join(lines) for lines in made]


def typed_rules(view: Mapping[str, Any]) -> list[str]:
    """What stands in each input of the rules, in their order."""
    found = sorted(
        (int(id.partition(":")[2]), held) for id, held in values_in(view).items() if id.startswith("rules:")
    )
    return [str(held.get("value") or "") for _, held in found]


def rule_errors(said: str, parts: Sequence[str]) -> dict[str, str]:
    """Each mistake below the input that holds its line; `said`: a line for each, as the reader of rules tells them."""
    found: dict[str, list[str]] = {}
    for mistake in said.splitlines():
        line = re.search(r", line (\d+): (.*)", mistake)
        part, at = _place(int(line[1]), parts) if line else (0, 1)
        what = f"Line {at}: {line[2]}" if line else mistake
        found.setdefault(f"rules:{part}", []).append(what)
    return {field: "; ".join(what) for field, what in found.items()}


def _place(line: int, parts: Sequence[str]) -> tuple[int, int]:
    """The input in which a line of the whole text stands, and which line of that input it is."""
    for n, part in enumerate(parts):
        lines = part.count("\n") + 1
        if line <= lines or n == len(parts) - 1:
            return n, line
        line -= lines
    return 0, line
