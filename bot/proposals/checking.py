"""After a write: what the CRM shows, field by field. Accepted is not written, and a lost answer is not a refusal."""

from collections.abc import Mapping
from typing import Any

from bot.proposals.evidence import Evidence, find
from bot.proposals.proposal import Adding, Change, Proposal
from bot.risk.gaps import text_of

Fates = dict[str, dict[str, str]]
"""
By field: fate and say. written: Chorus accepted it; seen: the CRM shows it; not seen; refused; moved: refused because the
CRM holds something else by now; held back: not written since another field was refused; unverified.
"""

GOOD, BAD = ("written", "seen"), ("refused", "moved", "held back")


def told(changes: tuple[Change, ...], evidence: Mapping[str, Evidence]) -> dict[str, str]:
    """What Chorus says the CRM holds, by field, for those it analyses."""
    found = {}
    for change in changes:
        source = find(change.field_name, evidence[change.meeting]).source
        if source is not None:
            found[change.field_name] = text_of(source.previous_value)
    return found


def answered(
    proposal: Proposal, status: str, say: str = "", details: Mapping[str, str] = {}, *, moved: bool = False
) -> dict[str, Any]:
    """
    The outcome of a write by its answer alone. `details`: the vendor's own words by the place of a change in the request.
    A field that an otherwise good answer complains about was not written. `moved`: what it complains about is that the CRM
    holds something else by now.
    """
    fates: Fates = {}
    blamed = [c.label for n, c in enumerate(proposal.chosen) if details.get(str(n))]
    for n, change in enumerate(proposal.chosen):
        own = details.get(str(n))
        if own:
            fates[change.field_name] = {"fate": "moved" if moved else "refused", "say": own}
        elif status == "refused" and blamed:
            fates[change.field_name] = {"fate": "held back", "say": f"because of {', '.join(blamed)}"}
        else:
            fates[change.field_name] = {"fate": status} | ({"say": say} if status == "unverified" else {})
    return summed_up({"status": status, "say": say, "fields": fates, "accepted": status == "written"})


def looked_at(
    proposal: Proposal, outcome: dict[str, Any], before: Mapping[str, str], now: Mapping[str, str]
) -> dict[str, Any]:
    """
    The outcome after another look. `before` and `now` are what Chorus said just before the write and says now. Chorus may
    keep telling what it saw at the analysis: only if one field moved to what we wrote, the others' standing still means
    something.
    """
    moved = {c.field_name for c in proposal.chosen if _shows(c, before, now)}
    if not moved:
        return outcome
    fates: Fates = {name: dict(fate) for name, fate in outcome["fields"].items()}
    for change in proposal.chosen:
        name = change.field_name
        if name in moved:
            fates[name] = {"fate": "seen"}
        elif fates[name]["fate"] not in BAD and name in now and now[name] == before.get(name):
            held = f"it still shows “{now[name][:200]}”" if now[name] else "it is still empty there"
            fates[name] = {"fate": "not seen", "say": held}
    return summed_up(outcome | {"fields": fates})


def _shows(change: Change, before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether the CRM shows a change that it did not show before."""
    seen = now.get(change.field_name)
    if seen is None or change.field_name not in before or seen == before[change.field_name]:
        return False
    if change.adding is Adding.BY_CHORUS:
        return text_of(change.words) in seen
    return seen == text_of(change.sent)


def summed_up(outcome: dict[str, Any]) -> dict[str, Any]:
    """The outcome with the one word that its fields amount to."""
    fates = [fate["fate"] for fate in outcome["fields"].values()]
    good = sum(fate in GOOD for fate in fates)
    if good == len(fates) and good:
        status = "written"
    elif "unverified" in fates:
        status = "unverified"
    elif good or "not seen" in fates:
        status = "partly"
    else:
        status = "refused"
    return outcome | {"status": status}
