"""Clocks that are apart: a word from half a minute on, wrong where signed requests would expire."""

from bot.doctor.clocks import clocks
from bot.doctor.finding import Mark


def test_clocks_that_agree_are_named_in_one_line() -> None:
    (found,) = clocks({"Truto": 0.4, "Slack": -29.9})
    assert (found.mark, found.say) == (Mark.FINE, "this machine's clock agrees with that of Slack and Truto")
    assert clocks({}) == []


def test_each_clock_that_is_apart_is_told_the_farthest_first() -> None:
    first, second = clocks({"Slack": 31.0, "Truto": -241.0, "Claude": 1.0})
    assert (first.mark, second.mark) == (Mark.WRONG, Mark.NOTE)
    assert "241 seconds ahead of that of Truto; signed requests expire after 300" in first.say
    assert "31 seconds behind that of Slack" in second.say
