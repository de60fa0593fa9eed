"""The card under a link: which call it is, inert, without a word of what was said."""

from typing import Any

from bot.slack.unfurl_words import card
from sandbox.slack import check_blocks
from sandbox.slack.render import lines_of
from tests.builders import CALL, NOON, a_conversation, a_participant

LINK = f"https://chorus.ai/meeting/{CALL}"


def a_card(**more: Any) -> dict[str, Any]:
    people = [a_participant(name=name, side="ours") for name in ("Ana Ruiz", "Ben Cole")]
    made = {"start": NOON, "duration": 2700.0, "stage": "Negotiation", "account_name": "Northwind"}
    made |= {"participants": (*people, a_participant(side="theirs"))}
    return card(a_conversation(**made | more), LINK)


def lines(made: dict[str, Any]) -> list[str]:
    return lines_of(made["blocks"])


def test_it_tells_the_call_its_deal_and_who_was_there() -> None:
    made = a_card()
    assert check_blocks(made["blocks"], "message") == []
    assert lines(made) == [
        "*Northwind discovery*",
        "3 Jun 2026, 12:00 UTC · 45 min · processed by Chorus",
        "Northwind - 2026 · Negotiation · Northwind",
        "3 people, on our side Ana Ruiz and Ben Cole",
        f"[ Open in Chorus → {LINK} ]",
    ]
    assert made["fallback"].splitlines() == [lines(made)[0].strip("*"), *lines(made)[1:4]]


def test_what_is_not_known_is_left_out() -> None:
    bare = a_card(
        subject=None, start=None, duration=0.0, participants=(), account_name=None, opportunity_name=None
    )
    assert lines(bare)[:-1] == ["*Untitled call*", "processed by Chorus"]


def test_it_says_how_far_chorus_is_with_it() -> None:
    said = {
        status: lines(a_card(status=status))[1] for status in ("live", "processing", "no show", "scheduled")
    }
    assert said["live"].endswith("live now")
    assert said["processing"].endswith("Chorus is working on it")
    assert said["no show"].endswith("not recorded")
    assert said["scheduled"].endswith("not seen by Chorus yet")


def test_many_people_are_counted_and_nothing_in_a_name_works() -> None:
    crowd = tuple(a_participant(name=f"Rep {n} <!here>", side="ours") for n in range(9))
    made = a_card(
        participants=crowd, summary="They are going with somebody else.", subject="<!channel> x" * 200
    )
    assert "9 people, on our side Rep 0" in str(made)
    assert "and 6 more" in str(made)
    assert "<!here>" not in str(made)
    assert "<!channel>" not in str(made)
    assert "somebody else" not in str(made)
    assert check_blocks(made["blocks"], "message") == []
