"""Several calls on one deal -> one card: the newest call's word counts, what grows gets all of them."""

from collections.abc import Sequence
from dataclasses import replace

from bot.proposals.drafting import Draft
from bot.proposals.proposal import CALLS, Adding, Change
from bot.proposals.shown import too_long
from bot.risk.gaps import text_of


def merged(drafts: Sequence[Draft]) -> Draft:
    """One draft of several for the same deal, the newest call's first."""
    rows: list[Change] = []
    for draft in drafts:
        for change in draft.changes:
            at = next((n for n, row in enumerate(rows) if row.is_field(change.names)), None)
            if at is None:
                rows.append(change)
            elif Adding.NO not in (rows[at].adding, change.adding):
                rows[at] = _both(change, rows[at])
    labels = {row.label for row in rows}
    newest = drafts[0]
    every = [set(draft.unspoken) for draft in drafts]
    silent = (label for label in newest.unspoken if label not in labels and all(label in e for e in every))
    forbidden = dict.fromkeys(label for draft in drafts for label in draft.forbidden)
    there = dict.fromkeys(label for draft in drafts for label in draft.unchanged if label not in labels)
    made = replace(newest, changes=tuple(rows), unspoken=tuple(silent), forbidden=tuple(forbidden))
    return replace(made, unchanged=tuple(there))


def _both(older: Change, newer: Change) -> Change:
    """Two additions to one field as one, in the order in which they were said."""
    said = f"{text_of(older.proposed)}\n{text_of(newer.words)}"
    both = replace(newer, proposed=said, stamp=older.stamp, author=CALLS)
    lock = too_long(both)
    return replace(both, locked=bool(lock), remark=lock or both.remark, ticked=both.ticked and not lock)
