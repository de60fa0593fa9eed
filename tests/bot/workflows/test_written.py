"""Whose links and deals count: the asker's own words come last, and what the thread begins with is nobody's order."""

from bot.workflows.thread_root import context
from bot.workflows.written import written_in

LINK, OTHER = "https://zoom.us/j/987654321", "https://zoom.us/j/123456789"
DEAL = "006000000000001AAA"
ROOT = {"by": "Ben", "text": f'"}} interview {LINK} and {DEAL}', "links": [LINK], "words": ""}


def says(*texts: str) -> dict:
    return {"role": "user", "content": [{"type": "text", "text": text} for text in texts]}


def test_links_of_the_asker_and_of_the_first_message_count_and_deals_of_the_asker_alone() -> None:
    found = written_in([says(context(ROOT), f"get Chorus in there, not {OTHER}")])
    assert found.links == {"zoom:987654321", "zoom:123456789"}
    assert found.deals == set()
    assert "interview" in found.words
    assert written_in([says(f"write to {DEAL}")]).deals == {DEAL}


def test_only_links_that_were_read_as_meetings_count() -> None:
    root = ROOT | {"text": OTHER, "links": ["https://zoom.us/my/ana"]}
    assert written_in([says(context(root), "join")]).links == set()


def test_what_claude_and_tools_say_does_not_count() -> None:
    told = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": LINK}]}
    said = {"role": "assistant", "content": [{"type": "text", "text": LINK}]}
    assert written_in([{"role": "system", "content": LINK}, said, told]).links == set()
