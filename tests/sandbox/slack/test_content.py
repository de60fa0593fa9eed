from typing import Any

import pytest

from sandbox.slack.content import change_of, content_of
from sandbox.slack.errors import SlackRefusal

Json = dict[str, Any]
DIVIDER = {"type": "divider"}
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}


@pytest.mark.parametrize(
    "args, error",
    [
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"blocks": []}, "no_text"),
        ({"text": "a", "blocks": "[broken"}, "invalid_blocks_format"),
        ({"text": "a", "blocks": [{"type": "nothing"}]}, "invalid_blocks"),
        ({"text": "a", "blocks": [TABLE, TABLE]}, "invalid_attachments"),
        ({"text": "a", "markdown_text": "b"}, "markdown_text_conflict"),
        ({"blocks": [DIVIDER], "markdown_text": "b"}, "markdown_text_conflict"),
        ({"markdown_text": "b" * 12_001}, "msg_too_long"),
        ({"text": "a", "attachments": "x"}, "invalid_attachments"),
        ({"text": "a", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"text": "a", "attachments": [{"blocks": [{"type": "nothing"}]}]}, "invalid_attachments"),
        ({"text": "a", "metadata": "x"}, "invalid_metadata_format"),
        ({"text": "a", "metadata": {"event_type": "x"}}, "invalid_metadata_schema"),
    ],
)
def test_what_slack_would_refuse_is_refused(args: Json, error: str) -> None:
    with pytest.raises(SlackRefusal) as caught:
        content_of(args)
    assert caught.value.error == error


def test_invalid_blocks_are_explained() -> None:
    with pytest.raises(SlackRefusal) as caught:
        content_of({"blocks": [{"type": "nothing"}]})
    told = "unsupported type: nothing [json-pointer:/blocks/0/type]"
    assert caught.value.more["errors"] == [told]
    assert caught.value.more["response_metadata"]["messages"] == [f"[ERROR] {told}"]


def test_a_very_long_text_is_cut_when_posted_and_refused_in_an_update() -> None:
    assert len(content_of({"text": "x" * 50_000})["text"]) == 40_000
    assert change_of({"text": "x" * 4000})
    with pytest.raises(SlackRefusal, match="msg_too_long"):
        change_of({"text": "x" * 4001})


def test_markdown_is_kept_as_a_block() -> None:
    assert content_of({"markdown_text": "**a**"}) == {
        "text": "**a**",
        "blocks": [{"type": "markdown", "text": "**a**"}],
    }


def test_an_update_with_text_alone_takes_the_blocks_away() -> None:
    assert change_of({"text": "a"}) == {"text": "a", "blocks": []}
    assert change_of({"blocks": [DIVIDER]}) == {"blocks": [DIVIDER]}
    assert change_of({"text": "a", "blocks": [DIVIDER]})["blocks"] == [DIVIDER]


def test_an_update_may_change_the_metadata_alone() -> None:
    assert change_of({"metadata": {}}) == {"metadata": {}}
    with pytest.raises(SlackRefusal, match="no_text"):
        change_of({})


def test_entities_are_metadata_too() -> None:
    assert content_of({"text": "a", "metadata": {"entities": []}})["metadata"] == {"entities": []}
