import pytest

ASK = "Push the notes and framework data from my last meeting into the CRM."
WRITE = "chorus_sales_qualifications_writeback_crm"


@pytest.mark.parametrize("wrap", [True, False])
def test_the_steps_of_the_seed_are_followed(stage, meetings, wrap):
    play = stage(meetings, wrap=wrap)
    words = play.ask(ASK)
    names = [name for name, _ in play.calls]
    assert names == [
        "list_all_chorus_me",
        "list_all_chorus_conversations",
        "list_all_chorus_conversations",
        "get_single_chorus_sales_qualification_by_id",
        WRITE,
    ]
    assert play.calls[1][1] == {"engagement_type": "meeting", "user_id": "7"}
    assert play.calls[2][1] == {"engagement_type": "meeting", "user_id": "7", "next_cursor": "17 A"}
    assert play.calls[3][1] == {"id": "A1"}
    assert play.calls[4][1] == {
        "meeting_id": "A1",
        "crm_changes": [
            {"field_name": "Metrics", "new_value": "6h to 1h", "previous_value": None},
            {"field_name": "Economic Buyer", "new_value": "Kim", "previous_value": None},
            {"field_name": "Notes", "new_value": "Went well.", "previous_value": None},
            {"field_name": "Next Steps", "new_value": "Quote by Friday", "previous_value": "Demo"},
        ],
        "object_type": "Opportunity",
        "opportunity_id": "006A1",
    }
    assert words == "Approved and written to the CRM from Call A1: Metrics, Notes."


def test_a_named_meeting_needs_no_search(stage, meetings):
    play = stage(meetings)
    play.ask(
        "Write the MEDDIC fields of https://chorus.ai/meeting/EE8ED5BBBC254177B8201B9D84855949 to the CRM"
    )
    assert play.calls[0] == (
        "get_single_chorus_sales_qualification_by_id",
        {"id": "EE8ED5BBBC254177B8201B9D84855949"},
    )
    assert len(play.calls) == 2


def test_new_optional_text_arguments_are_signed(stage, meetings):
    play = stage(meetings)
    schema = play.schemas[WRITE]
    properties = {**schema["properties"], "note": {"type": "string"}, "urgent": {"type": "boolean"}}
    play.schemas[WRITE] = {**schema, "properties": properties}
    play.ask(ASK)
    assert play.calls[-1][1]["note"] == "chorister"
    assert "urgent" not in play.calls[-1][1]


def test_a_nested_body_is_filled_as_its_schema_has_it(stage, meetings):
    play = stage(meetings)
    attributes = {"type": "object", "properties": {"meeting_id": {"type": "string"}, "crm_changes": {}}}
    data = {"type": "object", "properties": {"type": {"type": "string"}, "attributes": attributes}}
    play.schemas[WRITE] = {"type": "object", "properties": {"data": data}, "required": ["data"]}
    play.ask(ASK)
    sent = play.calls[-1][1]["data"]
    assert sent["type"] == "crm-field-update"
    assert sent["attributes"]["meeting_id"] == "A1"
    assert sent["attributes"]["opportunity_id"] == "006A1"


@pytest.mark.parametrize(
    "part, said",
    [
        ("list_all_chorus_me", "I could not find out who you are in Chorus. Nobody by that e-mail."),
        ("list_all_chorus_conversations", "I could not list the meetings. Nobody by that e-mail."),
        ("sales_qualification_by_id", "I could not read the sales qualification of Call A1."),
        ("writeback_crm", "Nothing was confirmed as written to the CRM. Nobody by that e-mail."),
    ],
)
def test_each_error_ends_in_a_plain_sentence(stage, meetings, failure, part, said):
    play = stage({**meetings, part: failure("Nobody by that e-mail")})
    assert said in play.ask(ASK)


def test_nothing_finished_and_nothing_changed_write_nothing(stage, meetings):
    empty = {"result": [], "next_cursor": "17 A"}
    play = stage({**meetings, "list_all_chorus_conversations": empty})
    assert "no finished meeting of yours" in play.ask(ASK)
    play = stage({**meetings, "sales_qualification_by_id": {"id": "1", "attributes": {"sqf_analysis": []}}})
    assert "changes nothing" in play.ask(ASK)
    assert WRITE not in [name for name, _ in play.calls]


@pytest.mark.parametrize("required", [True, False])
def test_a_missing_opportunity_is_left_to_the_tool(stage, loose, required):
    play = stage(loose, wrap=False)
    if not required:
        play.schemas[WRITE] = {**play.schemas[WRITE], "required": ["meeting_id", "crm_changes"]}
    assert play.ask(ASK) == "The card asks which deal this belongs to."
    sent = play.calls[-1][1]
    assert sent["meeting_id"] == "A1"
    assert sent.get("opportunity_id") == ("" if required else None)


def test_an_opportunity_in_the_wish_is_used(stage, meetings):
    play = stage(meetings)
    play.ask(f"{ASK} It is https://acme.my.salesforce.com/0065e00000ABCDE")
    assert play.calls[-1][1]["opportunity_id"] == "0065e00000ABCDE"


def test_several_meetings_are_read_at_once_written_at_once_and_told_apart(
    stage, meetings, qualification, row
):
    listed = [row(number, hour) for number, hour in (("A1", 12), ("B2", 11), ("C3", 9), ("D4", 8))]
    known = {"A1": "Approved and written", "B2": "A person declined it", "C3": "Nobody has decided yet"}
    answers = {
        **meetings,
        "list_all_chorus_conversations": {"result": listed, "next_cursor": "more"},
        "sales_qualification_by_id": lambda input: qualification(input["id"], new_value="Kim"),
        "writeback_crm": lambda input: {"state": "x", "known": known[input["meeting_id"]]},
    }
    play = stage(answers, wrap=False)
    words = play.ask("Push the notes from my last three calls into the CRM")
    assert play.turns == [1, 1, 3, 3]
    assert [input["opportunity_id"] for name, input in play.calls if name == WRITE] == [
        "006A1",
        "006B2",
        "006C3",
    ]
    assert words.splitlines() == [
        "• Call A1: Approved and written.",
        "• Call B2: A person declined it.",
        "• Call C3: Nobody has decided yet.",
    ]


def test_one_that_fails_does_not_hold_up_the_others(stage, loose, failure):
    def read(input):
        if input["id"] == "B2":
            failure("Chorus has no analysis of this call; I offered to make one")(input)
        return loose["sales_qualification_by_id"](input)

    play = stage({**loose, "sales_qualification_by_id": read}, wrap=False)
    words = play.ask("Push the MEDDIC fields of my last two meetings to Salesforce")
    assert play.turns == [1, 1, 2, 1]
    assert words.splitlines() == [
        "• Call A1: The card asks which deal this belongs to.",
        "• I could not read the sales qualification of Call B2. "
        "Chorus has no analysis of this call; I offered to make one.",
    ]


def test_pages_are_read_until_there_are_enough_meetings(stage, meetings):
    play = stage(meetings)
    play.ask("push notes from my last 2 calls")
    assert [input["id"] for name, input in play.calls if "qualification_by_id" in name] == ["A1", "OLD"]
    assert sum(name == "list_all_chorus_conversations" for name, _ in play.calls) == 2


def test_without_the_tool_nothing_is_promised(stage, meetings):
    play = stage(meetings)
    del play.schemas[WRITE]
    assert play.ask(ASK) == "I cannot write to the CRM: no tool for it is on offer here."


def test_a_repeated_cursor_ends_the_listing(stage, meetings, row):
    page = {"result": [row("GHOST", 14, no_show=True)], "next_cursor": "same"}
    play = stage({**meetings, "list_all_chorus_conversations": page})
    assert "no finished meeting of yours" in play.ask(ASK)
    assert len(play.calls) == 3


def test_deferred_tools_are_searched_for_in_the_same_turn(stage, meetings):
    search = {"type": "tool_search_tool_bm25_20251119", "name": "tool_search_tool_bm25"}
    play = stage(meetings, extra_tools=[search], deferred={WRITE})
    play.ask(ASK)
    kinds = [block["type"] for block in play.messages[-3]["content"]]
    assert kinds == ["server_tool_use", "tool_search_tool_result", "tool_use"]
    found = play.messages[-3]["content"][1]["content"]["tool_references"]
    assert found[0] == {"type": "tool_reference", "tool_name": WRITE}


def test_a_second_request_starts_over(stage, meetings):
    play = stage(meetings)
    play.ask(ASK)
    play.ask(ASK)
    assert len(play.calls) == 10
