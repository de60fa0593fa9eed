import pytest

from sandbox.truto.chorus.links import Link, find_link


@pytest.mark.parametrize(
    "text, provider, meeting",
    [
        ("Join https://zoom.us/j/987654321.", "ZOOM", "987654321"),
        ("<https://us02web.zoom.us/j/12345678901?pwd=x|Weekly>", "ZOOM", "12345678901"),
        ("https://zoom.us/wc/join/987654321", "ZOOM", "987654321"),
        ("https://seller.zoomgov.com/wc/987654321/join", "ZOOM", "987654321"),
        ("(https://meet.google.com/abc-defg-hij)", "GOOGLE_MEET", "abcdefghij"),
        ("https://teams.microsoft.com/meet/1234567890123?p=a", "MSTEAMS", "1234567890123"),
        (
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d",
            "MSTEAMS",
            "19%3ameeting_x%40thread.v2",
        ),
        ("https://seller.webex.com/seller/j.php?MTID=m77", "WEBEX", "m77"),
        ("https://8x8.vc/seller/standup", "8X8", "seller/standup"),
    ],
)
def test_the_five_providers_links_are_understood(text: str, provider: str, meeting: str) -> None:
    assert find_link(text) == Link(provider, meeting)


@pytest.mark.parametrize(
    "text",
    [
        "no link at all",
        "https://zoom.us/my/ana.ruiz",
        "https://zoom.us/j/12",
        "https://zoom.us.evil.example/j/987654321",
        "https://evilzoom.us/j/987654321",
        "https://zoom.us@evil.example/j/987654321",
        "https://evil.example/https://zoom.us/j/987654321",
        "https://zoom.us/pricing",
        "https://meet.google.com/landing",
        "https://example.com/meeting",
        "https://[zoom.us/j/987654321",
    ],
)
def test_personal_rooms_lookalikes_and_other_pages_are_refused(text: str) -> None:
    assert find_link(text) is None


def test_spellings_of_one_meeting_are_equal() -> None:
    assert find_link("https://zoom.us/j/987654321") == find_link("https://eu01web.zoom.us/w/987654321?tk=1")
