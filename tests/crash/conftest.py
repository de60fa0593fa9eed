"""A world in real time, for bots that are processes of their own."""

from collections.abc import AsyncIterator

import pytest

from sandbox.world import World
from tests.play import Play


@pytest.fixture
async def live() -> AsyncIterator[Play]:
    """The stage of a world whose clock goes as ours does."""
    async with World(seed=1) as world:
        yield Play(world)
