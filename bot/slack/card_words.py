"""The words around the rows of a card: its title, the deal, the lists under it, and what became of it. True, and no more."""

from collections.abc import Iterable, Sequence

from bot.proposals.checking import BAD, GOOD
from bot.proposals.deals import Deal
from bot.proposals.proposal import Change, Meeting, Proposal, State
from bot.slack.card_rows import short
from bot.slack.switch_words import NARROWED
from bot.slack.text import and_list, counted, dated, escape

LISTED, ALONG, FEW = 20, 8, 6
LONGEST = 200
"""Characters of a link on a card."""
"""Labels in a list, further arguments that are named, and deals or fields that are named with more about each."""


def title(proposal: Proposal, *, paused: bool, undone: bool) -> str:
    """The header, which says where the proposal stands."""
    page = f" {proposal.page} of {proposal.pages}" if proposal.pages > 1 else ""
    name = "Undo of a CRM update" if proposal.undoes else f"CRM update{page}"
    whole = ((proposal.outcome or {}).get("undone") or {}).get("whole", True)
    taken_back = "undone" if whole else "partly undone"
    return f"{name}: {taken_back if undone else _state(proposal, paused)}"


def _state(proposal: Proposal, paused: bool) -> str:
    match proposal.state:
        case State.PENDING if not paused:
            return "your decision" if proposal.opportunity_id else "which deal?"
        case State.PENDING | State.PREVIEW:
            return "preview" if proposal.paused.startswith(NARROWED) else "preview, writing is off"
        case State.APPROVED:
            words = {"partly": "partly written", "refused": "not written"}
            words |= {"written": "put back", "partly": "partly put back"} if proposal.undoes else {}
            return words.get(str(proposal.status), proposal.status or "writing…")
        case _:
            return proposal.state.value


def target(proposal: Proposal, link: str | None) -> list[str]:
    """Paragraphs: the deal a card is about and the calls it comes from; what else would be sent; other open deals."""
    name = short(proposal.opportunity_name or proposal.opportunity_id, 120)
    deal = f"*{_linked(link, name)}*" if name else ""
    about = (proposal.stage, proposal.account, proposal.owner_name and f"owner {proposal.owner_name}")
    line = " · ".join([*filter(None, [deal]), *(short(a, 80) for a in about if a)])
    calls = [f"“{_linked(_page(meeting), short(meeting.title, 120))}”" for meeting in proposal.meetings]
    source = f"From the call{'s' if len(calls) > 1 else ''} {and_list(_first(calls, FEW))}" if calls else ""
    along = [f"Sent along: {short(k, 60)} = {short(v, 200)}" for k, v in proposal.also_sent.items()]
    along = [*along[:ALONG], *([f"Sent along: {len(along) - ALONG} more"] if len(along) > ALONG else [])]
    head = "\n".join(filter(None, [line, source]))
    return [*filter(None, [head, _named_here(proposal), "\n".join(along), _others(proposal)])]


def _page(meeting: Meeting) -> str | None:
    """A call's page in Chorus, if that is an address to click."""
    return meeting.url if meeting.url.startswith("https://") and len(meeting.url) <= LONGEST else None


def _others(proposal: Proposal) -> str:
    """The account's other open deals: the one that the call is linked to may be the wrong one."""
    is_open = proposal.state in (State.PENDING, State.PREVIEW)
    if not proposal.opportunity_id or not proposal.others or not is_open:
        return ""
    named = _first([_deal(deal) for deal in proposal.others], FEW)
    one = len(named) == 1
    deals = f"another open deal: {named[0]}" if one else f"other open deals: {and_list(named)}"
    right = "that" if one else "one of those"
    way = "change the link in Chorus and ask again" if proposal.is_linked else "ask again with its link or id"
    return f"The account has {deals}. If {right} is the right one, {way}."


def _named_here(proposal: Proposal) -> str:
    """A deal that Chorus does not link to the call is a person's word alone."""
    if proposal.is_linked or not proposal.opportunity_id:
        return ""
    nothing = proposal.opportunity_name == proposal.opportunity_id
    more = " It shows nothing of that deal, so look whether it is the right one." if nothing else ""
    return f"Chorus links this call to no deal; this one was named here.{more}"


def _deal(deal: Deal) -> str:
    return short(deal.name or deal.id, 80) + (f" ({short(deal.stage, 40)})" if deal.stage else "")


def _linked(link: str | None, words: str) -> str:
    return f"<{escape(link).replace('|', '%7C')}|{words}>" if link else words


def _first(words: Sequence[str], n: int) -> list[str]:
    return [*words[:n], *([f"{len(words) - n} more"] if len(words) > n else [])]


def foot(proposal: Proposal) -> list[str]:
    """The fields that are not on the card, and why; and how old is what the others hold."""
    lists = {
        "Not mentioned in the call": proposal.unspoken,
        "In the CRM already": proposal.unchanged,
        "Never written, by rule": proposal.forbidden,
        "Left out": proposal.left_out,
    }
    said = [f"{why}: {_labels(labels)}." for why, labels in lists.items() if labels]
    return [*said, *filter(None, [_as_of(proposal)])]


def _as_of(proposal: Proposal) -> str:
    """How old the values are that the card calls present."""
    seen = [c.as_of for c in proposal.changes if c.now_known and c.as_of is not None]
    if not seen or proposal.state not in (State.PENDING, State.PREVIEW):
        return ""
    when = dated(min(seen)) if min(seen) else "when Chorus analysed the call"
    return f"What the fields hold was seen {when}; edits made in the CRM since do not show here."


def _labels(labels: Sequence[str]) -> str:
    return and_list(_first([short(label, 60) for label in labels], LISTED))


def became(proposal: Proposal, link: str | None, *, paused: str, waiting: str) -> str:
    """The last words of a card: what a click does, or what became of it."""
    decision = proposal.decision or {}
    at = f", {dated(decision['at'])}" if decision.get("at") else ""
    by = f"<@{escape(decision['by'])}>" if decision.get("by") else "nobody"
    match proposal.state:
        case State.PENDING if paused:
            return f"{paused} The card stays open."
        case State.PENDING:
            return f"{_ticks(proposal)} Expires {dated(proposal.expires_at)}. Card {proposal.id[:8]}"
        case State.PREVIEW:
            why = proposal.paused or "Writing was off."
            return f"{why} So this was made as a preview, from which nothing can be written. Where writing is on, ask again."
        case State.DECLINED:
            return f"Declined by {by}{at}. Nothing was written."
        case State.EXPIRED:
            again = "Click Undo again" if proposal.undoes else "Ask again"
            return f"This expired before anybody decided. Nothing was written. {again} for a fresh card."
        case State.OVERTAKEN:
            return f"{short(decision.get('say', ''), 1200)} Nothing was written from this card.".strip()
        case State.APPROVED:
            return f"Approved by {by}{at}. {_outcome(proposal, link, waiting)}{_undone(proposal)}"


def _ticks(proposal: Proposal) -> str:
    if not proposal.opportunity_id:
        return "Nothing is written before you approve."
    free = [change for change in proposal.changes if not change.locked]
    ticked = sum(change.ticked for change in free)
    rule = "Only ticked fields are written, and nothing before you approve."
    if not free:
        return "No field can be written as it is. Nothing is written before you approve."
    if not ticked:
        return f"No field is ticked; tick what you want written. {rule}"
    if ticked == len(free):
        return rule
    of = counted(len(proposal.changes), "field")
    return f"{ticked} of {of} {'is' if ticked == 1 else 'are'} ticked; tick the others if you want them written too. {rule}"


def _outcome(proposal: Proposal, link: str | None, waiting: str) -> str:
    good = _fated(proposal, *GOOD)
    say = short((proposal.outcome or {}).get("say", ""), 800)
    match proposal.status:
        case "written":
            labels = [change.label for change in good]
            fields = f"{counted(len(labels), 'field')}: {_labels(labels)}"
            if not (proposal.outcome or {}).get("accepted", True):
                return f"Chorus's answer was lost, but the CRM shows the new value of {fields}."
            return f"Chorus accepted {'what was put back' if proposal.undoes else 'the update'} of {fields}."
        case "partly":
            refused, unseen = _fated(proposal, *BAD), _fated(proposal, "not seen")
            lists = {"Written": good, "Not written": refused, "Not seen in the CRM": unseen}
            return " ".join(f"{how}: {_told(proposal, found)}." for how, found in lists.items() if found)
        case "refused":
            return f"Nothing was written{f': {say}' if say else '.'} {_next(proposal)}".strip()
        case "unverified":
            return f"{say} {_unknown(proposal, link)}".strip()
        case _:
            return f"Writing now… {waiting}".strip()


def _next(proposal: Proposal) -> str:
    """What a person can do after a refusal."""
    say = str((proposal.outcome or {}).get("say", ""))
    if not proposal.is_linked and "link" in say:
        return "Chorus may only write to a deal that it links the call to: link it there, then ask again."
    return "" if not say or "sk again" in say else "When that is put right, ask again for a fresh card."


def _fated(proposal: Proposal, *fates: str) -> list[Change]:
    found = (proposal.outcome or {}).get("fields", {})
    return [c for c in proposal.chosen if found.get(c.field_name, {}).get("fate") in fates]


def _told(proposal: Proposal, changes: Iterable[Change]) -> str:
    """Fields by name, each with what the CRM said to it."""
    fates = (proposal.outcome or {}).get("fields", {})
    words = []
    for change in changes:
        say = fates[change.field_name].get("say")
        words.append(short(change.label, 60) + (f" ({short(say, 110).removesuffix('.')})" if say else ""))
    return and_list(_first(words, FEW))


def _unknown(proposal: Proposal, link: str | None) -> str:
    """What to say and to do where the answer to a write was lost."""
    record = _linked(link, "the record") if link else f"the record {short(proposal.opportunity_id, 60)}"
    lost, seen = _fated(proposal, "unverified"), _fated(proposal, "seen")
    part = bool(lost) and len(lost) < len(proposal.chosen)
    what = f"{_labels([c.label for c in lost])} {'was' if len(lost) == 1 else 'were'}" if part else "this was"
    so = f"The CRM shows {_labels([c.label for c in seen])}, but" if seen else "So"
    return f"{so} it is not known whether {what} written. It was not sent again; please look at {record} in the CRM."


def _undone(proposal: Proposal) -> str:
    undone = (proposal.outcome or {}).get("undone")
    if not undone:
        return ""
    by = f" by <@{escape(undone['by'])}>" if undone.get("by") else ""
    how = "Undone" if undone.get("whole", True) else "Partly undone"
    return f" {how}{by}, {dated(undone['at'])}."
