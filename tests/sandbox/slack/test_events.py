from sandbox.slack.channels import Channel
from sandbox.slack.events import Envelopes, message_changed, message_event, session_stopped, visible
from sandbox.slack.identity import Identity

CHANNEL = Channel("C1", "deals", "group")
MESSAGE = {"ts": "1.0", "user": "U1", "text": "hi", "reply_count": 2, "metadata": {"event_type": "x"}}


def test_every_envelope_has_an_id_of_its_own() -> None:
    envelopes = Envelopes(Identity())
    first, second = (envelopes.wrap({"type": "message"}, 1.5, ext_shared=True) for _ in range(2))
    assert first["event_id"] != second["event_id"]
    assert (first["type"], first["event_time"], first["is_ext_shared_channel"]) == ("event_callback", 1, True)
    assert first["context_enterprise_id"] is None


def test_what_only_history_tells_does_not_travel() -> None:
    assert visible(MESSAGE) == {"ts": "1.0", "user": "U1", "text": "hi"}


def test_a_message_event_says_where_it_happened() -> None:
    event = message_event(MESSAGE, CHANNEL)
    assert (event["type"], event["channel"], event["channel_type"], event["event_ts"]) == (
        "message",
        "C1",
        "group",
        "1.0",
    )


def test_a_change_is_hidden_and_has_a_time_of_its_own() -> None:
    event = message_changed({**MESSAGE, "text": "ho"}, MESSAGE, CHANNEL, "2.0")
    assert (event["hidden"], event["ts"], event["message"]["ts"]) == (True, "2.0", "1.0")


def test_stop_names_the_streams_slack_ended() -> None:
    event = session_stopped("U1", CHANNEL, "1.0", ["1.5"], "2.0")
    assert event["streaming_message_ts"] == ["1.5"]
