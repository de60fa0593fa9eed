"""Whatever people paste: nothing raises, nothing foreign becomes a link, and what is found is found again in itself."""

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.meeting_links import Link, find_links, read_link

TEXTS = int(os.environ.get("FUZZ_TEXTS", "1500"))
"""`make fuzz` reads 100,000; CI a seeded few."""

HOSTS = (
    "zoom.us",
    "zoom.us.evil.example",
    "meet.google.com",
    "teams.microsoft.com",
    "acme.webex.com",
    "8x8.vc",
    "ZOOM.US",
    "zᴏom.us",
    "ꮓoom.us",
    "meet.googIe.com",
    "bücher.example",
    "x.example",
)
PARTS = (
    "https://", "http://", "https%3A%2F%2F", "//", "/j/", "/meet/", "/l/meetup-join/", "987654321", "abc-defg-hij", "?pwd=",
    "?p=", "&", "&amp;", "#", "%", "%25", "%2F", "@", ":", "<", ">", "|", "`", "```", " ", "\n", "\x00",
    "‮", "é", "😀", "19:x@thread.v2",
    "?context=", "%7b%22Tid%22", "MTID=", "[", "]", "\\", "..", "xn--", "‍",
    "/J/", "/acme/room", "9" * 220, "x" * 1600,
)  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(HOSTS + PARTS), max_size=14).map("".join),
    st.lists(st.one_of(st.sampled_from(HOSTS + PARTS), st.text(max_size=6)), max_size=10).map("".join),
    st.text(max_size=80),
)
OURS = ("zoom.us", "zoomgov.com", "meet.google.com", "teams.", "webex.com", "8x8.vc")


@settings(
    max_examples=TEXTS,
    deadline=None,
    derandomize="FUZZ_TEXTS" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(texts)
def test_nothing_raises_and_what_is_a_link_is_a_providers_own(text: str) -> None:
    for link in find_links(text):
        if isinstance(link, Link):
            host = link.url.split("/")[2]
            assert any(host == o or host.endswith("." + o) or host.startswith(o) for o in OURS)
            assert "evil" not in host
            assert host.isascii()
            assert len(link.key) <= 200
            assert len(link.url) <= 1500
            assert read_link(link.url) == link
    read_link(text)
