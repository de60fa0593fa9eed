"""What runs for somebody and what waits for them: never more than is known, and a sentence where there is nothing."""

from dataclasses import replace
from typing import Any

from bot.slack import status_words as words
from bot.slack.schedule_words import Reader
from bot.slack.status_words import Recorder, Status, Waiting
from bot.store.accounts import Account, State
from bot.store.joins import FORWARD, Join
from bot.store.switches import Switch
from sandbox.slack import check_blocks
from tests.builders import NOON, a_proposal, a_schedule, an_errand, settings

NOW = NOON.timestamp()
JOIN = Join(
    "zoom:987654321", "t", "UANA", NOW, "C1", "100.1", "https://zoom.us/j/987654321", "accepted", None
)
NOTHING = Status((), (), words.NO_DIGEST, ["Writing is on.", "Sending the recorder is on."], None)


def told(**more: Any) -> str:
    text, blocks = words.told(replace(NOTHING, **more))
    assert check_blocks(blocks, "message") == []
    assert text == "\n\n".join(block["text"]["text"] for block in blocks)
    return text


def test_where_there_is_nothing_each_part_says_so() -> None:
    said = told()
    for sentence in (
        words.NO_RECORDERS,
        words.NOTHING_WAITS,
        words.NO_DIGEST,
        "You have connected no Chorus account",
    ):
        assert sentence in said


def test_a_recorder_is_told_with_its_true_state_and_its_thread() -> None:
    said = told(recorders=[Recorder(JOIN, "https://x.slack.com/p1"), Recorder(replace(JOIN, state="unseen"))])
    assert "Zoom 987654321: Chorus took the link; not seen in the call yet" in said
    assert "<https://x.slack.com/p1|thread>" in said
    assert "not seen in the call · asked" in said
    assert {*FORWARD, "doubted"} <= {*words.STATES}


def test_cards_are_told_by_deal_or_deed_with_how_long_they_wait() -> None:
    update, unclear = words.update(a_proposal()), words.update(a_proposal(opportunity_id=""))
    assert update == "CRM update: Northwind - 2026"
    assert unclear == "CRM update: which deal is “Northwind discovery” of?"
    assert words.deed(an_errand(deed="Delete <!here>")) == "Delete &lt;!here&gt;"
    said = told(cards=[Waiting(update, NOW, "https://x.slack.com/p2"), Waiting(unclear, NOW)])
    assert f"since <!date^{int(NOW)}^" in said
    assert said.count("|card>") == 1


def test_of_many_the_first_are_told_and_the_rest_is_counted() -> None:
    said = told(cards=[Waiting(f"card {n}", NOW) for n in range(words.MOST + 3)])
    assert "• and 3 more" in said
    assert f"card {words.MOST - 1}" in said
    assert f"card {words.MOST} " not in said


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
    assert on == [words.WRITING_ON, "Sending the recorder is on."]
    writes, joins = words.switches(
        settings(CHORISTER_WRITE_CHANNELS="C0OTHER"), None, Switch("joins", False, "UROSA", NOW), "UANA", "C1"
    )
    assert "previews" in writes
    assert "switched off by <@UROSA>" in joins


def test_each_state_of_an_own_account_is_one_sentence() -> None:
    held = Account("UANA", "a1", "t", State.CONNECTED, 5.0, NOW)
    assert "Connected since <!date^" in words.account(held)
    assert words.account(replace(held, state=State.LAPSED)) == words.LAPSED
    assert words.account(replace(held, state=State.ASKED)) == words.ASKED
    assert "another e-mail address" in words.account(replace(held, state=State.FOREIGN))
