"""A click on a deal: the menus, which carry no value, find it on the button beside them."""

from typing import Any

from bot.slack import digest_items as items
from handlers.risk import click_on


def body(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {
        "user": {"id": "USAM"},
        "channel": {"id": "C1"},
        "message": {"ts": "1.1", "blocks": list(blocks)},
    }


def a_row(deal: str) -> dict[str, Any]:
    return {
        "block_id": f"risk:{deal}",
        "elements": [
            {"action_id": items.ACKNOWLEDGE, "value": f'{{"d":"{deal}"}}'},
            {"action_id": items.SNOOZE},
        ],
    }


def test_the_deal_is_that_of_the_same_row() -> None:
    action = {"block_id": "risk:D2", "action_id": items.SNOOZE, "action_ts": "2.2"}
    found = click_on(body(a_row("D1"), a_row("D2")), action)
    assert (found["deal"], found["thread"], found["token"]) == ({"d": "D2"}, "1.1", "C1:1.1:USAM:2.2")


def test_a_message_without_that_row_leads_to_no_deal() -> None:
    assert click_on(body(), {"block_id": "risk:D2", "action_id": "x", "action_ts": "2.2"})["deal"] == {}
