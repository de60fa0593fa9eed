"""The card of a proposal in each of its states, kept in golden/card_*.txt, and at the edges of what Slack takes."""

from typing import Any

import pytest

from bot.proposals import Change, Proposal, State
from bot.slack.cards import APPROVE, DECLINE, TICK, card
from sandbox.slack import check_message, text_of
from tests.bot.slack.golden import reads_as, taken_by_slack
from tests.builders import NOON, a_change, a_proposal

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
)
DECISION = {"by": "USAM", "at": NOON.timestamp(), "token": "c", "fields": ["economic_buyer", "Amount"]}

STATES: dict[str, dict[str, Any]] = {
    "pending": {},
    "preview": {"state": State.PREVIEW, "expires_at": 0.0},
    "declined": {"state": State.DECLINED, "decision": DECISION | {"fields": []}},
    "expired": {"state": State.EXPIRED, "decision": {"at": NOON.timestamp(), "token": "e", "fields": []}},
    "writing": {"state": State.APPROVED, "decision": DECISION},
    "written": {"state": State.APPROVED, "decision": DECISION, "outcome": {"status": "written"}},
    "refused": {
        "state": State.APPROVED,
        "decision": DECISION,
        "outcome": {"status": "refused", "say": "Chorus refused the request: Stage is <locked>."},
    },
    "unverified": {
        "state": State.APPROVED,
        "decision": DECISION,
        "outcome": {"status": "unverified", "say": "The connection to Truto broke before the answer came."},
    },
}


def in_state(name: str, changes: tuple[Change, ...] = CHANGES, **more: Any) -> Proposal:
    return a_proposal(changes=changes, **STATES[name] | more)


@pytest.mark.parametrize("name", STATES)
def test_the_card_reads_as_kept(name: str) -> None:
    assert reads_as(f"card_{name}", [card(in_state(name))])


@pytest.mark.parametrize("name", STATES)
def test_only_an_open_card_has_buttons_and_ticks(name: str) -> None:
    _, blocks = card(in_state(name))
    is_open = name == "pending"
    buttons = [e["action_id"] for b in blocks if b["type"] == "actions" for e in b["elements"]]
    ticks = [b["accessory"] for b in blocks if "accessory" in b]
    assert buttons == ([APPROVE, DECLINE] if is_open else [])
    assert [t["action_id"] for t in ticks] == ([TICK] * 3 if is_open else [])
    assert ["initial_options" in t for t in ticks] == ([True, False, True] if is_open else [])


def test_a_button_carries_the_proposals_id_and_a_tick_the_fields_name() -> None:
    _, blocks = card(in_state("pending"))
    assert {e["value"] for e in blocks[-1]["elements"]} == {"p1"}
    values = [b["accessory"]["options"][0]["value"] for b in blocks if "accessory" in b]
    assert values == [c.field_name for c in CHANGES]


def many(n: int = 40, text: str = "wört " * 600) -> tuple[Change, ...]:
    return tuple(
        a_change(f"field_{i}", label=text, now=text, proposed=text, quote=text, remark=text, minute=1e6)
        for i in range(n)
    )


HOSTILE = "<!channel> <@U1> <https://evil.example|ok> `*_~ & \n> \u202e\x00 https://evil.example"


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("text", ["wört " * 600, "&" * 3000, "<" * 3000, HOSTILE * 30, "🎉", "日" * 3000])
def test_slack_takes_forty_changes_of_whatever_length(name: str, text: str) -> None:
    words = {k: text for k in ("meeting_title", "opportunity_name", "stage", "account", "owner_name")}
    assert taken_by_slack(card(in_state(name, many(text=text), **words)))


@pytest.mark.parametrize("name", STATES)
def test_slack_takes_a_card_full_of_nothing(name: str) -> None:
    empty = (a_change("x", label="", now="", proposed="", quote="", ticked=False),)
    nothing = dict.fromkeys(("stage", "account", "owner_name", "owner_email", "owner_id"))
    assert taken_by_slack(card(in_state(name, empty, opportunity_name="", meeting_title="", **nothing)))
    assert taken_by_slack(card(in_state(name, ())))


@pytest.mark.parametrize("name", STATES)
def test_nothing_on_a_card_can_ring_or_link(name: str) -> None:
    words = {k: HOSTILE for k in ("meeting_title", "opportunity_name", "stage", "account", "owner_name")}
    outcome = STATES[name].get("outcome")
    more = {"outcome": outcome | {"say": HOSTILE}} if outcome else {}
    text, blocks = card(in_state(name, many(3, HOSTILE), **words, **more))
    for said in (text, str(blocks)):
        for danger in ("<!channel", "<@U1>", "<https://evil"):
            assert danger not in said


def test_a_field_with_a_long_name_keeps_its_whole_name_on_the_tick() -> None:
    name = "F" * 140 + "__c"
    text, blocks = card(a_proposal(changes=[a_change(name)]))
    assert check_message({"text": text, "blocks": blocks}) == []
    assert blocks[2]["accessory"]["options"][0]["value"] == name


def test_a_card_without_anyone_who_decided_says_nobody() -> None:
    assert "Declined by nobody" in text_of({"blocks": card(a_proposal(state=State.DECLINED))[1]})
