"""The record in Slack: a paragraph for each run, the newest first, with nothing of what was said to one person alone."""

from typing import Any

from bot.slack.record_words import LISTED, NOTHING, found


def row(what: str, at: float = 0.0, who: str = "UANA", **detail: Any) -> dict[str, Any]:
    return {
        "run": "proposal:abcdef0123",
        "what": what,
        "who": who,
        "at": at,
        "deal": "006x",
        "detail": detail,
    }


def test_a_card_says_how_it_ended_who_asked_who_decided_and_what_it_was_about() -> None:
    rows = [row("proposed", opportunity_name="North<wind>"), row("decided", 60.0, "USAM", verdict="approved")]
    (said,) = found({"proposal:abcdef0123": rows})
    assert said == (
        "*card abcdef01* · approved · <!date^60^{date_short_pretty} {time}|1 Jan, 00:01 UTC>\n"
        "by <@UANA>, decided by <@USAM> · North&lt;wind&gt;"
    )


def test_what_somebody_said_in_a_direct_message_is_left_out() -> None:
    here, alone = ({"place": {"channel": channel}, "words": "push my call"} for channel in ("C1", "D1"))
    assert "push my call" in found({"ask:1": [row("asked", **here)]})[0]
    assert "push my call" not in found({"ask:1": [row("asked", **alone)]})[0]
    assert "push my call" not in found({"ask:1": [row("asked", place=None, words="push my call")]})[0]


def test_the_newest_come_first_and_the_rest_is_counted() -> None:
    runs = {f"switch:{n}": [row("switched off", float(n), "chorister")] for n in range(LISTED + 3)}
    lines = found(runs, cut_off=True)
    assert f"^{LISTED + 2}^" in lines[0]
    assert "by chorister" in lines[0]
    assert lines[-2].startswith("And 3 older ones.")
    assert "Only the newest entries" in lines[-1]


def test_nothing_is_said_to_be_nothing() -> None:
    assert found({}) == [NOTHING]
