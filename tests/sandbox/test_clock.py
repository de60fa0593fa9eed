from datetime import UTC, datetime, timedelta

import pytest

from sandbox.clock import Clock

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)


def test_a_stopped_clock_moves_only_when_advanced() -> None:
    clock = Clock(NOON, speed=0)
    assert clock.now() == NOON
    clock.advance(90)
    clock.advance(timedelta(minutes=1))
    assert clock.now() == NOON + timedelta(seconds=150)


def test_a_fast_clock_passes_speed_seconds_in_each_real_one(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([100.0, 102.5])
    monkeypatch.setattr("time.monotonic", lambda: next(moments))
    assert Clock(NOON, speed=60).now() == NOON + timedelta(seconds=150)


def test_without_a_start_it_is_real_time_in_utc() -> None:
    now = Clock().now()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)


def test_listeners_hear_of_every_advance() -> None:
    clock, heard = Clock(NOON, speed=0), []
    clock.on_advance(lambda: heard.append(clock.now()))
    clock.advance(1)
    assert heard == [NOON + timedelta(seconds=1)]


def test_time_neither_runs_backwards_nor_starts_naive() -> None:
    with pytest.raises(ValueError, match="backwards"):
        Clock(NOON, speed=0).advance(-1)
    with pytest.raises(ValueError, match="aware"):
        Clock(NOON.replace(tzinfo=None))


def test_real_seconds_until_follow_the_speed() -> None:
    assert Clock(NOON, speed=0).real_seconds_until(NOON + timedelta(seconds=1)) is None
    assert Clock(NOON, speed=0).real_seconds_until(NOON) == 0
    left = Clock(NOON, speed=10).real_seconds_until(NOON + timedelta(seconds=100))
    assert left == pytest.approx(10, abs=0.5)
