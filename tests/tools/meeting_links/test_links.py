"""A meeting has one name, however its link is spelled."""

from tools.meeting_links import Link, find_links, read_link
from tools.meeting_links.links import RefusedLink


def test_the_key_names_the_meeting_and_not_the_address() -> None:
    one = Link("zoom", "987654321", "https://zoom.us/j/987654321", "zoom.us")
    other = Link("zoom", "987654321", "https://us02web.zoom.us/j/987654321?pwd=x", "us02web.zoom.us")
    assert one.key == other.key == "zoom:987654321"


def test_the_package_offers_both_ways_of_reading() -> None:
    assert find_links("https://zoom.us/my/ana") == [read_link("https://zoom.us/my/ana")]
    assert isinstance(read_link("https://zoom.us/my/ana"), RefusedLink)


def test_a_name_or_an_address_may_only_be_so_long() -> None:
    assert not Link("8x8", "x" * 196, "u" * 1500, "h").is_overlong
    assert Link("8x8", "x" * 197, "u", "h").is_overlong
    assert Link("8x8", "x", "u" * 1501, "h").is_overlong
