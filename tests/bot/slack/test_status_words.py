"""What runs for somebody and what waits for them: never more than is known, and a sentence where there is nothing."""

from dataclasses import replace
from typing import Any

from bot.slack import status_words as words
from bot.slack.schedule_words import Reader
from bot.slack.status_words import Status
from bot.store.joins import Join
from bot.store.switches import Switch
from bot.waiting import Waiting
from sandbox.slack import check_blocks
from tests.builders import NOON, a_proposal, a_schedule, settings

NOW = NOON.timestamp()
JOIN = Join(
    "zoom:987654321", "t", "UANA", NOW, "C1", "100.1", "https://zoom.us/j/987654321", "accepted", None
)
NOTHING = Status((), (), {}, words.NO_DIGEST, ["Writing is on.", "Sending the recorder is on."], None)
LINK = "https://x.slack.com/p1"


def a_waiting(id: str, **more: Any) -> Waiting:
    return Waiting(a_proposal(id, **more), "C1", "100.2", is_own=True)


def told(**more: Any) -> str:
    text, blocks = words.told(replace(NOTHING, **more))
    assert check_blocks(blocks, "message") == []
    assert "".join(text.split()) == "".join("".join(block["text"]["text"] for block in blocks).split())
    return text


def test_where_there_is_nothing_each_part_says_so() -> None:
    said = told()
    for sentence in (
        "No recorder of yours",
        "No card waits",
        words.NO_DIGEST,
        "You have connected no Chorus account",
    ):
        assert sentence in said


def test_recorders_and_cards_are_told_with_the_way_to_them() -> None:
    said = told(recorders=[JOIN], cards=[a_waiting("p1"), a_waiting("p2")], links={"t": LINK, "p1": LINK})
    assert "• *Zoom 987654321* · asked" in said
    assert f"<{LINK}|its thread>" in said
    assert "• *Northwind - 2026*" in said
    assert said.count("|open the card>") == 1


def test_of_many_the_first_are_told_whole_and_the_rest_is_counted() -> None:
    long = [a_waiting(f"p{n}", opportunity_name=f"{n} {'N&' * 900}") for n in range(words.MOST + 3)]
    said = told(cards=long, links={f"p{n}": LINK for n in range(words.MOST)})
    assert "• and 3 more" in said
    assert said.count(f"<{LINK}|open the card>") == words.MOST
    assert f"• *{words.MOST} " not in said


def test_the_next_digest_is_the_first_of_all_that_run() -> None:
    reader = Reader("UTC", NOW)
    early, late = (
        replace(a_schedule(), at=at, zone="UTC", days=(0, 1, 2, 3, 4, 5, 6)) for at in ("13:00", "14:00")
    )
    direct = replace(early, channel="", by="UANA")
    assert words.next_digest([], reader) == words.NO_DIGEST
    assert words.next_digest([late, early], reader) == f"It goes to <#{early.channel}>, 13:00."
    assert words.next_digest([late, direct], reader) == "It goes to <@UANA> directly, 13:00."
    assert words.next_digest([replace(early, paused=True)], reader) == words.PAUSED
    assert words.next_digest([replace(early, days=())], reader) == words.NO_DAY


def test_switches_are_told_for_this_person_in_this_place() -> None:
    on = words.switches(settings(), None, None, "UANA", "C1")
    assert on == [
        "Writing is on: each CRM write waits for a person's click.",
        "Sending the recorder is on.",
    ]
    writes, joins = words.switches(
        settings(CHORISTER_WRITE_CHANNELS="C0OTHER"), None, Switch("joins", False, "UROSA", NOW), "UANA", "C1"
    )
    assert "previews" in writes
    assert "switched off by <@UROSA>" in joins
