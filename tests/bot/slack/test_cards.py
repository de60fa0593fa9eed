"""The card of a proposal in each of its states, kept in golden/card_*.txt, and at the edges of what Slack takes."""

from typing import Any

import pytest

from bot.proposals.deals import Deal
from bot.proposals.proposal import Adding, Change, Meeting, Proposal, State
from bot.slack.cards import APPROVE, DEAL, DECLINE, EDIT, TICK, UNDO, Message, button_value, card
from sandbox.slack import text_of
from tests.bot.slack.golden import reads_as
from tests.builders import CALL, NOON, a_change, a_proposal
from tests.builders import DEAL as RECORD

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
        "meetings": (Meeting(CALL, "Demo"), Meeting("B", "Discovery")),
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
OPEN = ("pending", "changed", "page", "question", "undo", "named_here")


def in_state(name: str, changes: tuple[Change, ...] = CHANGES, **more: Any) -> Proposal:
    return a_proposal(changes=changes, **STATES[name] | more)


def shown(name: str, proposal: Proposal) -> Message:
    return card(proposal, **SHOWN.get(name, {}))


def pressed(blocks: list[dict[str, Any]]) -> list[str]:
    return [e["action_id"] for b in blocks if b["type"] == "actions" for e in b["elements"]]


@pytest.mark.parametrize("name", STATES)
def test_the_card_reads_as_kept(name: str) -> None:
    changes = BACK if name == "undo" else CHANGES
    assert reads_as(f"card_{name}", [shown(name, in_state(name, changes))])


@pytest.mark.parametrize("name", STATES)
def test_what_can_be_pressed_is_what_can_be_done(name: str) -> None:
    _, blocks = shown(name, in_state(name))
    expected = {
        **{key: [APPROVE, EDIT, DECLINE] for key in OPEN},
        "question": [f"{DEAL}:0", f"{DEAL}:1", DECLINE],
        "undo": [APPROVE, DECLINE],
        "written": [UNDO],
        "partly": [UNDO],
        "partly_undone": [UNDO],
    }
    assert pressed(blocks) == expected.get(name, [])
    ticks = [b["accessory"] for b in blocks if "accessory" in b]
    can_tick = name in OPEN and name != "question"
    assert [t["action_id"] for t in ticks] == ([TICK] * 5 if can_tick else [])
    assert ["initial_options" in t for t in ticks] == ([True, False, True, True, True] if can_tick else [])


def test_an_undo_button_goes_once_somebody_says_it_was_undone() -> None:
    outcome = STATES["written"]["outcome"] | {"undone": {"by": "USAM", "at": NOON.timestamp(), "whole": True}}
    _, blocks = card(in_state("written", outcome=outcome))
    assert pressed(blocks) == []
    assert "CRM update: undone" in text_of({"blocks": blocks})


def test_a_button_carries_the_id_and_what_was_shown_and_a_tick_its_row() -> None:
    proposal = in_state("pending")
    _, blocks = card(proposal)
    assert {button_value(e["value"]) for e in blocks[-1]["elements"]} == {("p1", proposal.digest[:16], "")}
    boxes = [b for b in blocks if "accessory" in b]
    assert [b["accessory"]["options"][0]["value"] for b in boxes] == ["0", "1", "2", "3", "5"]
    assert boxes[-1]["block_id"] == f"tick:p1:{proposal.digest[:8]}:5"


def test_a_deals_button_carries_its_id() -> None:
    _, blocks = card(in_state("question"))
    assert [button_value(e["value"])[2] for e in blocks[-1]["elements"]] == ["006OTHER", "006SMALL", ""]


@pytest.mark.parametrize("value", ["", "p1", "p1 d", "p1 d 006 7"])
def test_whatever_a_button_says_comes_apart(value: str) -> None:
    assert " ".join(button_value(value)).strip() == value


def test_a_changed_card_forgets_the_old_ticks() -> None:
    ids = [{b.get("block_id") for b in card(in_state(n))[1]} - {None} for n in ("pending", "changed")]
    assert ids[0].isdisjoint(ids[1] - {"decide:p1"})


def test_deals_of_one_name_are_told_apart_by_their_ids_and_six_are_offered() -> None:
    deals = tuple(Deal(f"0065e0000000{n:02}", "N & N" * 30, "Stage" * 9, None) for n in range(9))
    _, blocks = card(in_state("question", others=deals))
    names = [e["text"]["text"] for e in blocks[-1]["elements"][:-1]]
    assert len(set(names)) == 6
    assert all(len(name) <= 75 and name.startswith("N & N") for name in names)


def test_a_card_without_anyone_who_decided_says_nobody() -> None:
    assert "Declined by nobody." in text_of({"blocks": card(a_proposal(state=State.DECLINED))[1]})
