"""An address is taken apart the way a browser would, and given up where a browser could be misled."""

import pytest

from tools.meeting_links.address import Address, decode, split, unescape


def test_parts_are_decoded_and_kept_apart() -> None:
    address = split("https://user:pw@Zoom.US.:443/j%2F98?pwd=a%26b&pwd=&x=%2541#f%20g")
    assert address == Address(
        host="zoom.us",
        path="/j/98",
        query=(("pwd", "a&b"), ("pwd", ""), ("x", "A")),
        fragment="f g",
        user="user:pw",
    )
    assert address.tail == "/j/98 pwd=a&b pwd= x=A f g"


@pytest.mark.parametrize(
    "url",
    [
        "https%3A%2F%2Fzoom.us%2Fj%2F98",
        "https%253A%252F%252Fzoom.us%252Fj%252F98",
        "https%25253A%25252F%25252Fzoom.us%25252Fj%25252F98",
        " HTTP://zoom.us/j/98 ",
        "https://zoom%2Eus/j/98",
        "https://zoom.us/%6A/98",
    ],
)
def test_up_to_three_layers_of_encoding_are_undone(url: str) -> None:
    address = split(url)
    assert address is not None
    assert (address.host, address.path) == ("zoom.us", "/j/98")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "zoom.us/j/98",
        "ftp://zoom.us/j/98",
        "javascript:alert(1)",
        "https://",
        "https:///j/98",
        "https://zoom.us\\@evil.example/",
        "https://zoom.us/j 98",
        "https://zoom.us/j\x00",
        "https://zoom.us/j\n/98",
        "https://zoom.us%40evil.example/",
        "https://zoom.us%2Fj/98",
        "https://zoom.us:port/",
        "https://zoom.us:99999/",
        "https://[::1]/j/98",
        "https://[zoom.us/",
        "https://zoom.us/%252525256A",
        "https%2525253A%2525252F%2525252Fzoom.us",
        "https://zoom.us/" + "x" * 5000,
    ],
)
def test_what_could_be_read_in_two_ways_is_not_read(url: str) -> None:
    assert split(url) is None


@pytest.mark.parametrize("port, odd", [("", False), (":443", False), (":80", False), (":8443", True)])
def test_an_odd_port_is_noticed(port: str, odd: bool) -> None:
    address = split(f"https://zoom.us{port}/j/98")
    assert address is not None
    assert (address.host, address.odd_port) == ("zoom.us", odd)


def test_a_parameter_said_in_two_ways_counts_as_not_said() -> None:
    address = Address("h", "/", (("p", "1"), ("P", "2"), ("q", "1"), ("q", "1"), ("e", "")), "")
    assert [address.value(name) for name in ("p", "q", "e", "none")] == [None, "1", None, None]


def test_decoding_stops_after_three_layers() -> None:
    assert decode("a%2525") == "a%"
    assert decode("plain") == "plain"


def test_only_slack_s_own_escapes_are_undone() -> None:
    assert unescape("a&amp;region=&lt;b&gt;&copy;&amp;lt;") == "a&region=<b>&copy;&lt;"
