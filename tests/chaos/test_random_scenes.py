"""Whatever people, the CRM, the network and kill -9 do to a write-back: each approved change once, no other, a true end."""

import asyncio
import os
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from tests.chaos.scenes import Scene, scenes
from tests.chaos.stage import play
from tests.conftest import AFTERNOON

SCENES = int(os.environ.get("CHAOS_SCENES", "2"))
"""Each has five cards: `make chaos` plays forty, two hundred interleavings; CI a seeded few."""


ENDS: Counter[str] = Counter()
"""How the cards of all scenes ended."""


@settings(
    max_examples=SCENES,
    deadline=None,
    derandomize="CHAOS_SCENES" not in os.environ,
    database=None,
    print_blob=True,
    # A scene is a minute of real processes at worst: a failing one is shown as it is, and not made smaller.
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(scenes)
def test_the_crm_has_each_approved_change_once_and_every_thread_a_true_end(scene: Scene) -> None:
    with tempfile.TemporaryDirectory() as home:
        found = asyncio.run(play(scene, Path(home), AFTERNOON))
    ENDS.update(found)
    print(dict(found))  # noqa: T201 - `make chaos` shows what is played


def test_the_scenes_reached_what_they_are_about() -> None:
    print(dict(ENDS))  # noqa: T201 - `make chaos` shows the sum of what was played
    assert ENDS["written"]
    assert ENDS["written"] < ENDS.total()
