from typing import Any

import pytest

from sandbox.slack.errors import SlackRefusal
from sandbox.slack.streams import Stream, chunks_of

Json = dict[str, Any]


def task(status: str = "in_progress", **more: Any) -> Json:
    return {"type": "task_update", "id": "1", "title": "Read", "status": status, **more}


def test_text_grows_and_tasks_are_replaced_in_their_place() -> None:
    stream = Stream(0)
    stream.add([{"type": "markdown_text", "text": "Let me "}, {"type": "markdown_text", "text": "see."}])
    stream.add([task(), {"type": "markdown_text", "text": "Done."}, task("complete")])
    assert stream.text() == "Let me see.Done."
    assert [block["type"] for block in stream.blocks()] == ["markdown", "task_card", "markdown"]
    assert stream.blocks()[1]["status"] == "complete"


def test_details_are_appended_while_title_and_status_are_replaced() -> None:
    stream = Stream(0)
    stream.add(
        [
            task(details="one"),
            task(details=" two", sources=[{"type": "url"}]),
            task(sources=[{"type": "url"}]),
        ]
    )
    card = stream.blocks()[0]
    assert card["details"]["elements"][0]["elements"][0]["text"] == "one two"
    assert len(card["sources"]) == 2


def test_a_plan_gathers_the_tasks_where_the_first_stood() -> None:
    stream = Stream(0, "plan")
    markdown = {"type": "markdown_text", "text": "x"}
    stream.add([task(), markdown, {**task(), "id": "2"}, {"type": "plan_update", "title": "Reading"}])
    plan, text = stream.blocks()
    assert (plan["type"], plan["title"], len(plan["tasks"]), text["type"]) == (
        "plan",
        "Reading",
        2,
        "markdown",
    )


def test_blocks_can_be_streamed_too() -> None:
    stream = Stream(0)
    stream.add([{"type": "blocks", "blocks": [{"type": "divider"}]}])
    assert stream.blocks() == [{"type": "divider"}]


def test_slack_gives_a_stream_five_minutes() -> None:
    stream = Stream(100)
    assert not stream.is_over(399)
    assert stream.is_over(400)
    stream.stop()
    assert stream.is_over(100)


def test_markdown_text_is_a_chunk() -> None:
    assert chunks_of({"markdown_text": "a", "chunks": [task()]}) == [
        {"type": "markdown_text", "text": "a"},
        task(),
    ]
    assert chunks_of({}) == []


@pytest.mark.parametrize(
    "args, error",
    [
        ({"chunks": "x"}, "invalid_chunks"),
        ({"chunks": [{"type": "task", "text": "x"}]}, "invalid_chunks"),
        ({"chunks": ["x"]}, "invalid_chunks"),
        ({"chunks": [task(status="done")]}, "invalid_chunks"),
        ({"chunks": [{**task(), "title": "x" * 257}]}, "invalid_chunks"),
        ({"chunks": [task(output="x" * 257)]}, "invalid_chunks"),
        ({"chunks": [{"type": "plan_update"}]}, "invalid_chunks"),
        ({"chunks": [{"type": "markdown_text", "text": "x" * 12_001}]}, "invalid_chunks"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"chunks": [{"type": "blocks", "blocks": [{"type": "nothing"}]}]}, "invalid_blocks"),
        ({"chunks": [{"type": "blocks", "blocks": [{"type": "divider"}] * 51}]}, "msg_blocks_too_many"),
    ],
)
def test_chunks_beyond_the_rules_are_refused(args: Json, error: str) -> None:
    with pytest.raises(SlackRefusal) as caught:
        chunks_of(args)
    assert caught.value.error == error
