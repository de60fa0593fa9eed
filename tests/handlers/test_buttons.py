"""What a click says: which one it is, in which thread, and what was ticked."""

from typing import Any

import pytest

from bot.slack import cards
from handlers.buttons import click_id, thread_of, ticks


def a_body(**message: Any) -> dict[str, Any]:
    return {"channel": {"id": "C1"}, "user": {"id": "UANA"}, "message": {"ts": "100.1"} | message}


def an_action(at: str = "200.1") -> dict[str, Any]:
    return {"action_id": cards.APPROVE, "action_ts": at, "value": "p1"}


def test_a_repeated_delivery_is_the_same_click_and_nothing_else_is() -> None:
    click = click_id(a_body(), an_action())
    assert click == click_id(a_body(), an_action())
    others = [
        click_id(a_body(), an_action("200.2")),
        click_id(a_body(ts="100.2"), an_action()),
        click_id(a_body() | {"user": {"id": "UBEN"}}, an_action()),
        click_id(a_body() | {"channel": {"id": "C2"}}, an_action()),
    ]
    assert len({click, *others}) == 5


@pytest.mark.parametrize(
    "message, thread", [({"thread_ts": "90.1"}, "90.1"), ({}, "100.1"), ({"thread_ts": None}, "100.1")]
)
def test_a_card_stands_in_its_thread_or_begins_one(message: dict[str, Any], thread: str) -> None:
    assert thread_of(a_body(**message)) == thread


def boxes(*values: str) -> dict[str, Any]:
    options = [{"value": value, "text": {"type": "plain_text", "text": "Write"}} for value in values]
    return {cards.TICK: {"type": "checkboxes", "selected_options": options}}


@pytest.mark.parametrize(
    "state, fields",
    [
        (None, []),
        ({}, []),
        ({"values": {}}, []),
        (
            {"values": {"a": boxes("0"), "b": boxes(), "c": boxes("2")}},
            ["0", "2"],
        ),
        ({"values": {"a": {"other_input": {"value": "x"}}, "b": boxes("3")}}, ["3"]),
        ({"values": {"a": {cards.TICK: {"type": "checkboxes", "selected_options": None}}}}, []),
    ],
)
def test_what_is_ticked_is_what_is_ticked_at_the_click(state: Any, fields: list[str]) -> None:
    assert ticks(a_body() | {"state": state}) == fields
