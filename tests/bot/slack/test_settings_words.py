"""What holds for somebody where they ask, and who can change it."""

from typing import Any

import pytest

from bot.slack import settings_words as words
from bot.slack.settings_words import Holding
from sandbox.slack import check_blocks


def told(**more: Any) -> str:
    made = {
        "switches": ["Writing is on.", "Sending the recorder is on."],
        "joins": True,
        "auto_join": False,
        "quiet": False,
        "after_call": True,
        "place": "channel",
        "reading": "participants",
        "audience": "seats",
        "own_rules": False,
        "profiles": [],
        "digests": [],
        "account": "You have connected none.",
        "admins": ("U0ROSA0",),
        "is_admin": False,
    }
    text, blocks = words.told(Holding(**made | more))
    assert check_blocks(blocks, "message") == []
    return text


def test_a_channel_hears_what_holds_in_it_and_whom_to_ask() -> None:
    said = told()
    for sentence in (words.ON_REQUEST, words.READING["participants"], words.AUDIENCE["seats"], words.AFTER):
        assert sentence in said
    assert "the rules that Chorister comes with" in said
    assert words.NO_DIGESTS in said
    assert "ask an admin: <@U0ROSA0>" in said


def test_what_differs_is_told() -> None:
    said = told(auto_join=True, quiet=True, own_rules=True, profiles=["enterprise"], digests=["Mon at 08:30"])
    for sentence in (
        words.AT_ONCE,
        words.QUIET,
        "your company's own rules",
        "“enterprise”",
        "1 digest here: Mon at 08:30.",
    ):
        assert sentence in said
    assert words.AFTER_OFF in told(after_call=False)
    assert words.ON_REQUEST not in told(joins=False)


@pytest.mark.parametrize(
    "place, sentence", [("direct", words.ALONE), ("shared", words.SHARED), ("away", words.AWAY)]
)
def test_elsewhere_nothing_is_said_of_links_and_reports(place: str, sentence: str) -> None:
    said = told(place=place)
    assert sentence in said
    assert words.ON_REQUEST not in said
    assert words.AFTER not in said


def test_admins_hear_where_to_change_it_and_without_any_nobody_is_named() -> None:
    assert words.FOR_ADMINS in told(is_admin=True)
    assert "name no admin" in told(admins=())
