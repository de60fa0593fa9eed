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
