"""Which opportunity a call's fields go to. It is never guessed: either one is known, or the person is asked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.proposals.deals import Deal
from bot.proposals.evidence import Evidence
from tools.crm_links import opportunity_ids, same_record


@dataclass(frozen=True)
class Impossible:
    """Why nothing can be proposed; the sentence goes to Claude and from there to the asker."""

    why: str


@dataclass(frozen=True)
class Question:
    """Several deals may be meant: somebody has to choose."""

    deals: tuple[Deal, ...]


def target(evidence: Evidence, wanted: str, wrote: Collection[str]) -> Deal | Question | Impossible:
    """
    The deal of a call: the one Chorus links it to, or the one whose id the asker wrote (`wrote`) or picked before.
    `wanted` is what Claude named; a name of Claude's alone decides nothing.
    """
    linked = _linked(evidence)
    named = (opportunity_ids(wanted) or [wanted.strip()])[0]
    meant = (
        next((id for id in wrote if same_record(id, named or id)), None) if named or len(wrote) == 1 else None
    )
    if len(linked) == 1:
        if named and not same_record(named, linked[0].id):
            return Impossible(
                f"Opportunity {named[:40]} is not linked to this meeting; Chorus links it to {linked[0].id}. "
                "If that is wrong, the link has to be changed in Chorus first. Nothing was proposed."
            )
        return linked[0]
    candidates = linked or evidence.others
    chosen = next((deal for deal in candidates if meant and same_record(deal.id, meant)), None)
    if chosen:
        return chosen
    if meant and not linked:
        return Deal(meant, None, None, None)
    return Question(candidates) if candidates else Impossible(NO_DEAL)


NO_DEAL = (
    "Chorus has no deal for this meeting, and shows no open deal of its account. With the link or the id of the opportunity "
    "in the CRM I can go on. Nothing was proposed, and nothing is ever created."
)


def others_open(evidence: Evidence, chosen: str) -> tuple[Deal, ...]:
    """The account's other open deals: the card names them, since Chorus may have linked the wrong one."""
    return tuple(deal for deal in evidence.others if not same_record(deal.id, chosen))


def is_linked(evidence: Evidence, deal: str) -> bool:
    """Whether Chorus itself links a call to a deal."""
    return any(same_record(linked.id, deal) for linked in _linked(evidence))


def is_known(evidence: Evidence, deal: str) -> bool:
    """Whether Chorus shows a deal with this call or another one of its account."""
    return is_linked(evidence, deal) or any(same_record(other.id, deal) for other in evidence.others)


def named_in(text: str, deals: Iterable[Deal]) -> list[str]:
    """The ids of the deals that a person's own words name."""
    said = _plain(text)
    named = {deal.id: _plain(deal.name or "") for deal in deals}
    found = {id: name for id, name in named.items() if name and name in said}
    # "Northwind - Renewal" names that deal, and not "Northwind" too.
    return [
        id
        for id, name in found.items()
        if not any(name != other and name in other for other in found.values())
    ]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _linked(evidence: Evidence) -> tuple[Deal, ...]:
    """The deals that Chorus names for the call: by the conversation, and by its analysis."""
    meeting = evidence.meeting
    found = []
    if meeting.opportunity_id:
        found.append(Deal(meeting.opportunity_id, meeting.opportunity_name, meeting.stage, None))
    other = evidence.qualification.opportunity_id
    if other and not any(same_record(other, deal.id) for deal in found):
        seen = next((deal for deal in evidence.others if same_record(deal.id, other)), None)
        found.append(seen or Deal(other, None, None, None))
    return tuple(found)
