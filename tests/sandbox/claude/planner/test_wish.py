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
