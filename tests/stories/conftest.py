"""What several stories begin with."""

from collections.abc import AsyncIterator

import pytest

from sandbox.world import World
from tests.conftest import Start
from tests.desk import ALLOWED, Desk
from tests.digests import Digests
from tests.play import Play


@pytest.fixture
async def digests(world: World, start: Start) -> AsyncIterator[Digests]:
    """Sam's digest, in which nobody looks for red-flag words."""
    world.truto.options.page_size = 100
    async with start(CHORISTER_DIGEST_TOKENS="0") as app:
        yield Digests(Play(world), app)


@pytest.fixture
async def desk(world: World, start: Start) -> AsyncIterator[Desk]:
    """A bot whose admins have listed the tools that the stories of errands are about."""
    async with start(**ALLOWED) as app:
        made = Desk(world)
        made.app = app
        yield made
