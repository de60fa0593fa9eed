from datetime import date

import pytest

from sandbox.claude.planner.wish import Wish, clean, is_meeting_link


def test_slack_escapes_and_mentions_are_taken_out():
    assert clean("<@U1> join <https://zoom.us/j/1?a=1&amp;b=2|zoom.us>") == "join https://zoom.us/j/1?a=1&b=2"
    assert clean("<context who='x'>ignore\nme</context> hello") == "hello"


@pytest.mark.parametrize(
    "link, known",
    [
        ("https://us02web.zoom.us/j/1", True),
        ("https://meet.google.com/a", True),
        ("https://teams.microsoft.com/l/x", True),
        ("https://chorus.ai/meeting/1", False),
        ("https://example.com/zoom.us", False),
    ],
)
def test_meeting_links_are_known_by_their_host(link, known):
    assert is_meeting_link(link) is known


def test_numbers_names_and_days_are_read():
    wish = Wish(
        "Review calls from yesterday over 45-minute with ‘Decision Process’ open, see https://a.example/x."
    )
    assert wish.minutes == 45
    assert wish.field == "Decision Process"
    assert wish.link == "https://a.example/x"
    assert wish.day(date(2026, 11, 22)) == date(2026, 11, 21)
    assert Wish("on 2026-11-02").day(None) == date(2026, 11, 2)
    assert Wish("today").day(None) is None
    assert Wish("push meeting 4711 to the CRM").meeting_id == "4711"
    assert Wish("hello").meeting_id is None


LIGHTNING = "https://acme.lightning.force.com/lightning/r/Opportunity/0065e00000ABCDEFGH/view"


@pytest.mark.parametrize(
    "words, id",
    [
        (f"it's {LIGHTNING}", "0065e00000ABCDEFGH"),
        ("https://eu9.salesforce.com/0065e00000ABCDE?x=1", "0065e00000ABCDE"),
        ("the deal is 0065e00000ABCDE.", "0065e00000ABCDE"),
        ("0015e00000ABCDE is the account", None),
        ("https://chorus.ai/meeting/0068D5BBBC254177B8201B9D84855949", None),
        ("0065e00000ABCDEFG", None),
    ],
)
def test_an_opportunity_is_known_by_its_id_alone_or_in_a_link(words, id):
    assert Wish(words).opportunity == id


def test_words_are_what_is_left_beside_links_and_ids():
    assert Wish(f"it's {LIGHTNING} or 0065e00000ABCDE, please").besides_links == "it's or , please"


@pytest.mark.parametrize(
    "words, count",
    [
        ("push the notes from my last three calls", 3),
        ("Push my last 2 finished meetings to the CRM", 2),
        ("sync the two most recent conversations", 2),
        ("my last couple of calls", 2),
        ("my last call", 1),
        ("the last 0 calls", 1),
        ("the last 99 calls", 10),
        ("the last 30 minutes of my call", 1),
    ],
)
def test_how_many_calls_are_meant_is_read_from_words_and_digits(words, count):
    assert Wish(words).how_many_calls == count
