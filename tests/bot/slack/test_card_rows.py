"""One row of a card: the whole value, what the field holds, the quote, and later its fate."""

from typing import Any

import pytest

from bot.proposals.proposal import Adding, Change, Meeting, State
from bot.proposals.shown import LONGEST, NOW, QUOTE, blocks_of
from bot.slack.card_rows import PIECE, row_blocks, row_text, sentence, short
from tests.builders import CALL, NOON, a_change, a_proposal


def lines(change: Change, **more: Any) -> list[str]:
    return row_text(a_proposal(changes=[change], **more), change).splitlines()


def texts(change: Change) -> list[str]:
    blocks = row_blocks(a_proposal(changes=[change]), 0, is_open=True)
    assert all(block["expand"] for block in blocks), "nothing is folded away"
    return [block["text"]["text"] for block in blocks]


@pytest.mark.parametrize(
    "more, line",
    [
        ({}, "_empty_ → *Ingrid Solberg, CFO*"),
        ({"now": " "}, "_empty_ → *Ingrid Solberg, CFO*"),
        ({"now": 0, "proposed": False}, "0 → *False*"),
        ({"now_known": False}, "_not known_ → *Ingrid Solberg, CFO*"),
        ({"now": "Tomás", "proposed": None}, "Tomás → _empty_"),
        ({"adding": Adding.BY_CHORUS}, "_empty_ → *Ingrid Solberg, CFO*"),
        ({"adding": Adding.BY_US, "now": "Tomás"}, "Tomás + *Ingrid Solberg, CFO* (added to what is there)"),
        (
            {"adding": Adding.BY_CHORUS, "now_known": False, "stamp": "2026-06-03"},
            "_not known_ + *2026-06-03: Ingrid Solberg, CFO* (added to what is there)",
        ),
        ({"proposed": "R&D <b>"}, "_empty_ → *R&amp;D &lt;b&gt;*"),
    ],
)
def test_a_row_says_what_the_field_holds_and_what_would_be_there(more: dict[str, Any], line: str) -> None:
    assert lines(a_change(**more))[1] == line


def test_a_line_of_a_value_cannot_pass_for_one_of_ours() -> None:
    forged = "Pilot\n*Amount*\n\n> “Yes.” (7:20)\r\nWritten."
    assert lines(a_change(proposed=forged, quote=None)) == [
        "*Economic Buyer*",
        "_empty_ →",
        "│ Pilot",
        "│ *Amount*",
        "│ &gt; “Yes.” (7:20)",
        "│ Written.",
    ]


def test_what_is_added_in_several_lines_says_so_before_them() -> None:
    change = a_change(now="Old", proposed="a\nb", quote=None, adding=Adding.BY_US)
    assert lines(change)[1:] == ["Old + (added to what is there)", "│ a", "│ b"]


@pytest.mark.parametrize("text", ["word " * 1000, "x" * 5000, "&" * 1500, "🎉" * 2500, "line\n" * 1100])
def test_a_long_value_goes_on_in_further_sections_and_none_of_it_is_lost(text: str) -> None:
    change = a_change(proposed=text, now="n" * 900, quote="q" * 900)
    found = texts(change)
    assert 1 < len(found) <= blocks_of(change)
    assert all(len(part.encode("utf-16-le")) // 2 <= PIECE + 1100 for part in found)
    said = "".join("".join(found).split()).replace("&amp;", "&").replace("│", "").replace("*", "")
    assert "".join(text.split()) in said
    assert found[0].startswith(f"*Economic Buyer*\n{'n' * (NOW - 1)}… →")
    assert found[-1].endswith(f"\n> “{'q' * (QUOTE - 1)}…”"), "the words of the call stand under the value"


def test_a_value_nobody_can_approve_is_only_begun() -> None:
    change = a_change(proposed="x" * (LONGEST + 1), locked=True, ticked=False, remark="too long")
    (text,) = texts(change)
    assert "x…*\n" in text
    assert text.endswith("Not ticked: too long.")


def test_only_a_row_that_can_be_ticked_has_a_box() -> None:
    changes = [a_change(), a_change("b", ticked=False), a_change("c", locked=True)]
    proposal = a_proposal(changes=changes)
    boxes = [row_blocks(proposal, n, is_open=True)[0].get("accessory") for n in range(3)]
    assert [bool(box) for box in boxes] == [True, True, False]
    assert [box["options"][0]["value"] for box in boxes if box] == ["0", "1"]
    assert "initial_options" in boxes[0]
    assert "initial_options" not in boxes[1]
    assert "accessory" not in row_blocks(proposal, 0, is_open=False)[0]
    asking = a_proposal(changes=changes, opportunity_id="")
    assert "accessory" not in row_blocks(asking, 0, is_open=True)[0]


@pytest.mark.parametrize(
    "minute, meetings, line",
    [
        (None, 1, "> “Ingrid, our CFO. She signs.”"),
        (440.9, 1, "> “Ingrid, our CFO. She signs.” (7:20)"),
        (440.9, 2, "> “Ingrid, our CFO. She signs.” (7:20, “Demo”)"),
        (None, 2, "> “Ingrid, our CFO. She signs.” (“Demo”)"),
    ],
)
def test_a_quote_says_when_and_of_several_calls_where_it_was_said(
    minute: float | None, meetings: int, line: str
) -> None:
    calls = (Meeting(CALL, "Demo"), Meeting("B", "Discovery"))[:meetings]
    assert lines(a_change(minute=minute), meetings=calls)[2] == line


@pytest.mark.parametrize(
    "more, line",
    [
        ({"ticked": False, "remark": "no quote"}, "Not ticked: no quote."),
        ({"ticked": True, "remark": "no quote"}, "Note: no quote."),
        ({"author": "UANA"}, "Edited by <@UANA>."),
    ],
)
def test_a_row_says_why_it_is_not_ticked_and_who_edited_it(more: dict[str, Any], line: str) -> None:
    assert lines(a_change(**more))[-1] == line


@pytest.mark.parametrize(
    "fate, line",
    [
        ({"fate": "written"}, "Written."),
        ({"fate": "seen"}, "Written; the CRM shows it."),
        ({"fate": "not seen", "say": "it still shows “x”"}, "Not seen in the CRM: it still shows “x”."),
        ({"fate": "refused", "say": "Stage is <locked>."}, "Not written: Stage is &lt;locked&gt;."),
        ({"fate": "refused"}, "Not written."),
        ({"fate": "unverified", "say": "Nobody answered."}, "Unverified: Nobody answered."),
        (None, "Ticked."),
    ],
)
def test_after_approval_a_row_tells_its_fate(fate: dict[str, str] | None, line: str) -> None:
    decision = {"by": "UANA", "at": NOON.timestamp(), "fields": ["economic_buyer"]}
    outcome = {"status": "written", "fields": {"economic_buyer": fate}} if fate else None
    more = {"state": State.APPROVED, "decision": decision, "outcome": outcome}
    assert lines(a_change(remark="no quote"), **more)[-1] == line
    left = {**more, "decision": decision | {"fields": []}}
    assert lines(a_change(), **left)[-1] == "Not ticked, so left as it was."


def test_short_counts_as_slack_may() -> None:
    assert short("a\n b", 10) == "a b"
    assert len(short("🎉" * 50, 20).encode("utf-16-le")) // 2 <= 20
    assert sentence("Done.", 9) == sentence("Done", 9) == "Done."
