"""An address is judged by what it is, not by what it looks like."""

import pytest

from tools.meeting_links import RefusedLink, read_link
from tools.meeting_links.address import Address, split
from tools.meeting_links.disguises import belongs, likeness, may_hide_meeting, readable, rewriter, skeleton


def taken_apart(url: str) -> Address:
    address = split(url)
    assert address is not None
    return address


@pytest.mark.parametrize(
    "url, provider",
    [
        ("https://zoom.us.evil.example/j/987654321", "Zoom"),
        ("https://zoom.us.evil.example/", "Zoom"),
        ("https://us02web.zoom.us.evil.example/j/987654321", "Zoom"),
        ("https://my-zoom.us/", "Zoom"),
        ("https://zoom.us-join.example/j/987654321", "Zoom"),
        ("https://zoorn.us/j/987654321", "Zoom"),
        ("https://zo0m.us/j/987654321", "Zoom"),
        ("https://z00m.us/", "Zoom"),
        ("https://zooom.us/j/987654321", "Zoom"),
        ("https://zom.us/j/987654321", "Zoom"),
        ("https://zoom.co/j/987654321", "Zoom"),
        ("https://zoom-us.example/j/987654321?pwd=x", "Zoom"),
        ("https://fotozoom.com/j/987654321", "Zoom"),
        ("https://zоom.us/j/987654321", "Zoom"),
        ("https://ｚoom.us/j/987654321", "Zoom"),
        ("https://xn--zom-mmc.us/j/987654321", "Zoom"),
        ("https://meet.google.com.evil.example/abc-defg-hij", "Google Meet"),
        ("https://meet-google.example/abc-defg-hij", "Google Meet"),
        ("https://meet.goog1e.com/abc-defg-hij", "Google Meet"),
        ("https://teams.microsoft.com.evil.example/l/meetup-join/x", "Microsoft Teams"),
        ("https://teams-microsoft.example/meet/1234567890123?p=x", "Microsoft Teams"),
        ("https://teams.rnicrosoft.com/", "Microsoft Teams"),
        ("https://acme.webex.com.evil.example/x", "Webex"),
        ("https://webex.example/acme/j.php?MTID=m1", "Webex"),
        ("https://8x8.vc.evil.example/acme/x", "8x8"),
    ],
)
def test_a_look_alike_is_seen_through_and_refused(url: str, provider: str) -> None:
    assert likeness(taken_apart(url)) == provider
    link = read_link(url)
    assert isinstance(link, RefusedLink)
    assert provider in link.reason


@pytest.mark.parametrize(
    "url",
    [
        "https://app.zoominfo.com/s/sales/987",
        "https://zoominfo.com/",
        "https://chorus.ai/meeting/EE8ED5BB",
        "https://fotozoom.com/gallery",
        "https://docs.google.com/document/d/1",
        "https://teams.acme.example/players",
        "https://acme.example/j/987654321",
        "https://example.com/abc-defg-hij",
        "https://xn--mller-kva.example/",
        "https://xn--%.example/",
        "https://xn--99999999999.example/",
    ],
)
def test_an_innocent_address_is_left_alone(url: str) -> None:
    assert read_link(url) is None


@pytest.mark.parametrize(
    "host, name",
    [
        ("nam02.safelinks.protection.outlook.com", "Microsoft Safe Links"),
        ("urldefense.com", "Proofpoint"),
        ("urldefense.proofpoint.com", "Proofpoint"),
        ("protect-us.mimecast.com", "Mimecast"),
        ("url.us.m.mimecastprotect.com", "Mimecast"),
        ("linkprotect.cudasvc.com", "Barracuda"),
        ("secure-web.cisco.com", "Cisco"),
        ("notmimecast.com", None),
        ("urldefense.com.evil.example", None),
        ("zoom.us", None),
    ],
)
def test_mail_security_is_known_by_its_hosts(host: str, name: str | None) -> None:
    assert rewriter(host) == name


@pytest.mark.parametrize(
    "url, hides",
    [
        (
            "https://x.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F987654321&data=05",
            True,
        ),
        (
            "https://x.safelinks.protection.outlook.com/?url=https%253A%252F%252Fteams.microsoft.com%252Fl",
            True,
        ),
        ("https://x.safelinks.protection.outlook.com/?url=https%3A%2F%2Fdocs.example%2F&data=05", False),
        ("https://urldefense.com/v3/__https://zoom.us/j/987654321__;!!abc", True),
        ("https://urldefense.com/v3/__https://docs.example/x__;!!abc", False),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__acme.zoom.us_j_987654321&d=Dw", True),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__docs.example_x&d=Dw", False),
        ("https://protect-us.mimecast.com/s/abcDEF?domain=acme.zoom.us", True),
        ("https://protect-us.mimecast.com/s/abcDEF?domain=docs.example", False),
        ("https://protect-us.mimecast.com/s/abcDEF", True),
    ],
)
def test_a_rewritten_link_is_refused_only_if_it_may_lead_to_a_meeting(url: str, hides: bool) -> None:
    assert may_hide_meeting(taken_apart(url)) is hides
    link = read_link(url)
    assert (link is not None) is hides
    if isinstance(link, RefusedLink):
        assert "direct meeting link" in link.reason


def test_a_domain_ends_at_a_dot() -> None:
    assert belongs("zoom.us", "zoom.us")
    assert belongs("a.zoom.us", "zoom.us")
    assert not belongs("evilzoom.us", "zoom.us")


def test_hosts_as_the_eye_reads_them() -> None:
    assert readable("xn--mller-kva.example") == "müller.example"
    assert readable("xn--ü.example") == "xn--ü.example"
    assert skeleton("ZО0rn.us") == skeleton("ꮓᴏσm。us") == "zoom.us"
    assert skeleton("googIe") == skeleton("goog1e") == "google"
    assert skeleton("日本.example") == "??.example"
