"""What runs for somebody and what waits for them: every state in true words, and where it stands."""

from dataclasses import replace
from typing import Any

import pytest

from bot.slack import own_words as words
from bot.store.joins import FORWARD, Join
from bot.waiting import Waiting
from tests.builders import NOON, a_proposal, an_errand

NOW = NOON.timestamp()
JOIN = Join(
    "zoom:987654321", "t1", "UANA", NOW - 60, "C1", "100.1", "https://zoom.us/j/987654321", "asked", "A1"
)
LINK = "https://acme.slack.com/archives/C1/p1001?thread_ts=1&cid=C1"


def told(card: Any = None, link: str | None = None, **more: Any) -> str:
    made = {"channel": "C1", "ts": "100.2", "is_own": True}
    return words.card(Waiting(card or a_proposal(), **made | more), link)


@pytest.mark.parametrize("state", [*FORWARD, "doubted"])
def test_a_recorder_is_told_as_it_is_known_to_stand(state: str) -> None:
    said = words.recorder(replace(JOIN, state=state), None)
    assert said.startswith("*Zoom 987654321* · asked <!date^")
    assert said.endswith(f"\n{words.STATES[state]}")
    assert "joined" not in said
    assert "thread>" not in said


def test_a_recorder_leads_to_its_thread() -> None:
    assert "<https://acme.slack.com/archives/C1/p1001?thread_ts=1&amp;cid=C1|its thread>" in words.recorder(
        JOIN, LINK
    )


def test_a_card_says_what_it_is_about_who_asked_and_where_it_stands() -> None:
    own = told(link=LINK)
    assert own.startswith(
        "*Northwind - 2026* · 1 CRM field · Northwind discovery\nasked by you · since <!date^"
    )
    assert "|open the card>" in own
    other = told(a_proposal(asker="UBEN"), is_own=False)
    assert "asked by <@UBEN>" in other
    assert "its card is in <#C1>" in other
    assert "direct messages" in told(channel="D1")


def test_a_card_without_a_deal_asks_which_and_an_errand_says_its_deed() -> None:
    assert "*Which deal?*" in told(a_proposal(opportunity_id="", opportunity_name=""))
    assert "Delete for good: the call" in told(an_errand())
    assert "*Delete &lt;!here&gt;*" in told(an_errand(deed="Delete <!here>"))
