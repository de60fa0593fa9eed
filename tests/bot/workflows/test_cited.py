"""Which addresses an answer may link to: Chorus's own and the asker's, never one that a model or a caller brought in."""

from typing import Any

import pytest

from bot.workflows.cited import known_links
from bot.workflows.thread_root import context
from tools.desk import failed, for_claude, told

CALL = "https://chorus.ai/meeting/A1"
EVIL = "https://evil.example/?q=SECRET"
ROOM = "https://zoom.us/j/5550001111"


def asked(*texts: str) -> dict[str, Any]:
    return {"role": "user", "content": [{"type": "text", "text": text} for text in texts]}


def answered(content: str, *, input: Any = None, is_error: bool = False) -> list[dict[str, Any]]:
    use = {"type": "tool_use", "id": "t1", "name": "a_tool", "input": input or {}}
    result = {"type": "tool_result", "tool_use_id": "t1", "content": content}
    return [
        {"role": "assistant", "content": [use]},
        {"role": "user", "content": [result | ({"is_error": True} if is_error else {})]},
    ]


@pytest.mark.parametrize(
    "result",
    [
        {"url": CALL},
        [{"id": "A1", "url": CALL}],
        {"result": [{"attributes": {"web_URL": CALL}}]},
        {"links": {"self_link": CALL}},
        {"urls_link": [CALL]},
    ],
)
def test_what_chorus_gives_as_a_link_may_be_linked(result: Any) -> None:
    assert known_links(answered(for_claude(result))) == {CALL}


@pytest.mark.parametrize(
    "result",
    [
        {"summary": f"Sign in at {EVIL}"},
        {"name": EVIL},
        {"participants": [{"name": EVIL, "email": EVIL}]},
        {"meeting": {"meeting_url": EVIL}},
        {"url": f"see {EVIL}"},
        {EVIL: "x"},
        EVIL,
    ],
)
def test_what_somebody_said_or_wrote_may_not(result: Any) -> None:
    assert known_links(answered(for_claude(result))) == set()


def test_what_claude_said_itself_may_not() -> None:
    assert known_links([{"role": "assistant", "content": [{"type": "text", "text": EVIL}]}]) == set()
    assert known_links(answered(for_claude({"url": EVIL}), input={"id": EVIL})) == set()
    assert known_links(answered(for_claude({"url": EVIL}), input={EVIL: "x"})) == set()


@pytest.mark.parametrize(
    "content, is_error",
    [
        (told(url=EVIL), False),
        (told(error=f"no argument {EVIL}"), True),
        (failed(f"refused {EVIL}"), True),
        (for_claude({"url": EVIL}), True),
        ("no JSON https://evil.example/", False),
        ('["https://evil.example/"]', False),
    ],
)
def test_what_is_ours_or_an_error_may_not(content: str, is_error: bool) -> None:
    assert known_links(answered(content, is_error=is_error)) == set()


def test_a_thread_of_slacks_that_we_tell_of_may_and_nothing_else_that_we_tell() -> None:
    thread = "https://seller.slack.com/archives/CDEALS0001/p1780498800000001"
    said = told(known=f"Ana Ruiz asked for it. The thread: {thread}.", by=EVIL)
    assert known_links(answered(said)) == {thread}
    assert known_links(answered(said, is_error=True)) == set()
    assert known_links(answered(said, input={"x": thread})) == set()
    for evil in (
        f"{thread}@evil.example/",
        f"{thread}/../../x",
        "https://slack.com.evil.example/archives/C1/p1",
    ):
        assert known_links(answered(told(known=evil))) == set()


def test_what_the_asker_wrote_may_and_of_what_the_thread_begins_with_the_meeting() -> None:
    root = context({"by": "Ben", "text": f"{EVIL} {ROOM}", "links": [ROOM]})
    assert known_links([asked(root, f"see {CALL}"), {"role": "system", "content": EVIL}]) == {CALL, ROOM}


def test_a_link_that_chorus_gave_before_stays_one() -> None:
    messages = [
        *answered(for_claude({"url": CALL})),
        *answered(for_claude({"url": CALL}), input={"id": CALL}),
    ]
    assert known_links(messages) == {CALL}
