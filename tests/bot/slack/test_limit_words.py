"""Which limit it was, until when, and whom to ask: in one plain sentence each."""

import pytest

from bot.agent.allowance import Limit, Whose
from bot.slack.limit_words import not_begun, stopped

RUN = Limit(Whose.RUN, "3 rounds")


@pytest.mark.parametrize(
    "limit, words",
    [
        (RUN, "Stopped at the limit of 3 rounds for one run. Ask again to go on from here."),
        (Limit(Whose.PERSON, "$10.00", 86_400.0), "Stopped at the limit of $10.00 a day for one person."),
        (
            Limit(Whose.WORKSPACE, "9 tokens", 86_400.0),
            "the limit of 9 tokens a day for the whole workspace.",
        ),
    ],
)
def test_it_says_which_limit_was_reached(limit: Limit, words: str) -> None:
    assert words in stopped(limit, ["UROSA"])


def test_a_days_limit_says_when_there_is_room_again_in_the_readers_zone() -> None:
    said = stopped(Limit(Whose.PERSON, "$10.00", 86_400.0), [])
    assert "room again from <!date^86400^{date_short_pretty} {time}|2 Jan, 00:00 UTC> on." in said
    assert "room again" not in stopped(RUN, [])


def test_it_says_whom_to_ask() -> None:
    assert "ask <@UROSA> and <@UIVO>." in stopped(RUN, ["UROSA", "UIVO"])
    assert "ask whoever runs Chorister." in stopped(RUN, [])


def test_a_run_that_did_not_begin_says_what_works_all_the_same() -> None:
    said = not_begun(Limit(Whose.WORKSPACE, "$100.00", 86_400.0), ["UROSA"])
    assert said.startswith(
        "I did not begin with this, since the limit of $100.00 a day for the whole workspace"
    )
    assert "<!date^86400^" in said
    assert "<@UROSA>" in said
    assert "`/chorister record`" in said
