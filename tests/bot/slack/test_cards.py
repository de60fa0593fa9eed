"""The card of a proposal in each of its states, kept in golden/card_*.txt, and at the edges of what Slack takes."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.proposals.deals import Deal
from bot.proposals.proposal import Adding, Change, Meeting, Proposal, State
from bot.proposals.shown import LONGEST, ROOM, paged, too_long
from bot.slack.cards import APPROVE, DEAL, DECLINE, EDIT, TICK, UNDO, Message, button_value, card
from sandbox.slack import check_message, text_of
from tests.bot.slack.golden import reads_as, taken_by_slack
from tests.builders import CALL, NOON, a_change, a_proposal

NOTES = "They compared two vendors.\nIngrid wants a pilot in July.\n\nSecurity review is open."

CHANGES = (
    a_change(minute=3725.9),
    a_change(
        "Next_Step__c",
        label="Next Steps",
        now="Book demo",
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
LISTS = {"unspoken": ("Champion", "Competition"), "forbidden": ("Stage",)}
UNSEEN = "it still shows “Faster”"
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
OPEN = ("pending", "changed", "page", "question", "undo")


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
    }
    assert pressed(blocks) == expected.get(name, [])
    ticks = [b["accessory"] for b in blocks if "accessory" in b]
    can_tick = name in OPEN and name != "question"
    assert [t["action_id"] for t in ticks] == ([TICK] * 5 if can_tick else [])
    assert ["initial_options" in t for t in ticks] == ([True, False, True, True, True] if can_tick else [])


def test_an_undo_button_goes_once_somebody_says_it_was_undone() -> None:
    _, blocks = card(in_state("written"), undone=True)
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


WORDS = ["wört " * 400, "🎉" * 1000, "&" * 2000, "<>" * 1000, "日本" * 1000, "שלום " * 400, "a\n" * 1000, ""]


def many(text: str, n: int = 40, **more: Any) -> tuple[Change, ...]:
    made = {
        "label": text[:500],
        "now": text,
        "proposed": text,
        "quote": text * 3,
        "remark": text[:300],
        "minute": 1e6,
    }
    return tuple(a_change(f"field_{i}", **made | more) for i in range(n))


def crowded(name: str, text: str, page: tuple[Change, ...]) -> Proposal:
    """A proposal with everything on it that a card can have, all of it long, and every field approved."""
    about = dict.fromkeys(("opportunity_name", "stage", "account", "owner_name"), text)
    labels = tuple(f"{n}{text[:500]}" for n in range(40))
    own = STATES[name]
    more: dict[str, Any] = {"notice": text, "unspoken": labels, "forbidden": labels}
    more["others"] = tuple(Deal(f"006{n}", text or None, text, None) for n in range(12))
    more["meetings"] = tuple(Meeting(f"{n}" if n else CALL, text) for n in range(12))
    made = a_proposal(changes=page, **about | own | more)
    body = made.arguments | {f"extra{n}{text[:90]}": text for n in range(12)}
    fields = [change.field_name for change in page]
    if made.outcome:
        kinds = [*made.outcome["fields"].values()]
        fared = {f: kinds[i % len(kinds)] | {"say": text} for i, f in enumerate(fields)}
        made = replace(made, outcome=made.outcome | {"say": text, "fields": fared})
    chosen = made.decision and made.decision | {"fields": fields, "say": text}
    return replace(made, arguments=body, decision=chosen)


def mrkdwn(blocks: list[dict[str, Any]]) -> list[str]:
    """Every text that Slack reads as markup."""
    said = [b["text"]["text"] for b in blocks if b["type"] == "section"]
    return said + [e["text"] for b in blocks if b["type"] == "context" for e in b["elements"]]


def utf16(text: str) -> int:
    """A length as Slack may count it: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def fits(message: Message) -> bool:
    """Whether Slack takes a message, however it counts."""
    assert max(map(utf16, mrkdwn(message[1]))) < 3000, "one block"
    return taken_by_slack(message)


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("text", WORDS, ids=[word[:2] for word in WORDS])
def test_slack_takes_every_page_of_forty_long_changes(name: str, text: str) -> None:
    author = {"author": "U0123456789"} if name == "changed" else {}
    pages = paged(many(text, **author))
    assert sum(map(len, pages)) == 40
    for page in {len(page): page for page in pages}.values():
        assert fits(shown(name, crowded(name, text, page)))


@pytest.mark.parametrize("name", STATES)
def test_slack_takes_as_many_short_rows_as_a_page_holds(name: str) -> None:
    page = paged(many("x", 60, proposed="y"))[0]
    assert len(page) > 30
    assert fits(shown(name, crowded(name, "a b", page)))


@pytest.mark.parametrize("name", STATES)
def test_slack_takes_a_card_full_of_nothing(name: str) -> None:
    empty = (a_change("x", label="", now="", proposed="", quote="", ticked=False),)
    nothing = dict.fromkeys(("stage", "account", "owner_name", "owner_email", "owner_id"))
    assert fits(shown(name, in_state(name, empty, opportunity_name="", meetings=(), **nothing)))
    assert fits(shown(name, in_state(name, ())))


TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("&<>*_~`🎉 \n"), max_size=300).map(
    lambda t: t * 9
)


@settings(deadline=None, max_examples=30)
@given(st.lists(TEXTS, min_size=1, max_size=9), st.sampled_from(sorted(STATES)))
def test_slack_takes_whatever_anybody_said(texts: list[str], name: str) -> None:
    changes = [replace(many(text, 1)[0], field_name=f"f{n}") for n, text in enumerate(texts)]
    changes = [replace(c, locked=bool(too_long(c))) for c in changes]
    for page in paged(changes):
        assert fits(shown(name, crowded(name, texts[0], page)))


@settings(deadline=None, max_examples=60)
@given(st.text(st.sampled_from("ab&<>🎉 日\n"), max_size=LONGEST // 2).filter(str.strip))
def test_every_character_that_would_be_sent_is_on_the_card(value: str) -> None:
    change = a_change(proposed=value, label="L", quote=None)
    _, blocks = card(a_proposal(changes=[change], opportunity_name="D"))
    rows = "".join(text_of({"blocks": [b]}) for b in blocks[2:-2] if b["type"] == "section")
    said = rows.replace("*L*", "").replace("_empty_ →", "").replace("[x] Write", "")
    if too_long(change):
        assert "…" in said
    else:
        assert "".join(said.replace("│", "").replace("*", "").split()) == "".join(value.split())


def test_a_page_stays_far_below_what_slack_takes_in_all() -> None:
    for text in WORDS:
        for page in {len(page): page for page in paged(many(text))}.values():
            _, blocks = card(a_proposal(changes=page))
            assert sum(map(utf16, mrkdwn(blocks))) < ROOM + 1000


HOSTILE = "<!channel> <@U1> <https://evil.example|ok> `*_~ & \n> \u202e\x00 https://evil.example"


@pytest.mark.parametrize("name", STATES)
def test_nothing_on_a_card_can_ring_or_link(name: str) -> None:
    page = paged(many(HOSTILE, 3, stamp=HOSTILE, adding=Adding.BY_US, author=HOSTILE))[0]
    text, blocks = card(crowded(name, HOSTILE, page), link=f"https://crm.example/{HOSTILE}")
    for said in (text, *mrkdwn(blocks)):
        for danger in ("<!channel", "<@U1>", "<https://evil", "\u202e"):
            assert danger not in said
    assert check_message({"text": text, "blocks": blocks}) == []


def test_a_card_without_anyone_who_decided_says_nobody() -> None:
    assert "Declined by nobody." in text_of({"blocks": card(a_proposal(state=State.DECLINED))[1]})
