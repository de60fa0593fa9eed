"""A run as its stories see it: what its steps say of a wait."""

from bot.workflows.run import waited


def test_a_wait_that_is_over_does_not_promise_to_go_on() -> None:
    before = "Chorus asks us to slow down for 200 seconds. Going on at 17:01."
    after = "Waited until 17:01: Chorus asks us to slow down for 200 seconds."
    assert waited(before) == after
    assert waited(after) == after, "however often it is said"
