import pytest

from sandbox.clock import Clock
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.tickets import Tickets


def test_a_trigger_opens_one_view(clock: Clock) -> None:
    tickets = Tickets(clock)
    trigger = tickets.trigger("U1", "V1")
    assert (tickets.redeem(trigger).user, tickets.triggers[trigger].view_id) == ("U1", "V1")
    with pytest.raises(SlackRefusal, match="exchanged_trigger_id"):
        tickets.redeem(trigger)


def test_a_trigger_lasts_three_seconds(clock: Clock) -> None:
    tickets = Tickets(clock)
    trigger = tickets.trigger("U1")
    clock.advance(3.1)
    with pytest.raises(SlackRefusal, match="expired_trigger_id"):
        tickets.redeem(trigger)
    with pytest.raises(SlackRefusal, match="invalid_trigger_id"):
        tickets.redeem("made up")


def test_a_response_url_works_five_times(clock: Clock) -> None:
    tickets = Tickets(clock)
    key = tickets.response_url("C1", "U1", "1.0")
    assert [tickets.respond(key).uses for _ in range(5)] == [1, 2, 3, 4, 5]
    with pytest.raises(SlackRefusal, match="used_url"):
        tickets.respond(key)


def test_a_response_url_works_for_half_an_hour(clock: Clock) -> None:
    tickets = Tickets(clock)
    key = tickets.response_url("C1", "U1")
    clock.advance(1801)
    with pytest.raises(SlackRefusal, match="expired_url"):
        tickets.respond(key)
    with pytest.raises(SlackRefusal, match="invalid_url"):
        tickets.respond("made up")
