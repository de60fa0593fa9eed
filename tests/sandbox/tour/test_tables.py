from sandbox.tour.checks import Check
from sandbox.tour.tables import Result, reasons, record_table, summary_table

GOOD, BAD = Check("one call"), Check("one write", "2 writes")


def test_a_record_shows_what_changed(console, printed):
    console.print(record_table("After", {"Metrics__c": "6 h", "NextStep": "Call"}, {"NextStep": "Call"}))
    lines = {line.split("  ")[1].strip(): line for line in printed().splitlines() if line.startswith("  ")}
    assert "← new" in lines["Metrics"]
    assert "← new" not in lines["Next Steps"]
    assert "(empty)" in lines["Champion"]


def test_the_summary_names_each_story_and_why_it_failed(console, printed):
    console.print(summary_table([Result("Review", [GOOD, BAD])]))
    text = printed()
    assert "1 Review" in text
    assert "ok" in text
    assert "failed" in text
    assert "2 writes" in text


def test_what_a_real_claude_does_otherwise_does_not_fail_the_story(console, printed):
    result = Result("Review", [GOOD, BAD], tolerant=True)
    console.print(summary_table([result]))
    assert result.holds
    assert "differs" in printed()
    assert not Result("Review", [Check("an answer", "none", always=True)], tolerant=True).holds


def test_reasons_are_one_line_each():
    assert reasons([Result("Review", [GOOD, BAD])]) == ["Review: one write: 2 writes"]
