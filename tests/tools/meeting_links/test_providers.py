"""Zoom, Meet, Webex and 8x8: every spelling of a meeting, and every link that is none."""

import pytest

from tools.meeting_links import Link, RefusedLink, read_link

ACCEPTED = {
    "https://zoom.us/j/987654321": ("zoom:987654321", "https://zoom.us/j/987654321"),
    "http://zoom.us/j/987654321/": ("zoom:987654321", "https://zoom.us/j/987654321"),
    "https://us02web.zoom.us/j/98765432101?pwd=aB3.1&uname=Ana&omn=9#success": (
        "zoom:98765432101",
        "https://us02web.zoom.us/j/98765432101?pwd=aB3.1",
    ),
    "https://acme.zoom.us/w/9876543210?tk=tok-1.AG_x&pwd=p": (
        "zoom:9876543210",
        "https://acme.zoom.us/w/9876543210?pwd=p&tk=tok-1.AG_x",
    ),
    "https://zoom.us/wc/join/987654321": ("zoom:987654321", "https://zoom.us/j/987654321"),
    "https://app.zoom.us/wc/987654321/join?pwd=x": (
        "zoom:987654321",
        "https://app.zoom.us/j/987654321?pwd=x",
    ),
    "https://zoom.us/s/987654321": ("zoom:987654321", "https://zoom.us/j/987654321"),
    "https://zoom.us/join?confno=987654321&pwd=1": ("zoom:987654321", "https://zoom.us/j/987654321?pwd=1"),
    "https://us02web.zoom.com/j/987654321": ("zoom:987654321", "https://us02web.zoom.us/j/987654321"),
    "https://zoom.com/j/987654321": ("zoom:987654321", "https://zoom.us/j/987654321"),
    "https://acme.zoomgov.com/j/1612345678": ("zoom:1612345678", "https://acme.zoomgov.com/j/1612345678"),
    "https://zoom.us/j/987654321?pwd=a&pwd=b": ("zoom:987654321", "https://zoom.us/j/987654321"),
    "https://zoom.us/j/987654321?pwd=%3Cscript%3E": ("zoom:987654321", "https://zoom.us/j/987654321"),
    "https://meet.google.com/abc-defg-hij": ("meet:abc-defg-hij", "https://meet.google.com/abc-defg-hij"),
    "https://meet.google.com/ABC-defg-hij?authuser=1&pli=1": (
        "meet:abc-defg-hij",
        "https://meet.google.com/abc-defg-hij",
    ),
    "https://meet.google.com/abcdefghij": ("meet:abc-defg-hij", "https://meet.google.com/abc-defg-hij"),
    "https://acme.webex.com/acme/j.php?MTID=m0123456789abcdef0123456789abcdef": (
        "webex:m0123456789abcdef0123456789abcdef",
        "https://acme.webex.com/acme/j.php?MTID=m0123456789abcdef0123456789abcdef",
    ),
    "https://acme.webex.com/webappng/sites/acme/meeting/download/0123456789abcdef0123456789abcdef?siteurl=acme": (
        "webex:0123456789abcdef0123456789abcdef",
        "https://acme.webex.com/webappng/sites/acme/meeting/download/0123456789abcdef0123456789abcdef",
    ),
    "https://8x8.vc/acme/Standup?jwt=secret": ("8x8:acme/standup", "https://8x8.vc/acme/standup"),
    "https://8x8.vc/ana.ruiz/": ("8x8:ana.ruiz", "https://8x8.vc/ana.ruiz"),
}


@pytest.mark.parametrize("url", ACCEPTED)
def test_a_meeting_is_recognised_and_its_address_built_anew(url: str) -> None:
    link = read_link(url)
    assert isinstance(link, Link)
    assert (link.key, link.url) == ACCEPTED[url]
    assert link.url.startswith(f"https://{link.host}/")
    assert read_link(link.url) == link


@pytest.mark.parametrize(
    "url, hint",
    [
        ("https://zoom.us/my/ana", "number"),
        ("https://acme.zoom.us/my/ana.ruiz?pwd=x", "number"),
        ("https://events.zoom.us/ev/Abc123", "personal"),
        ("https://ev.zoom.com/join/xyz", "personal"),
        ("https://zoom.us/meeting/register/tZ0abc", "Register"),
        ("https://acme.zoom.us/webinar/register/WN_abc", "Register"),
        ("https://zoom.us/j/12345", "9 to 11 digits"),
        ("https://zoom.us/j/123456789012", "9 to 11 digits"),
        ("https://zoom.us/j/", "9 to 11 digits"),
        ("https://zoom.us/w/abc", "9 to 11 digits"),
        ("https://zoom.us/j/９８７６５４３２１", "9 to 11 digits"),
        ("https://meet.google.com/lookup/standup", "nickname"),
        ("https://meet.google.com/team-standup", "nickname"),
        ("https://meet.google.com/new", "new meeting"),
        ("https://g.co/meet/standup", "own link"),
        ("https://acme.webex.com/meet/ana.ruiz", "personal room"),
        ("https://acme.webex.com/join/ana", "personal room"),
        ("https://acme.webex.com/acme/j.php?RGID=r0123", "MTID"),
    ],
)
def test_a_link_no_recorder_can_follow_is_refused_with_the_way_out(url: str, hint: str) -> None:
    link = read_link(url)
    assert isinstance(link, RefusedLink)
    assert hint in link.reason
    assert link.reason.endswith(".")
    assert link.url == url


@pytest.mark.parametrize(
    "url",
    [
        "https://zoom.us/",
        "https://zoom.us/pricing",
        "https://zoom.us/rec/share/abc",
        "https://support.zoom.us/hc/articles/1",
        "https://zoom.us/join",
        "https://zoom.us/join?confno=12",
        "https://meet.google.com/",
        "https://meet.google.com/landing",
        "https://www.webex.com/downloads.html",
        "https://8x8.vc/",
        "https://8x8.vc/static/close.html",
        "https://8x8.vc/a/b/c/d",
    ],
)
def test_another_page_of_a_provider_is_no_meeting_link(url: str) -> None:
    assert read_link(url) is None
