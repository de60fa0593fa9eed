"""What is everybody's own on the Home tab: every state in true words, cut to what there is room for, taken by Slack."""

from dataclasses import replace
from typing import Any

import pytest

from bot.risk.own_deals import OwnDeal
from bot.risk.verdict import Level
from bot.slack import account_words, own_words
from bot.slack import home_mine as mine
from bot.slack.home_words import home
from bot.store.accounts import Account, State
from bot.store.joins import FORWARD, Join
from bot.waiting import Waiting
from sandbox.slack import check_view
from sandbox.slack.render import lines_of
from tests.bot.slack.tab import pressable, text_of
from tests.builders import NOON, a_proposal

NOW = NOON.timestamp()
JOIN = Join(
    "zoom:987654321", "t1", "UANA", NOW - 60, "C1", "100.1", "https://zoom.us/j/987654321", "asked", "A1"
)
LINK = "https://acme.slack.com/archives/C1/p1001"


def a_waiting(card: Any = None) -> Waiting:
    return Waiting(card or a_proposal(), "C1", "100.2", is_own=True)


@pytest.mark.parametrize("state", [*FORWARD, "doubted"])
def test_a_recorder_is_told_as_it_is_known_to_stand(state: str) -> None:
    said = text_of(mine.recorders([replace(JOIN, state=state)], {"t1": LINK}))
    assert "Zoom 987654321" in said
    assert own_words.STATES[state] in said


@pytest.mark.parametrize(
    "join, press",
    [
        (replace(JOIN, state="live"), [(mine.LEAVE, "zoom:987654321 A1")]),
        (replace(JOIN, state="live", call=None), []),
        (replace(JOIN, state="unseen"), [(mine.STOP, "zoom:987654321 t1")]),
        (replace(JOIN, state="accepted"), []),
    ],
)
def test_a_recorder_has_the_button_of_its_own_card(join: Join, press: list[tuple[str, str]]) -> None:
    assert pressable(mine.recorders([join], {})) == press


def test_a_recorder_links_to_its_thread_where_a_link_leads_there() -> None:
    assert LINK in text_of(mine.recorders([JOIN], {"t1": LINK}))
    assert "its thread" not in text_of(mine.recorders([JOIN], {}))
    assert "No recorder of yours" in text_of(mine.recorders([], {}))


def test_a_card_links_to_itself_where_a_link_leads_there() -> None:
    assert LINK in text_of(mine.waiting([a_waiting()], {"p1": LINK}))
    assert "its card is in #C1" in text_of(mine.waiting([a_waiting()], {}))
    assert "No card waits for your decision." in text_of(mine.waiting([], {}))


def test_while_writing_is_off_the_cards_say_so() -> None:
    assert "Writing was switched off" in text_of(mine.waiting([a_waiting()], {}, "Writing was switched off."))
    assert "switched off" not in text_of(mine.waiting([], {}, "Writing was switched off."))


def test_a_deal_at_risk_says_why_since_when_and_where_it_was_said() -> None:
    reason = {"name": "Long gap", "fact": "no call since 1 Jun", "url": "https://chorus.ai/meeting/1"}
    deal = OwnDeal("D1", "Northwind <2026>", Level.ACT, (reason, reason, reason), NOW)
    said = text_of(mine.deals([deal], NOW))
    assert "*Northwind <2026>* · act · as of" in said
    assert "no call since 1 Jun · and 2 more reasons" in said
    assert "https://chorus.ai/meeting/1" in said
    hidden = OwnDeal("D1", "Northwind", Level.AT_RISK, ({"name": "Long gap", "url": "javascript:x"},), NOW)
    assert "javascript" not in text_of(mine.deals([hidden], NOW))
    assert "not shown" in text_of(mine.deals([replace(hidden, reasons=())], NOW))


def test_no_deal_at_risk_is_told_apart_from_no_digest() -> None:
    assert "None of your deals was at risk by the last digest" in text_of(mine.deals([], NOW))
    assert "No risk digest has read" in text_of(mine.deals([], None))


@pytest.mark.parametrize(
    "state, said, presses",
    [
        (None, account_words.NOT_CONNECTED, [mine.CONNECT]),
        (State.ASKED, "nothing was connected by it yet", [mine.CONNECT, mine.DISCONNECT]),
        (State.CONNECTED, "Your own Chorus account is connected", [mine.DISCONNECT]),
        (State.LAPSED, "Chorus no longer accepts", [mine.CONNECT, mine.DISCONNECT]),
        (State.FOREIGN, "belongs to somebody", [mine.CONNECT, mine.DISCONNECT]),
    ],
)
def test_an_account_says_how_it_stands_and_what_can_be_done(
    state: State | None, said: str, presses: list[str]
) -> None:
    blocks = mine.account(Account("UANA", "acc", "t", state, NOW, NOW) if state else None)
    assert said in text_of(blocks)
    assert [action for action, _ in pressable(blocks)] == presses


def test_help_is_a_button_away() -> None:
    text_of(mine.helping())
    assert [action for action, _ in pressable(mine.helping())] == [mine.HELP]


def test_whatever_the_amount_there_is_room_and_the_rest_is_counted() -> None:
    joins = [
        replace(JOIN, meeting=f"zoom:{n}", token=f"t{n}", state="live") for n in range(mine.RECORDERS + 12)
    ]
    cards = [a_waiting(a_proposal(f"p{n}", opportunity_name="N" * 3000)) for n in range(500)]
    deal = OwnDeal("D", "D" * 3000, Level.ACT, ({"name": "x" * 3000, "fact": "f" * 3000},), NOW)
    parts = [mine.waiting(cards, {}), mine.recorders(joins, {}), mine.deals([deal] * 99, NOW)]
    view = home([*parts, mine.account(None), mine.helping()])
    assert check_view(view) == []
    assert len(view["blocks"]) < 40
    assert f"And 12 more: {mine.MORE_RECORDERS}" in lines_of(view["blocks"])
