"""Which calls want a second confirmation, by the words and addresses around their link."""

import time

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


@pytest.mark.parametrize(
    "text",
    [
        "HR talk",
        "HR_talk",
        "H\u00adR talk",
        "HR\u200b talk",
        "ＨＲ talk",
        "Gehaltsgespra\u0308ch",
        "GEHALTSGESPRÄCH",
        "das_Gehaltsgespräch_heute",
        "Gehaltsgespra\u200d\u0308ch",
    ],
)
def test_a_word_is_found_however_it_is_typed(text: str) -> None:
    assert "The message says" in doubt(text, LINK, NoGo(("HR", "Gehaltsgespra\u0308ch", "1_1")))


@pytest.mark.parametrize("text", ["HRs", "three", "1 on 1", "Gehalt"])
def test_a_part_of_a_word_is_another_word(text: str) -> None:
    assert doubt(text, LINK, NoGo(("HR", "Gehaltsgespräch", "1_1"))) == ""


def taken(text: str, rules: NoGo) -> float:
    """The seconds of the fastest of three readings."""
    found = []
    for _ in range(3):
        began = time.perf_counter()
        doubt(text, LINK, rules)
        found.append(time.perf_counter() - began)
    return min(found)


@pytest.mark.parametrize("part", ["a", "a.", "-", "a@", "@", "a@b.", "_", "https://"])
def test_a_text_of_four_times_the_length_takes_about_four_times_as_long(part: str) -> None:
    rules = NoGo(("HR", "interview"), ("rival.example",), ("seller.example",))
    short, long = (taken(part * (n // len(part)), rules) for n in (10_000, 40_000))
    assert long < 10 * short + 0.05
    assert taken(part * (40_000 // len(part)), NoGo()) < 0.01, "nothing is read when nothing is asked"
