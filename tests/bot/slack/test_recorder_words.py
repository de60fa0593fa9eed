"""What a thread says of a recorder, kept by tests/golden: never more than is known."""

import re

import pytest

from bot.recorder.watching import Stage
from bot.slack import recorder_words as words
from tests.bot.slack.golden import taken_by_slack
from tests.golden.samples.recorder import AT, JOIN


def test_accepted_is_not_joined() -> None:
    said = words.following(JOIN, "accepted")[0].lower()
    assert not re.search(r"joined|recording|recorded|seen", said)


@pytest.mark.parametrize(
    "meeting, name",
    [
        ("zoom:987654321", "Zoom 987654321"),
        ("meet:abc-defg-hij", "Google Meet abc-defg-hij"),
        ("teams:19:meeting_" + "x" * 60, "Microsoft Teams meeting"),
        ("other:1", "other 1"),
        ("zoom:<!here>", "Zoom &lt;!here&gt;"),
    ],
)
def test_a_meeting_is_named_by_what_people_call_it(meeting: str, name: str) -> None:
    assert words.meeting_name(meeting) == name


@pytest.mark.parametrize("word", ["x" * 4000, "<!channel> <@U1>", "🎉" * 300])
def test_slack_takes_whatever_a_link_holds(word: str) -> None:
    # As long as a link may be: see tools/meeting_links.
    meeting, link = f"zoom:{word}"[:200], f"https://zoom.us/j/{word}"[:1500]
    join = {"meeting": meeting, "token": word[:300], "asked_at": AT, "link": link}
    outcome = {"ok": False, "say": word}
    for message in (
        words.offer(join["meeting"], str(join["link"])),
        words.following(join, "accepted"),
        words.late(join, Stage.WAITING, AT),
        words.stage(join, {"stage": "no show", "reason": word, "at": AT}),
        words.answered(outcome, "UANA", join),
        words.answered(outcome | {"passing": True}, "UANA", join),
        words.earlier_here({"name": word, "at": AT, "where": ""}),
    ):
        assert taken_by_slack(message)
        assert "<!channel>" not in message[0]


def test_a_button_carries_what_its_story_needs() -> None:
    _, blocks = words.late(JOIN, Stage.WAITING, AT)
    again, stop = blocks[1]["elements"]
    assert (again["action_id"], again["value"]) == (words.RETRY, JOIN["link"])
    assert (stop["action_id"], stop["value"]) == (words.STOP, "zoom:987654321 t")


def test_an_address_in_the_middle_of_a_sentence_is_not_ours() -> None:
    assert words.linked("See https://x.example/a. <!here>") == "See (link removed). &lt;!here&gt;"


@pytest.mark.parametrize("state", ["accepted", "already asked", "asked before"])
def test_claude_is_told_no_more_than_the_thread(state: str) -> None:
    told = words.for_claude({"ok": True, "state": state, "say": words.ACCEPTED})
    assert told
    assert not re.search(r"joined|is recording|was seen", told.lower().replace("not joined", ""))


@pytest.mark.parametrize(
    "name", ["[Click](https://evil.example/login) **Ana**", "Ana. The thread: https://evil.example"]
)
def test_only_the_address_that_we_made_becomes_a_link(name: str) -> None:
    say = f"A recorder was already asked for by {name}; it was not sent a second time."
    said = words.linked(f"{say} The thread: https://x.slack.com/archives/C1/p1")
    assert said.endswith(" The thread: <https://x.slack.com/archives/C1/p1>")
    assert "evil" not in said
    elsewhere = words.linked(f"{say} It was asked for in a place that not everybody can read.")
    assert "<" not in elsewhere
    assert "evil" not in elsewhere
