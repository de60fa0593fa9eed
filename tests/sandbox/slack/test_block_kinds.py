from typing import Any

import pytest

from sandbox.slack.blocks import check_blocks

Json = dict[str, Any]


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "x") -> Json:
    return {"type": "mrkdwn", "text": text}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(parts)}]}


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "go", "text": plain("Go"), **more}


def buttons(count: int) -> list[Json]:
    return [button(action_id=f"go{n}") for n in range(count)]


def task(**more: Any) -> Json:
    return {"type": "task_card", "task_id": "1", "title": "Read", "status": "complete", **more}


def card(**more: Any) -> Json:
    return {"type": "card", "title": mrkdwn("Deal"), **more}


FINE: list[Json] = [
    {"type": "section", "text": mrkdwn("x" * 3000)},
    {"type": "section", "fields": [mrkdwn("x" * 2000)] * 10},
    {"type": "section", "text": plain(), "accessory": button()},
    {"type": "header", "text": plain("x" * 150)},
    {"type": "context", "elements": [mrkdwn()] * 10},
    {"type": "context", "elements": [{"type": "image", "image_url": "https://a", "alt_text": "a"}]},
    {"type": "actions", "elements": buttons(25)},
    {"type": "image", "image_url": "https://a", "alt_text": "a", "title": plain()},
    {"type": "markdown", "text": "x" * 12_000},
    {"type": "plan", "title": "Plan", "tasks": [task(task_id=str(n), status="pending") for n in range(50)]},
    {"type": "plan", "title": "Plan"},
    task(
        details=rich({"type": "text", "text": "a"}),
        sources=[{"type": "url", "url": "https://a", "text": "a"}],
    ),
    card(actions=buttons(3), body=mrkdwn("x" * 200)),
    {"type": "carousel", "elements": [card()] * 10},
    {
        "type": "container",
        "title": plain(),
        "child_blocks": [{"type": "divider"}] * 10,
        "is_collapsible": True,
    },
    {
        "type": "container",
        "rich_text_title": rich({"type": "text", "text": "a"}),
        "child_blocks": [{"type": "divider"}],
    },
    {"type": "call", "call_id": "R1"},
    {"type": "input", "label": plain(), "element": {"type": "plain_text_input", "action_id": "a"}},
    {
        "type": "video",
        "alt_text": "a",
        "video_url": "https://a",
        "thumbnail_url": "https://a",
        "title": plain("x" * 199),
    },
]

WRONG: list[tuple[Json, str]] = [
    ({"type": "section"}, "missing required field: text or fields [json-pointer:/blocks/0]"),
    ({"type": "section", "text": mrkdwn("x" * 3001)}, "must be less than 3001 characters"),
    ({"type": "section", "text": mrkdwn("")}, "must be more than 0 characters"),
    ({"type": "section", "text": "bare"}, "must be a text object"),
    ({"type": "section", "fields": [mrkdwn()] * 11}, "no more than 10 items"),
    ({"type": "section", "fields": [mrkdwn("x" * 2001)]}, "must be less than 2001 characters"),
    ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters"),
    ({"type": "header", "text": mrkdwn()}, "must be a text object of type plain_text"),
    ({"type": "context", "elements": [mrkdwn()] * 11}, "no more than 10 items"),
    ({"type": "actions", "elements": buttons(26)}, "no more than 25 items"),
    ({"type": "actions", "elements": []}, "no fewer than 1 items"),
    ({"type": "image", "image_url": "https://a"}, "missing required field: alt_text"),
    ({"type": "image", "alt_text": "a"}, "missing required field: image_url or slack_file"),
    ({"type": "markdown", "text": "x" * 12_001}, "must be less than 12001 characters"),
    (task(status="pending"), "must be one of: in_progress, complete, error"),
    (task(title=""), "missing required field: title"),
    (task(details="words"), "must be a rich_text object"),
    (task(sources=[{"type": "link", "url": "https://a", "text": "a"}]), "must be one of: url"),
    (
        {"type": "plan", "title": "P", "tasks": [task(task_id=str(n)) for n in range(51)]},
        "no more than 50 items",
    ),
    ({"type": "plan", "title": "P", "tasks": [task(), task()]}, "must be unique within the plan"),
    ({"type": "plan", "tasks": []}, "must be a string"),
    ({"type": "card"}, "missing required field: hero_image, title, body or actions"),
    (card(body=mrkdwn("x" * 201)), "must be less than 201 characters"),
    (card(actions=buttons(4)), "no more than 3 items"),
    ({"type": "carousel", "elements": [card()] * 11}, "no more than 10 items"),
    ({"type": "container", "child_blocks": [{"type": "divider"}]}, "title or rich_text_title"),
    (
        {"type": "container", "title": plain(), "child_blocks": [{"type": "divider"}] * 11},
        "no more than 10 items",
    ),
    (
        {
            "type": "container",
            "title": plain(),
            "child_blocks": [{"type": "divider"}],
            "is_collapsible": True,
            "has_header_divider": True,
        },
        "has_header_divider",
    ),
    (
        {"type": "container", "title": plain(), "child_blocks": [{"type": "alert", "text": plain()}]},
        "not allowed",
    ),
    (
        {"type": "container", "title": plain(), "child_blocks": [{"type": "divider"}], "width": "huge"},
        "one of: narrow",
    ),
    ({"type": "call"}, "missing required field: call_id"),
    ({"type": "input", "label": mrkdwn(), "element": {"type": "plain_text_input"}}, "type plain_text"),
    ({"type": "input", "label": plain(), "element": button()}, "unsupported element type: button"),
    ({"type": "divider", "block_id": "x" * 256}, "must be less than 256 characters"),
    (
        {"type": "video", "alt_text": "a", "video_url": "a", "thumbnail_url": "a", "title": plain("x" * 200)},
        "less than",
    ),
]


@pytest.mark.parametrize("block", FINE, ids=lambda block: block["type"])
def test_a_block_within_its_limits_is_taken(block: Json) -> None:
    assert check_blocks([block]) == []


@pytest.mark.parametrize("block, complaint", WRONG, ids=lambda value: str(value)[:60])
def test_a_block_beyond_its_limits_is_refused_with_the_reason(block: Json, complaint: str) -> None:
    problems = check_blocks([block])
    assert any(complaint in problem for problem in problems), problems


def test_an_alert_has_a_level_slack_knows() -> None:
    assert check_blocks([{"type": "alert", "text": plain("x" * 200), "level": "error"}], "modal") == []
    assert check_blocks([{"type": "alert", "text": plain(), "level": "fatal"}], "modal") != []
    assert check_blocks([{"type": "alert", "text": plain("x" * 201)}], "modal") != []
