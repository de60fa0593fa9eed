"""What of a message counts as pointing at a call, and nothing else of it."""

import pytest

from bot.slack import menu_words as words
from bot.slack.after_call_words import PUSH, report
from bot.slack.menu_words import Pointed, Wish, pointed_at
from tests.builders import CALL, a_conversation, a_qualification

US = "UBOT"


def test_a_persons_message_points_at_what_it_links_to() -> None:
    text = f"see <https://chorus.ai/meeting/{CALL}> and <https://zoom.us/j/987654321>"
    assert pointed_at({"user": "UANA", "text": text}, US) == Pointed((CALL,), ("zoom:987654321",), False)


def test_a_link_in_rich_text_counts_and_one_in_code_or_a_preview_does_not() -> None:
    url = f"https://chorus.ai/meeting/{CALL}"
    rich = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "link", "url": url}]}],
    }
    code = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_preformatted", "elements": [{"type": "link", "url": url}]}],
    }
    assert pointed_at({"user": "UANA", "blocks": [rich]}, US).calls == (CALL,)
    assert pointed_at({"user": "UANA", "text": f"`{url}`", "blocks": [code]}, US).calls == ()
    assert pointed_at({"user": "UANA", "text": "news", "attachments": [{"from_url": url}]}, US).calls == ()


def test_our_report_points_at_its_call_and_nobody_elses_button_does() -> None:
    read, analysis = (v.model_dump(mode="json") for v in (a_conversation(), a_qualification()))
    _, blocks = report(read, analysis, "UANA", "UANA")
    assert any(PUSH in str(block) for block in blocks)
    assert pointed_at({"user": US, "blocks": blocks}, US) == Pointed((CALL,), (), True)
    assert pointed_at({"user": "UANA", "blocks": blocks}, US).calls == ()


def test_a_message_of_ours_about_a_meeting_is_not_read_by_its_room() -> None:
    assert pointed_at({"user": US, "text": "<https://zoom.us/j/987654321>"}, US) == Pointed((), (), True)


def test_the_attachments_of_an_app_on_the_list_count() -> None:
    posted = {"user": "UAPP", "attachments": [{"text": "https://zoom.us/j/987654321"}]}
    assert pointed_at(posted, US, from_app=True).meetings == ("zoom:987654321",)
    assert pointed_at(posted, US).meetings == ()


@pytest.mark.parametrize("wish", Wish)
def test_each_shortcut_says_who_asks_and_names_the_call_to_claude(wish: Wish) -> None:
    assert words.asked(wish, "UANA")[0].startswith("<@UANA> asks ")
    assert CALL in words.request(wish, CALL)
    assert "Nothing" in words.REFUSED[wish]


def test_a_call_that_is_not_written_up_yet_is_told_by_how_far_it_is() -> None:
    running = words.too_early(words.Wish.SUMMARISE, "live")
    assert running.startswith("The call is still running; there is no summary yet.")
    ended = words.too_early(words.Wish.PUSH, "ended")
    assert ended.startswith("Chorus has not processed the call yet; there is nothing to push yet.")
