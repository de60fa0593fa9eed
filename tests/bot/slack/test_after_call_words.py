"""The report of a call: what was said, what is to do, what is missing; kept in golden/after_call.txt."""

from typing import Any

from bot.slack import after_call_words as words
from tests.bot.slack.golden import reads_as, taken_by_slack
from tests.builders import a_conversation, a_field, a_qualification

CALL = {"summary": "They compared two vendors.", "action_items": ("Send the quote", "Book legal <!here>")}


def report(*fields: Any, owner: str | None = "UANA", can_make: bool = False, **more: Any) -> words.Message:
    call = a_conversation(**CALL | {"account_name": "Northwind", "owner_name": "Ana Ruiz"} | more)
    analysis = a_qualification(*fields).model_dump(mode="json") if fields else None
    return words.report(call.model_dump(mode="json"), analysis, owner, "UANA", can_make)


def test_the_report_reads_as_kept() -> None:
    steps = a_field("Next Steps", None, quote=None, is_summary=True)
    gaps = (a_field(quote=None), a_field("Metrics", "TBD"), a_field("Champion", None), steps)
    assert reads_as(
        "after_call",
        [
            report(a_field()),
            report(*gaps),
            report(owner=None),
            report(can_make=True),
            report(a_field(), owner="UBEN", summary=None, action_items=()),
        ],
    )


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
