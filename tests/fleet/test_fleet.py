"""Two processes behind a load balancer: `make flood` and `make fleet` in small, one after the other."""

import sqlalchemy as sa

from sandbox.slack.http_delivery import DEADLINE
from tests.fleet.flood import phase
from tests.fleet.scene import Size, staged

HURRY = 20
SMALL = Size(
    processes=2,
    minutes=0.06,
    kill_at=(1.5,),
    back_after=None,
    claude=(0.1, 0.6),
    truto=(0.05, 0.1),
    retries=(0.1, 0.5, 1.0),
    check_every=0.3,
    patience=30.0,
    module="tests.fleet.hasty",
    settings={"FLEET_HURRY": str(HURRY), "CHORISTER_DEAD_AFTER": "2", "CHORISTER_POLL": "4"},
)


async def test_a_flood_delays_nobody_and_a_death_loses_nothing_and_doubles_nothing(postgres: sa.URL) -> None:
    async with staged(SMALL, postgres) as scene:
        world = scene.world
        world.slack.rate_limits = world.truto.options.rate_limits = False
        world.truto.options.longest_call = world.truto.options.processing = 1.0

        flooded = await phase(scene.staff, 1.0, others=4, flood=30, crowd=15)
        for heard in (flooded.others, flooded.flood):
            assert not heard.failed, "everything is taken at the first try"
        assert len(flooded.flood.events) == 30 + 2 * 15
        assert flooded.others.acknowledged[-1] < DEADLINE, flooded.others.acknowledged

        verdict = await scene.play()
        assert len(scene.crew.deaths) == 1
        assert verdict.is_good, verdict
