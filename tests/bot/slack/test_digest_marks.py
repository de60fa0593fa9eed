"""Marks on a digest that was sent: what is done with a deal is shown, and taken back as if it had never been."""

import json
from typing import Any

from bot.risk.standing import Overlay
from bot.slack.blocks import actions, button, section
from bot.slack.digest_items import ACKNOWLEDGE, ASSIGN, SNOOZE, SNOOZES, select
from bot.slack.digest_marks import carried_in, deals_in, marked
from bot.slack.risk_words import UNDO

DEAL = {"d": "006A", "n": "Northwind", "o": "1", "e": "ana@x.example", "l": 2, "p": ["R1:", "R2:c1"]}
NOW = 1_780_000_000.0
LINE = "• *Northwind* · at risk (2)\n   <https://chorus.ai/meeting/C1|Long gap>: 20 days"
TEXT = "Deal risk\n\n• *Northwind* · at risk (2)\n   Long gap: 20 days\n\nFoot"


def blocks(deal: dict[str, Any] = DEAL) -> list[dict[str, Any]]:
    value = json.dumps(deal, ensure_ascii=False, separators=(",", ":"))
    row = [button("Acknowledge", ACKNOWLEDGE, value), select("Snooze", SNOOZE, SNOOZES)]
    return [section("Head"), section(LINE), actions("risk:006A", *row, button("Assign", ASSIGN, "x"))]


def acknowledged(*parts: str) -> dict[str, Overlay]:
    return {"006A": Overlay(acknowledged_by="USAM", parts=parts, line_click="T1")}


def test_what_was_acknowledged_says_by_whom_and_has_an_undo_until_it_is_taken_back() -> None:
    text, now = marked(TEXT, blocks(), acknowledged("R1:", "R2:c1"), NOW)
    assert now[1]["text"]["text"] == f"{LINE}\n   ✓ acknowledged by <@USAM>"
    assert "Long gap: 20 days\n   ✓ acknowledged by <@USAM>\n\nFoot" in text
    assert [e["action_id"] for e in now[2]["elements"]] == [UNDO, ASSIGN]
    assert carried_in(now[2]) == DEAL | {"t": "T1"}
    assert marked(text, now, acknowledged("R1:", "R2:c1"), NOW) == (text, now), "twice is as once"
    assert marked(text, now, {"006A": Overlay()}, NOW) == (TEXT, blocks())


def test_what_was_snoozed_says_until_when() -> None:
    overlay = Overlay(
        snoozed_by="USAM",
        snoozed_until=NOW + 60,
        snoozed_level=2,
        snoozed_parts=tuple(DEAL["p"]),
        line_click="T",
    )
    _, now = marked(TEXT, blocks(), {"006A": overlay}, NOW)
    assert f"✓ snoozed until <!date^{int(NOW) + 60}^" in now[1]["text"]["text"]
    assert "by <@USAM>" in now[1]["text"]["text"]
    assert marked(TEXT, blocks(), {"006A": overlay}, NOW + 61)[1] == blocks(), "it is over"


def test_an_acknowledgement_of_something_else_is_no_mark() -> None:
    assert marked(TEXT, blocks(), acknowledged("R1:"), NOW) == (TEXT, blocks())


def test_a_button_carries_no_more_than_slack_takes() -> None:
    long = DEAL | {"p": [f"R12:{n:040}" for n in range(41)]}
    assert len(blocks(long)[2]["elements"][0]["value"]) > 1900
    _, now = marked(TEXT, blocks(long), acknowledged(*long["p"]), NOW)
    assert len(now[2]["elements"][0]["value"]) <= 2000
    assert deals_in(now) == ["006A"]
