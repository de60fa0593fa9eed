import pytest

ASK = "I just jumped into an ad-hoc demo at https://zoom.us/j/987654321. Get Chorus in there now."
JOINED = {"id": "4232", "type": "conversation", "attributes": {"status": "scheduled"}}


def test_the_link_is_sent_once_and_accepted_is_not_called_joined(stage):
    play = stage({"join": JOINED})
    words = play.ask(ASK)
    assert play.calls == [("chorus_conversations_join", {"invitation_text": "https://zoom.us/j/987654321"})]
    assert "accepted the link" in words
    assert "not been seen in the call yet" in words
    assert "4232" in words


def test_the_argument_is_whatever_the_schema_calls_it(stage):
    schema = {
        "type": "object",
        "properties": {"meeting_link": {"type": "string"}},
        "required": ["meeting_link"],
    }
    play = stage({"join": JOINED}, schemas={"chorus_conversations_join": schema})
    play.ask(ASK)
    assert play.calls[0][1] == {"meeting_link": "https://zoom.us/j/987654321"}


@pytest.mark.parametrize(
    "status, words",
    [
        ("live", "live in the call"),
        ("no show", "did not get in"),
        ("processing", "being processed"),
        ("", "not known yet"),
    ],
)
@pytest.mark.parametrize("wrap", [True, False])
def test_what_is_said_depends_on_the_result(stage, status, words, wrap):
    answer = {"conversation_id": "1", "status": status}
    assert words in stage({"join": answer}, wrap=wrap).ask(ASK)


def test_an_error_is_told_in_its_own_words(stage, failure):
    play = stage({"join": failure("Chorus does not support this kind of link")})
    words = play.ask("Please join https://zoom.us.evil.example/j/1")
    assert words == "The recorder was not sent. Chorus does not support this kind of link."
    assert len(play.calls) == 1


def test_the_link_may_stand_earlier_in_the_thread(stage):
    play = stage({"join": JOINED})
    play.ask("The call is at <https://meet.google.com/abc-defg-hij|meet>, wish me luck")
    play.ask("<@UCHORISTER> get chorus in there please")
    assert play.calls[-1][1] == {"invitation_text": "https://meet.google.com/abc-defg-hij"}


def test_without_a_link_or_a_tool_nothing_is_pretended(stage):
    assert "I need the meeting's link" in stage({}).ask("Get Chorus in there!")
    assert "no tool for it is on offer" in stage({}, schemas={}).ask(ASK)
