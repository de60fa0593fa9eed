from typing import Any

import pytest

from sandbox.slack.render import RULE, lines_of, readable, text_of

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def rich(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def option(value: str, **more: Any) -> Json:
    return {"text": plain(value.upper()), "value": value, **more}


CASES: list[tuple[Json, list[str]]] = [
    (
        {"type": "section", "text": mrkdwn("*Hi* &amp; bye"), "fields": [plain("a"), plain("b")]},
        ["*Hi* & bye", "a", "b"],
    ),
    (
        {"type": "section", "text": plain("Hi"), "accessory": {"type": "button", "text": plain("Go")}},
        ["Hi", "[ Go ]"],
    ),
    ({"type": "header", "text": plain("Title")}, ["Title"]),
    ({"type": "context", "elements": [mrkdwn("a"), {"type": "image", "alt_text": "logo"}]}, ["a [ logo ]"]),
    ({"type": "divider"}, [RULE]),
    (
        {"type": "actions", "elements": [{"type": "button", "text": plain("Open"), "url": "https://a"}]},
        ["[ Open → https://a ]"],
    ),
    ({"type": "image", "title": plain("Logo"), "alt_text": "a bird"}, ["[image: Logo: a bird]"]),
    ({"type": "markdown", "text": "**a**\nb"}, ["**a**", "b"]),
    (
        {
            "type": "plan",
            "title": "Reading",
            "tasks": [
                {"title": "Fetch", "status": "complete", "output": rich("3 calls")},
                {"title": "Read", "status": "in_progress"},
                {"title": "Say", "status": "pending"},
                {"title": "Oops", "status": "error"},
            ],
        },
        ["Reading", "  ✓ Fetch", "      3 calls", "  ◐ Read", "  ○ Say", "  ✗ Oops"],
    ),
    (
        {
            "type": "task_card",
            "title": "T",
            "status": "complete",
            "sources": [{"text": "Call", "url": "https://a"}],
        },
        ["✓ T", "    Call (https://a)"],
    ),
    (
        {
            "type": "table",
            "rows": [
                [{"type": "raw_text", "text": "Deal"}, {"type": "raw_text", "text": "€"}],
                [rich("Acme"), {"type": "raw_number", "value": 5}],
            ],
        },
        ["Deal | €", "Acme | 5"],
    ),
    (
        {"type": "data_table", "caption": "Deals", "rows": [[{"type": "raw_text", "text": "a"}]]},
        ["Deals", "a"],
    ),
    (
        {
            "type": "actions",
            "elements": [
                {
                    "type": "checkboxes",
                    "options": [option("a", description=plain("why")), option("b")],
                    "initial_options": [option("b")],
                }
            ],
        },
        ["[ ] A - why [x] B"],
    ),
    (
        {
            "type": "input",
            "label": plain("Fields"),
            "hint": plain("pick"),
            "element": {
                "type": "radio_buttons",
                "options": [option("a"), option("b")],
                "initial_option": option("a"),
            },
        },
        ["Fields:", "[x] A", "[ ] B", "(pick)"],
    ),
    (
        {
            "type": "input",
            "label": plain("Note"),
            "element": {"type": "plain_text_input", "initial_value": "so"},
        },
        ["Note:", "[ so ]"],
    ),
    (
        {
            "type": "input",
            "label": plain("Who"),
            "element": {"type": "users_select", "placeholder": plain("pick")},
        },
        ["Who:", "[ pick ]"],
    ),
    (
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "positive_button": {"text": plain("Good")},
                    "negative_button": {"text": plain("Bad")},
                }
            ],
        },
        ["[ Good ] [ Bad ]"],
    ),
    (
        {"type": "card", "title": mrkdwn("T"), "actions": [{"type": "button", "text": plain("Go")}]},
        ["T", "[ Go ]"],
    ),
    ({"type": "carousel", "elements": [{"type": "card", "body": plain("B")}]}, ["B"]),
    (
        {
            "type": "container",
            "title": plain("Box"),
            "subtitle": plain("s"),
            "child_blocks": [{"type": "divider"}],
        },
        ["Box", "s", f"  {RULE}"],
    ),
    ({"type": "alert", "text": plain("Careful")}, ["! Careful"]),
    ({"type": "data_visualization", "title": "Risk"}, ["[chart: Risk]"]),
    ({"type": "video", "title": plain("V")}, ["[video: V]"]),
    ({"type": "call", "call": {"v1": {"name": "Zoom", "join_url": "https://z"}}}, ["[call: Zoom https://z]"]),
    ({"type": "hologram"}, ["[hologram]"]),
]


@pytest.mark.parametrize(
    "block, lines", CASES, ids=lambda value: value["type"] if isinstance(value, dict) else ""
)
def test_every_block_can_be_read_as_lines(block: Json, lines: list[str]) -> None:
    assert lines_of([block]) == lines


@pytest.mark.parametrize(
    "marked, read",
    [
        ("<https://a|A> &lt;3", "A (https://a) <3"),
        ("<https://a>", "https://a"),
        ("<https://a|https://a>", "https://a"),
        ("<@U1> <#C1|deals> <!here>", "@U1 #deals @here"),
        ("<!date^1764000000^{date}|24 Nov>", "24 Nov"),
        ("1 &lt; 2 &amp;amp;", "1 < 2 &amp;"),
    ],
)
def test_marks_are_spelled_out(marked: str, read: str) -> None:
    assert readable(marked) == read


def test_blocks_hide_the_text() -> None:
    assert text_of({"text": "fallback", "blocks": [{"type": "header", "text": plain("Seen")}]}) == "Seen"
    assert text_of({"text": "only <@U1>"}) == "only @U1"


def test_attachments_and_files_are_read_too() -> None:
    message = {
        "text": "t",
        "attachments": [
            {"title": "T", "text": "x"},
            {"fallback": "f"},
            {"blocks": [{"type": "header", "text": plain("h")}]},
        ],
        "files": [{"name": "a.txt"}],
    }
    assert text_of(message) == "t\n| T\n| x\n| f\n| h\n[file: a.txt]"
