from typing import Any

import pytest

from sandbox.slack.block_rich_text import rich_text

Json = dict[str, Any]
TEXT = {"type": "text", "text": "x"}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def section(*parts: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(parts)}


@pytest.mark.parametrize(
    "block",
    [
        rich(section(TEXT, {"type": "link", "url": "https://a"}, {"type": "user", "user_id": "U1"})),
        rich({"type": "rich_text_list", "style": "ordered", "elements": [section(TEXT)]}),
        rich({"type": "rich_text_quote", "elements": [TEXT]}),
        rich({"type": "rich_text_preformatted", "elements": [TEXT]}),
        rich(section({"type": "emoji", "name": "wave"}, {"type": "broadcast", "range": "here"})),
    ],
)
def test_rich_text_of_known_parts_is_taken(block: Json) -> None:
    assert list(rich_text(block, "")) == []


@pytest.mark.parametrize(
    "block",
    [
        "words",
        rich(),
        rich({"type": "rich_text_table"}),
        rich({"type": "rich_text_section"}),
        rich(section({"type": "mrkdwn", "text": "x"})),
        rich(section({"type": "link"})),
        rich(section({"type": "text", "text": ""})),
        rich({"type": "rich_text_list", "style": "roman", "elements": [section(TEXT)]}),
        rich({"type": "rich_text_list", "style": "bullet", "elements": [TEXT]}),
        rich({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U1"}]}),
    ],
)
def test_rich_text_of_unknown_parts_is_refused(block: Any) -> None:
    assert list(rich_text(block, ""))
