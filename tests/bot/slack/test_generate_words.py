"""What is said of a qualification in the making: never more than is known."""

import pytest

from bot.slack import generate_words as words
from sandbox.slack import check_message
from tests.builders import NOON

NOW = NOON.timestamp()


def taken(message: tuple) -> str:
    text, blocks = message
    assert not check_message({"text": text, "blocks": blocks})
    return text


def test_the_offer_says_what_will_happen_and_whether_chorus_is_still_busy() -> None:
    call = words.title_of("Pricing <!here> & terms")
    assert "<!here>" not in call
    assert "some minutes" in taken(words.offer(call, "{}", None))
    assert "still processing" in taken(words.offer(call, "{}", NOW))
    assert words.title_of(None) == "this call"


@pytest.mark.parametrize("state", words.FOLLOWING)
def test_every_wait_is_told_with_its_time(state: str) -> None:
    said = taken(words.following("“Demo”", state, NOW, NOW + 3600))
    assert f"<!date^{int(NOW)}^" in said or f"<!date^{int(NOW + 3600)}^" in said


def test_the_click_is_answered_at_once() -> None:
    assert "<@UANA>" in taken(words.asking("“Demo”", "UANA"))
