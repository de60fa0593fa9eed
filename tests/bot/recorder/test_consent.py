"""Which calls want a second confirmation, by the words and addresses around their link."""

import pytest

from bot.recorder.consent import NoGo, doubt
from tools.meeting_links import Link

LINK = Link("zoom", "987654321", "https://acme.zoom.us/j/987654321", "acme.zoom.us")
WORDS, DOMAINS = ("interview", "1:1", "legal hold"), ("acme.zoom.us", "rival.example")


@pytest.mark.parametrize(
    "text, domains, why",
    [
        ("demo at noon", (), ""),
        ("Interview with Jo", (), "“interview”"),
        ("our 1:1, as always", (), "“1:1”"),
        ("it is on legal hold", (), "“legal hold”"),
        ("interviewing is fun", (), ""),
        ("https://zoom.us/j/1?x=interview", (), ""),
        ("demo", DOMAINS, "acme.zoom.us"),
        ("with jo@rival.example", ("rival.example",), "rival.example"),
        ("with jo@eu.rival.example", ("Rival.example",), "Rival.example"),
        ("with jo@notrival.example", ("rival.example",), ""),
    ],
)
def test_a_word_or_a_domain_asks_for_a_confirmation(text: str, domains: tuple[str, ...], why: str) -> None:
    found = doubt(text, LINK, NoGo(WORDS, domains))
    assert (why in found) if why else found == ""


@pytest.mark.parametrize(
    "text, internal",
    [
        ("forecast, ana@seller.example", True),
        ("ana@seller.example and ben@eu.Seller.example", True),
        ("ana@seller.example and jo@northwind.example", False),
        ("ana@seller.example and jo@notseller.example", False),
        ("demo for Northwind", False),
    ],
)
def test_a_call_beside_which_only_our_own_people_are_named_is_internal(text: str, internal: bool) -> None:
    assert ("Only people of" in doubt(text, LINK, NoGo(own=("seller.example",)))) is internal
    assert doubt(text, LINK, NoGo()) == ""
