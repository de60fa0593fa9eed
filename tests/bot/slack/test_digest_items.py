"""A deal's buttons carry what a click needs, months later; nothing else is trusted."""

import json
from dataclasses import replace

from bot.risk.digest import make_digest
from bot.risk.read import Read
from bot.slack import digest_items as items
from tests.bot.risk.deals import a_call, a_deal, fields, judging

LOOK = items.Look("S1", "2026-06-03", "4 reps", judging())
DEAL = a_deal(a_call(action_items=()), fields=fields(champion="", metrics=""))
(ITEM,) = make_digest(Read([DEAL], ("305921",)), {}, None, judging()).items


def test_the_button_says_whose_deal_it_is_how_serious_and_why() -> None:
    _, row = items.deal_blocks(ITEM, LOOK)
    assert row["block_id"] == f"risk:{DEAL.id}"
    assert json.loads(row["elements"][0]["value"]) == {
        "d": DEAL.id,
        "n": "Northwind Rollout",
        "o": "305921",
        "e": "ana@seller.example",
        "l": 2,
        "p": ["R1", "R5:champion", "R5:metrics"],
    }


def test_why_names_the_reading_and_useless_the_rules() -> None:
    _, row = items.deal_blocks(ITEM, LOOK)
    why, useless = row["elements"][3], row["elements"][4]
    assert why["value"] == f"S1 2026-06-03 {DEAL.id}"
    assert [option["value"] for option in useless["options"]] == ["R1", "R5"]


def test_the_crm_link_is_there_where_the_settings_say_how() -> None:
    _, row = items.deal_blocks(ITEM, replace(LOOK, crm_url="https://crm.example/{id}/view"))
    assert row["elements"][-1]["url"] == f"https://crm.example/{DEAL.id}/view"


def test_a_value_never_grows_beyond_what_slack_takes() -> None:
    parts = tuple(f"R3:{n}@{'x' * 90}.example" for n in range(40))
    reasons = tuple(replace(reason, parts=parts) for reason in ITEM.verdict.reasons)
    huge = replace(ITEM, verdict=replace(ITEM.verdict, reasons=reasons), deal=replace(DEAL, name="Ä" * 900))
    _, row = items.deal_blocks(huge, LOOK)
    held = json.loads(row["elements"][0]["value"])
    assert len(row["elements"][0]["value"]) <= 2000
    assert held["d"] == DEAL.id
