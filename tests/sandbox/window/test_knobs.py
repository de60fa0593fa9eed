"""Time is moved by whole steps; what shall go wrong is ordered, listed and forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.window import knobs
from sandbox.world import World

NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "key, passes",
    [
        ("minute", timedelta(minutes=1)),
        ("hour", timedelta(hours=1)),
        ("evening", timedelta(hours=4)),
        ("morning", timedelta(hours=19)),
    ],
)
def test_a_step_goes_by_the_company_s_own_watch(key: str, passes: timedelta) -> None:
    assert knobs.step(key, NOON, "Europe/Berlin") == passes


def test_after_six_the_evening_is_tomorrow_s() -> None:
    assert knobs.step("evening", NOON + timedelta(hours=4), "Europe/Berlin") == timedelta(days=1)


def test_every_step_has_a_button_and_every_button_a_step(world: World) -> None:
    for key in knobs.STEPS:
        before = world.clock.now()
        knobs.move(world, key)
        assert world.clock.now() > before
    with pytest.raises(KeyError):
        knobs.move(world, "yesterday")


def test_every_mishap_waits_at_its_server_until_all_are_forgotten(world: World) -> None:
    for key in knobs.MISHAPS:
        knobs.order(world, key)
    assert len(knobs.pending(world)) == len(knobs.MISHAPS)
    assert f"truto: lost_reply on {knobs.WRITE}" in knobs.pending(world)
    knobs.order(world, "clear")
    assert knobs.pending(world) == []


@pytest.mark.parametrize("key", knobs.MISHAPS)
def test_every_mishap_is_one_its_server_knows(world: World, key: str) -> None:
    from sandbox.claude.mishaps import FAULTS
    from sandbox.truto.mishaps import AFTERWARDS, outage

    mishap = knobs.MISHAPS[key]
    known = {"claude": FAULTS, "truto": AFTERWARDS | {"429"}, "slack": {"429", "500"}}[mishap.server]
    assert mishap.kind in known or outage(mishap.kind)
