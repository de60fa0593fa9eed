"""After failures in a row nobody asks for a while; then one does, and what it hears counts for all."""

import pytest

from tests.builders import HandClock
from tools.breaker import FAILURES, PAUSE, Breaker


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def breaker(clock: HandClock) -> Breaker:
    return Breaker(clock)


def broken(breaker: Breaker, failures: int = FAILURES) -> None:
    for _ in range(failures):
        breaker.failed()


def test_a_failure_less_than_enough_stops_nobody(breaker: Breaker) -> None:
    broken(breaker, FAILURES - 1)
    assert breaker.wait() == 0


def test_an_answer_in_between_starts_the_count_anew(breaker: Breaker) -> None:
    broken(breaker, FAILURES - 1)
    breaker.answered()
    broken(breaker, FAILURES - 1)
    assert breaker.wait() == 0


def test_after_enough_failures_all_are_told_how_long_to_stay_away(breaker: Breaker, clock: HandClock) -> None:
    broken(breaker)
    assert breaker.wait() == PAUSE
    clock.now += PAUSE - 1
    assert breaker.wait() == 1


def test_then_one_is_let_through_and_the_others_stay_away_until_it_is_answered(
    breaker: Breaker, clock: HandClock
) -> None:
    broken(breaker)
    clock.now += PAUSE
    assert [breaker.wait() for _ in range(3)] == [0, PAUSE, PAUSE]
    breaker.answered()
    assert [breaker.wait() for _ in range(3)] == [0, 0, 0]


def test_a_probe_that_fails_shuts_it_again(breaker: Breaker, clock: HandClock) -> None:
    broken(breaker)
    clock.now += PAUSE
    assert breaker.wait() == 0
    breaker.failed()
    assert breaker.wait() == PAUSE


def test_a_probe_that_was_never_heard_of_is_followed_by_another(breaker: Breaker, clock: HandClock) -> None:
    broken(breaker)
    clock.now += PAUSE
    assert breaker.wait() == 0
    clock.now += PAUSE
    assert [breaker.wait(), breaker.wait()] == [0, PAUSE]


def test_the_real_clock_is_used_unless_another_is_given() -> None:
    made = Breaker()
    broken(made)
    assert 0 < made.wait() <= PAUSE
