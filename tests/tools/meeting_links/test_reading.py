"""One address gives one verdict, and nothing that people paste makes the reading fail."""

import random
import string

import pytest

from tools.meeting_links import Link, RefusedLink, read_link


@pytest.mark.parametrize(
    "url",
    [
        "https://zoom.us@evil.example/j/987654321",
        "https://zoom.us:443@evil.example/j/987654321",
        "https://ana@zoom.us/j/987654321",
        "https://evil.example%2F@zoom.us/j/987654321",
        "https://zoom%2Eus@evil.example/",
        "https://@zoom.us/j/987654321",
        "https://zoom.us:8443/j/987654321",
    ],
)
def test_an_address_that_misleads_about_its_host_is_refused(url: str) -> None:
    link = read_link(url)
    assert isinstance(link, RefusedLink)
    assert "misleads" in link.reason


@pytest.mark.parametrize(
    "url",
    [
        "https://zoom.us\\@evil.example/j/987654321",
        "https://zoom.us%40evil.example/j/987654321",
        "https://zoom.us%00.evil.example/j/987654321",
        "https://zoom.us:port/j/987654321",
        "https://zoom.us/j/987654321\x00",
        "https%252525253A%252525252F%252525252Fzoom.us/j/987654321",
        "https://zoom.us/j/987654321?" + "x" * 9000,
    ],
)
def test_an_address_that_cannot_be_made_out_is_refused_if_it_speaks_of_a_meeting(url: str) -> None:
    link = read_link(url)
    assert isinstance(link, RefusedLink)
    assert "make out" in link.reason
    assert len(link.url) <= 200


@pytest.mark.parametrize(
    "tail",
    [
        "?next=https://evil.example",
        "?next=https%3A%2F%2Fevil.example",
        "?next=https%253A%252F%252Fevil.example",
        "?pwd=x&u=//evil.example/a",
        "#https://evil.example",
        "?a=http:/evil.example",
        "?x=https://zoom.us/j/111111111",
    ],
)
def test_a_link_that_hides_a_second_one_is_refused(tail: str) -> None:
    link = read_link(f"https://zoom.us/j/987654321{tail}")
    assert isinstance(link, RefusedLink)
    assert "second address" in link.reason


@pytest.mark.parametrize(
    "url",
    [
        "https://www.google.com/url?q=https://zoom.us/j/987654321&sa=D",
        "https://evil.example/?next=https%3A%2F%2Fmeet.google.com%2Fabc-defg-hij",
        "https://meet.google.com/linkredirect?dest=https%3A%2F%2Fzoom.us%2Fj%2F987654321",
        "https://zoom.us/signin?return=https://zoom.us/j/987654321",
    ],
)
def test_an_address_that_only_leads_on_is_refused_with_the_way_out(url: str) -> None:
    link = read_link(url)
    assert isinstance(link, RefusedLink)
    assert "own link" in link.reason


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hello",
        "https://example.com/",
        "https://example.com/?see=https://zoom.us/pricing",
        "https://ana:pw@intranet.example/",
        "zoommtg://zoom.us/join?confno=987654321",
        "mailto:ana@zoom.us",
        "https://",
        "ftp://zoom.us/j/987654321",
        "https://evil.example%00/",
    ],
)
def test_what_is_no_meeting_link_is_nothing(url: str) -> None:
    assert read_link(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://zoom.us/j/987654321?pwd=a&amp;uname=x",
        "  https://ZOOM.us/j/987654321?pwd=a ",
        "https%3A%2F%2Fzoom.us%2Fj%2F987654321%3Fpwd%3Da",
        "http://zoom%2Eus/%6A/987654321?pwd=a&region=us",
    ],
)
def test_escapes_and_encodings_do_not_change_the_meeting(url: str) -> None:
    link = read_link(url)
    assert isinstance(link, Link)
    assert link.url == "https://zoom.us/j/987654321?pwd=a"


GOOD = (
    "https://us02web.zoom.us/j/98765432101?pwd=aB3.1",
    "https://meet.google.com/abc-defg-hij",
    "https://teams.microsoft.com/meet/1234567890123?p=aBcDeF",
    "https://acme.webex.com/acme/j.php?MTID=m0123456789abcdef0123456789abcdef",
    "https://8x8.vc/acme/standup",
)
TRICKY = string.printable + "%25%2F%40@\\#?&=//:xn--оо０１。\u202e\ud800"


@pytest.mark.parametrize("seed", range(40))
def test_no_mutation_makes_the_reading_fail_or_lead_to_a_foreign_host(seed: int) -> None:
    chance = random.Random(seed)
    ours = ("zoom.us", "meet.google.com", "teams.microsoft.com", "webex.com", "8x8.vc")
    for _ in range(100):
        url = list(chance.choice(GOOD))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(url))
            url[at : at + chance.randint(0, 3)] = chance.choices(TRICKY, k=chance.randint(0, 3))
        link = read_link("".join(url))
        if isinstance(link, Link):
            assert any(link.host == host or link.host.endswith(f".{host}") for host in ours)
            assert link.url.startswith(f"https://{link.host}/")
            assert link.url.isprintable()
            again = read_link(link.url)
            assert isinstance(again, Link)
            assert again.key == link.key
        elif link is not None:
            assert link.reason.endswith(".")
