"""What a person typed into the form of a card -> its rows, or what is wrong with which field."""

import math
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from bot.proposals.drafting import ONLY_ADDED
from bot.proposals.proposal import Change, Proposal
from bot.proposals.shown import fits, too_long
from bot.risk.gaps import text_of

Rows = tuple[Change, ...]


def edited(
    proposal: Proposal, typed: Mapping[int, str | None], by: str, ticks: Collection[str]
) -> Rows | dict[int, str]:
    """
    The rows after an edit, or a sentence per field that is wrong. `typed` is by row, with None for a field that was left
    empty: it is left out, but for a picklist whose value was none of its own, which a select shows empty. `ticks` are the
    rows that were ticked when the form was opened; what is edited is ticked.
    """
    rows: list[Change] = []
    wrong: dict[int, str] = {}
    for n, change in enumerate(proposal.changes):
        now_ticked = str(n) in ticks and not change.locked
        if n not in typed or _same(typed[n], change) or (typed[n] is None and not _is_choice(change)):
            rows.append(replace(change, ticked=now_ticked))
        elif text_of(typed[n]):
            made = _typed(change, str(typed[n]), by)
            wrong |= {n: made} if isinstance(made, str) else {}
            rows += [made] if isinstance(made, Change) else []
    if wrong or not typed:
        return wrong or tuple(rows)
    if not rows:
        return {min(typed): "Everything is empty, so nothing would be left. Decline the card instead."}
    if not fits(rows) and fits(proposal.changes):
        longest = max(typed, key=lambda n: len(typed[n] or ""))
        return {longest: "With this the card would not fit one message any more. Please shorten it."}
    return tuple(rows)


def left_out(proposal: Proposal, rows: Rows) -> tuple[str, ...]:
    """Labels of the fields that an edit, or one before it, took off the card."""
    kept = {change.field_name for change in rows}
    gone = (change.label for change in proposal.changes if change.field_name not in kept)
    return tuple(dict.fromkeys((*proposal.left_out, *gone)))


def _is_choice(change: Change) -> bool:
    return not change.choices or text_of(change.proposed) in change.choices


def _same(typed: str | None, change: Change) -> bool:
    return text_of(typed).replace("\r\n", "\n") == text_of(change.proposed)


def _typed(change: Change, text: str, by: str) -> Change | str:
    """The row with a person's own value, or what is wrong with it."""
    value = _value(text.strip().replace("\r\n", "\n"), change.proposed)
    if isinstance(value, str) and isinstance(change.proposed, bool | int | float):
        return f"This field takes {_kind(change.proposed)}, such as {text_of(change.proposed)}."
    if change.choices and text_of(value) not in change.choices:
        return f"Not a value of this picklist. It has: {', '.join(change.choices)[:200]}."
    if change.now_known and not change.stamp and text_of(value) == text_of(change.now):
        return "The CRM holds exactly this already. Leave it empty to leave the field out."
    if change.remark == ONLY_ADDED:
        return f"{ONLY_ADDED[0].upper()}{ONLY_ADDED[1:]}. It has to be written in the CRM itself."
    made = replace(change, proposed=value, author=by, ticked=True, remark="", doubt="", locked=False)
    return too_long(made).capitalize() or made


def _value(text: str, like: Any) -> Any:
    """A typed value in the kind the field had; the text itself where it is not of that kind."""
    if isinstance(like, bool):
        return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
    if isinstance(like, int | float):
        try:
            number = float(text.replace(",", ""))
        except ValueError:
            return text
        if not math.isfinite(number):
            return text
        return int(number) if number.is_integer() else number
    return text


def _kind(like: Any) -> str:
    return "yes or no" if isinstance(like, bool) else "a number"
