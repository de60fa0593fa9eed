import pytest

ASK = (
    "Review all meetings from today. For any meeting lasting longer than 30 minutes, fetch the sales "
    "qualification details. If the 'Economic Buyer' field is empty or marked at risk, alert me with the "
    "meeting ID and summary."
)


@pytest.fixture
def world(row, qualification, failure):
    """Two pages of a day with every awkward meeting."""
    first = [
        row("EMPTY", 15),
        row("TBD", 14),
        row("EXACT", 13, duration=1800.0),
        row("OVER", 12.5, duration=1800.5),
        row("GHOST", 12, no_show=True),
        row("RAW", 11.5, processing_state="processing"),
    ]
    second = [row("NONE", 11), row("FINE", 10), row("YESTERDAY", -2), row("EMPTY", 15)]
    second += [row(f"MORE{at}", at) for at in range(8)]

    def meetings(input):
        return {"result": second if "next_cursor" in input else first, "next_cursor": "c 1"} | (
            {"next_cursor": None} if "next_cursor" in input else {}
        )

    def read(input):
        number = input["id"]
        if number == "NONE":
            failure("No analysis was generated for this meeting")(input)
        buyers = {"EMPTY": {}, "TBD": {"new_value": "TBD"}, "OVER": {"new_value": "Kim"}}
        return qualification(number, **buyers.get(number, {"new_value": "Kim", "supporting_quote": "I sign"}))

    return {"list_all_chorus_conversations": meetings, "sales_qualification_by_id": read}


def test_every_right_meeting_is_named_and_no_other(stage, world):
    play = stage(world)
    words = play.ask(ASK)
    lines = [line for line in words.splitlines() if line.startswith("•")]
    assert "(EMPTY; Deal EMPTY, Ana Ruiz): Economic Buyer is empty. Scope agreed. Pricing open." in words
    assert "(TBD; Deal TBD, Ana Ruiz): Economic Buyer at risk, it holds only 'TBD'." in words
    assert "(OVER; Deal OVER, Ana Ruiz): Economic Buyer at risk, 'Kim' has no supporting quote." in words
    assert "No answer for 1:" in words
    assert "NONE" in lines[-1]
    assert "No analysis was generated for this meeting." in lines[-1]
    assert len(lines) == 4
    assert words.startswith("3 of 13 finished meetings over 30 minutes on 2026-11-22")


def test_all_pages_of_the_local_day_are_listed_and_reads_run_in_parallel(stage, world):
    play = stage(world)
    play.ask(ASK)
    assert play.calls[0][1] == {
        "engagement_type": "meeting",
        "min_date": "2026-11-21T23:00:00Z",
        "max_date": "2026-11-22T23:00:00Z",
    }
    assert play.calls[1][1]["next_cursor"] == "c 1"
    assert play.turns == [1, 1, 8, 5]


def test_the_local_review_tool_is_used_where_it_is_offered(stage):
    properties = {
        "date": {"type": "string"},
        "longer_than_minutes": {"type": "integer"},
        "field": {"type": "string"},
        "colour": {"type": "string"},
    }
    play = stage({"review": {"text": "Two calls need you."}})
    play.schemas["review_calls"] = {"type": "object", "properties": properties, "required": ["date"]}
    assert play.ask(ASK) == "Two calls need you."
    arguments = {"date": "2026-11-22", "longer_than_minutes": 30, "field": "Economic Buyer"}
    assert play.calls == [("review_calls", arguments)]


def test_a_structured_review_is_told_list_by_list(stage, failure):
    review = {
        "at_risk": [{"meeting_id": "A1", "subject": "Demo", "verdict": "empty"}],
        "unanswered": [{"meeting_id": "B2", "subject": "Intro", "reason": "no analysis"}],
    }
    play = stage({"review": review})
    play.schemas["review_calls"] = {"type": "object", "properties": {"day": {"type": "string"}}}
    words = play.ask("Review yesterday's calls longer than 45 min")
    assert play.calls[0][1] == {"day": "2026-11-21"}
    assert words.splitlines() == [
        "At risk: 1",
        "• Demo (A1): empty",
        "Unanswered: 1",
        "• Intro (B2): no analysis",
    ]
    play = stage({"review": failure("Chorus is away")})
    play.schemas["review_calls"] = {"type": "object", "properties": {}}
    assert play.ask(ASK) == "The review did not work. Chorus is away."


def test_without_a_date_nothing_is_guessed(stage):
    assert "I was not told today's date" in stage({}, context="Be kind.").ask(ASK)
