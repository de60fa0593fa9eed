import pytest

ASK = "Push the notes and framework data from my last meeting into the CRM."
WRITE = "chorus_sales_qualifications_writeback_crm"


@pytest.fixture
def world(row, qualification):
    """Ana's meetings on two pages; the last finished one is the second page's first."""
    first = [
        row("LATER", 15, processing_state="processing"),
        row("GHOST", 14, no_show=True),
        row("OTHER", 13, user_id=8),
    ]
    second = [row("A1", 12), row("OLD", 9)]

    def meetings(input):
        if input.get("next_cursor") == "17 A":
            return {"result": second, "next_cursor": None}
        return {"result": first, "next_cursor": "17 A"}

    return {
        "list_all_chorus_me": {"result": [{"id": "7", "type": "user", "attributes": {"name": "Ana Ruiz"}}]},
        "list_all_chorus_conversations": meetings,
        "sales_qualification_by_id": qualification("A1", new_value="Kim", supporting_quote="I sign"),
        "writeback_crm": {"status": "approved", "written": ["Metrics", "Notes"]},
    }


@pytest.mark.parametrize("wrap", [True, False])
def test_the_steps_of_the_seed_are_followed(stage, world, wrap):
    play = stage(world, wrap=wrap)
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


def test_a_named_meeting_needs_no_search(stage, world):
    play = stage(world)
    play.ask(
        "Write the MEDDIC fields of https://chorus.ai/meeting/EE8ED5BBBC254177B8201B9D84855949 to the CRM"
    )
    assert play.calls[0] == (
        "get_single_chorus_sales_qualification_by_id",
        {"id": "EE8ED5BBBC254177B8201B9D84855949"},
    )
    assert len(play.calls) == 2


def test_new_optional_text_arguments_are_signed(stage, world):
    play = stage(world)
    schema = play.schemas[WRITE]
    properties = {**schema["properties"], "note": {"type": "string"}, "urgent": {"type": "boolean"}}
    play.schemas[WRITE] = {**schema, "properties": properties}
    play.ask(ASK)
    assert play.calls[-1][1]["note"] == "chorister"
    assert "urgent" not in play.calls[-1][1]


def test_a_nested_body_is_filled_as_its_schema_has_it(stage, world):
    play = stage(world)
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
def test_each_error_ends_in_a_plain_sentence(stage, world, failure, part, said):
    play = stage({**world, part: failure("Nobody by that e-mail")})
    assert said in play.ask(ASK)


def test_nothing_finished_and_nothing_changed_write_nothing(stage, world):
    empty = {"result": [], "next_cursor": "17 A"}
    play = stage({**world, "list_all_chorus_conversations": empty})
    assert "no finished meeting of yours" in play.ask(ASK)
    play = stage({**world, "sales_qualification_by_id": {"id": "1", "attributes": {"sqf_analysis": []}}})
    assert "changes nothing" in play.ask(ASK)
    assert WRITE not in [name for name, _ in play.calls]


def test_a_meeting_without_opportunity_is_not_written(stage, world, qualification, row):
    bare = qualification("A1", new_value="Kim")
    bare["attributes"]["opportunity_id"] = None
    rows = {"result": [row("A1", 12, opportunity_id=None)], "next_cursor": None}
    play = stage({**world, "sales_qualification_by_id": bare, "list_all_chorus_conversations": rows})
    assert "linked to no opportunity" in play.ask(ASK)


def test_a_repeated_cursor_ends_the_listing(stage, world, row):
    page = {"result": [row("GHOST", 14, no_show=True)], "next_cursor": "same"}
    play = stage({**world, "list_all_chorus_conversations": page})
    assert "no finished meeting of yours" in play.ask(ASK)
    assert len(play.calls) == 3


def test_deferred_tools_are_searched_for_in_the_same_turn(stage, world):
    search = {"type": "tool_search_tool_bm25_20251119", "name": "tool_search_tool_bm25"}
    play = stage(world, extra_tools=[search], deferred={WRITE})
    play.ask(ASK)
    kinds = [block["type"] for block in play.messages[-3]["content"]]
    assert kinds == ["server_tool_use", "tool_search_tool_result", "tool_use"]
    found = play.messages[-3]["content"][1]["content"]["tool_references"]
    assert found[0] == {"type": "tool_reference", "tool_name": WRITE}


def test_a_second_request_starts_over(stage, world):
    play = stage(world)
    play.ask(ASK)
    play.ask(ASK)
    assert len(play.calls) == 10
