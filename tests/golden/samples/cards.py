"""The card of a proposal in each of its states, and at the edges of what Slack takes."""

from typing import Any

from bot.proposals.deals import Deal
from bot.proposals.proposal import Adding, Change, Meeting, Proposal, State
from bot.slack.cards import Message, card
from tests.builders import CALL, NOON, a_change, a_proposal
from tests.builders import DEAL as RECORD
from tests.golden.sample import Sample, sample, under

NOTES = "They compared two vendors.\nIngrid wants a pilot in July.\n\nSecurity review is open."

CHANGES = (
    a_change(minute=3725.9),
    a_change(
        "Next_Step__c",
        label="Next Steps",
        now="Book demo",
        as_of=NOON.timestamp(),
        proposed="Send 3-year quote by Friday & pilot plan",
        quote=None,
        ticked=False,
        remark="holds a value already",
    ),
    a_change(
        "Amount", label="Amount", now=90000, proposed=84000.5, quote="Eighty-four and a half.", minute=0.0
    ),
    a_change(
        "Notes__c",
        label="Call Notes",
        now="2026-05-20: First call.",
        proposed=NOTES,
        quote=None,
        adding=Adding.BY_US,
        stamp="2026-06-03",
    ),
    a_change(
        "Process__c",
        label="Decision Process",
        now_known=False,
        proposed="Their board",
        ticked=False,
        locked=True,
        choices=("Board", "Owner"),
        remark="not a value of this picklist (Board, Owner), so it has to be edited first",
    ),
    a_change("Metrics", label="Metrics", now="Faster", proposed="Saves a day a month", author="UANA"),
)
DECISION = {
    "by": "USAM",
    "at": NOON.timestamp(),
    "token": "c",
    "fields": ["economic_buyer", "Amount", "Metrics"],
}
BEFORE = {"decision": DECISION | {"fields": []}}
OTHERS = (
    Deal("006OTHER", "Northwind - Renewal", "Discovery", "2026-05-01"),
    Deal("006SMALL", "Northwind - Seats", None, None),
)
LISTS = {
    "unspoken": ("Champion", "Competition"),
    "unchanged": ("Pain",),
    "forbidden": ("Stage",),
    "left_out": ("Budget",),
}
PART = {"by": "UANA", "at": NOON.timestamp(), "whole": False, "fields": ["Amount"]}
UNSEEN = "it still shows “Faster”"
MOVED = "Metrics__c was changed in the CRM meanwhile"
LOST = "The connection to Truto broke before the answer came."


def fates(status: str, *found: tuple[str, str], say: str = "") -> dict[str, Any]:
    """An approved card whose fields fared as told: a fate, or one with what was said, in the order of the decision."""
    told = [{"fate": fate} | ({"say": words} if words else {}) for fate, words in found]
    fields = dict(zip(DECISION["fields"], told, strict=True))
    outcome = {"status": status, "say": say, "fields": fields}
    return {"state": State.APPROVED, "decision": DECISION, "outcome": outcome}


WRITTEN = fates("written", ("written", ""), ("seen", ""), ("written", ""))

STATES: dict[str, dict[str, Any]] = {
    "pending": LISTS,
    "changed": {"notice": "Changed since this card was first shown: Metrics.", "others": OTHERS[:1]},
    "page": {
        "page": 2,
        "pages": 3,
        "others": OTHERS,
        "meetings": (Meeting(CALL, "Demo", f"https://chorus.ai/meeting/{CALL}"), Meeting("B", "Discovery")),
    },
    "question": {"opportunity_id": "", "opportunity_name": "", "stage": None, "others": OTHERS},
    "paused": LISTS,
    "preview": {"state": State.PREVIEW, "expires_at": 0.0},
    "declined": {"state": State.DECLINED} | BEFORE,
    "expired": {"state": State.EXPIRED, "decision": {"at": NOON.timestamp(), "token": "e", "fields": []}},
    "overtaken": {
        "state": State.OVERTAKEN,
        "decision": {"at": 0.0, "token": "o", "fields": [], "say": "A newer card of this call stands below."},
    },
    "writing": {"state": State.APPROVED, "decision": DECISION},
    "waiting": {"state": State.APPROVED, "decision": DECISION},
    "written": WRITTEN,
    "partly": fates("partly", ("seen", ""), ("refused", "Amount is <locked>."), ("not seen", UNSEEN)),
    "refused": fates("refused", *[("refused", "")] * 3, say="Chorus refused the request: Stage is <locked>."),
    "unverified": fates("unverified", *[("unverified", LOST)] * 3, say=LOST),
    "half_known": fates("unverified", ("seen", ""), ("unverified", LOST), ("seen", ""), say=LOST),
    "undone": WRITTEN | {"outcome": WRITTEN["outcome"] | {"undone": {"by": "UANA", "at": NOON.timestamp()}}},
    "partly_undone": WRITTEN | {"outcome": WRITTEN["outcome"] | {"undone": PART}},
    "moved": fates(
        "refused",
        ("moved", MOVED),
        ("refused", ""),
        ("refused", ""),
        say=f"Chorus refused the request: {MOVED}.",
    ),
    "named_here": {"is_linked": False, "opportunity_name": RECORD, "account": None, "stage": None},
    "undo": {"undoes": "p0", "notice": "Left alone: Metrics: it was changed since."},
    "undo_written": WRITTEN | {"undoes": "p0"},
}
SHOWN: dict[str, dict[str, Any]] = {
    "pending": {"link": "https://crm.example/0065e"},
    "paused": {"paused": "Writing was switched off by <@UROSA>."},
    "waiting": {"waiting": "Chorus asked us to wait."},
    "unverified": {"link": "https://crm.example/0065e"},
}
BACK = (a_change("Metrics", label="Metrics", now="Saves a day", proposed=None, quote=None),)


def in_state(name: str, changes: tuple[Change, ...] = CHANGES, **more: Any) -> Proposal:
    return a_proposal(changes=changes, **STATES[name] | more)


def shown(name: str, proposal: Proposal) -> Message:
    return card(proposal, **SHOWN.get(name, {}))


def _sample(name: str) -> Sample:
    changes = BACK if name == "undo" else CHANGES
    return sample(name, card, in_state(name, changes), **SHOWN.get(name, {}))


SAMPLES = under("card", *map(_sample, STATES))
