import pytest

from sandbox.clock import Clock
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.sessions import Sessions


def test_a_session_remembers_every_status(clock: Clock) -> None:
    sessions = Sessions(clock)
    sessions.set_status("C1", "1", "processing")
    session = sessions.set_status("C1", "1", "active")
    assert (session.status, session.history) == ("active", ["processing", "active"])


def test_only_four_statuses_are_known(clock: Clock) -> None:
    with pytest.raises(SlackRefusal, match="invalid_arguments"):
        Sessions(clock).set_status("C1", "1", "thinking")


def test_a_session_can_be_renamed_once_it_is_there(clock: Clock) -> None:
    sessions = Sessions(clock)
    with pytest.raises(SlackRefusal, match="session_not_found"):
        sessions.rename("C1", "1", "Acme")
    sessions.set_status("C1", "1", "active")
    assert sessions.rename("C1", "1", "Acme").title == "Acme"
    with pytest.raises(SlackRefusal, match="invalid_arguments"):
        sessions.rename("C1", "1", "x" * 201)


def test_a_status_text_is_gone_after_two_minutes_or_a_message(clock: Clock) -> None:
    sessions = Sessions(clock)
    sessions.show_status("C1", "1", "is reading")
    assert sessions.status_text("C1", "1") == "is reading"
    clock.advance(121)
    assert sessions.status_text("C1", "1") == ""
    sessions.show_status("C1", "1", "is writing")
    sessions.clear_status("C1", "1")
    assert sessions.status_text("C1", "1") == ""
