"""Which addresses are links to a call in Chorus, and which only look like one."""

import pytest

from tools.call_links import call_ids, read_call_link

ID = "EE8ED5BBBC254177B8201B9D84855949"


@pytest.mark.parametrize(
    "url",
    [
        f"https://chorus.ai/meeting/{ID}",
        f"http://chorus.ai/meeting/{ID}",
        f"HTTPS://CHORUS.AI/meeting/{ID}",
        f"https://www.chorus.ai/meeting/{ID}/",
        f"https://app.chorus.ai/meeting/{ID}/summary?tab=summary#at",
        f" https://chorus.ai/meeting/{ID}?call=1 ",
    ],
)
def test_a_link_to_a_call_names_it(url: str) -> None:
    assert read_call_link(url) == ID


@pytest.mark.parametrize(
    "url",
    [
        "https://chorus.ai/",
        "https://chorus.ai/meeting/",
        "https://chorus.ai/playlists/12",
        f"https://chorus.ai/meetings/{ID}",
        f"https://chorus.ai.evil.example/meeting/{ID}",
        f"https://chorus.ai@evil.example/meeting/{ID}",
        f"https://ana@chorus.ai/meeting/{ID}",
        f"https://chorus.ai:8443/meeting/{ID}",
        f"https://chorus.ai:x/meeting/{ID}",
        f"https://notchorus.ai/meeting/{ID}",
        f"ftp://chorus.ai/meeting/{ID}",
        "https://chorus.ai/meeting/a%20b",
        "https://chorus.ai/meeting/" + "a" * 65,
        "https://[chorus.ai/meeting/1",
        "chorus.ai/meeting/1",
        "",
    ],
)
def test_what_only_looks_like_one_names_none(url: str) -> None:
    assert read_call_link(url) is None


@pytest.mark.parametrize(
    "text, ids",
    [
        (f"see <https://chorus.ai/meeting/{ID}|the call>, please", [ID]),
        ("<https://chorus.ai/meeting/1?a=1&amp;b=2>", ["1"]),
        ("(https://chorus.ai/meeting/1). https://chorus.ai/meeting/2! https://chorus.ai/meeting/1", ["1", "2"]),
        ("*https://chorus.ai/meeting/1*", ["1"]),
        ("`https://chorus.ai/meeting/1` ```\nhttps://chorus.ai/meeting/2```", []),
        ("https://zoom.us/j/987654321", []),
        ("", []),
    ],
)  # fmt: skip
def test_the_calls_of_a_text_come_in_order_and_once(text: str, ids: list[str]) -> None:
    assert call_ids(text) == ids
