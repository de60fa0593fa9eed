"""The report of a call: what was said, what is to do, what is missing; kept by tests/golden."""

from typing import Any

from bot.slack import after_call_words as words
from tests.bot.slack.golden import taken_by_slack
from tests.builders import a_field
from tests.golden.samples import recorder


def report(*fields: Any, **more: Any) -> words.Message:
    return words.report(*recorder.report(*fields, **more))


def test_the_button_carries_the_call_and_is_there_only_where_there_is_something_to_push() -> None:
    _, blocks = report(a_field())
    assert blocks[-1]["elements"][0]["value"] in words.push_request(blocks[-1]["elements"][0]["value"])
    assert all(block["type"] != "actions" for block in report()[1])
    assert all(block["type"] != "actions" for block in report(a_field("Champion", None))[1])


def test_slack_takes_the_longest_report() -> None:
    fields = [a_field("F" * 200 + str(n), None) for n in range(40)]
    items = tuple("<&>" * 400 for _ in range(40))
    assert taken_by_slack(report(*fields, summary="😀 " * 9_000, action_items=items, subject="S" * 900))


def test_the_title_is_plain_in_the_heading_and_escaped_once_in_the_text() -> None:
    text, blocks = report(subject="R&D\n<sync> " + "x" * 300)
    head = blocks[0]["text"]["text"]
    assert head.startswith("After the call: R&D <sync> x")
    assert len(head) <= 150
    assert text.startswith("After the call: R&amp;D &lt;sync&gt; x")
    assert taken_by_slack((text, blocks))


def test_a_channel_that_may_not_see_the_report_hears_who_has_it() -> None:
    assert words.has_it("UANA") == "Chorus has written up the call; <@UANA> has the summary."
