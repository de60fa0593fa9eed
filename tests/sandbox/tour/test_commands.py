import pytest

from sandbox.tour.commands import Command, Say, parse

PEOPLE = {"ana", "ben"}


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("", None),
        ("   ", None),
        ("@Chorister hello", Say("@Chorister hello")),
        ("ben: @Chorister hello", Say("@Chorister hello", "ben")),
        ("Ben : hello", Say("hello", "ben")),
        ("https://zoom.us/j/1", Say("https://zoom.us/j/1")),
        ("note: nobody of that name", Say("note: nobody of that name")),
        ("/click 2", Command("click", "2")),
        ("/As ben ", Command("as", "ben")),
        ("/quit", Command("quit")),
    ],
)
def test_a_line_is_something_to_say_or_a_command(typed, meant):
    assert parse(typed, PEOPLE) == meant
