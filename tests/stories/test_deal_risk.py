"""The risk digest, read from the live Chorus: its verdicts are those of an independent recomputation."""

import os

import pytest

from sandbox.world import World
from tests.conftest import Start
from tests.digests import Digests, below_sam
from tests.play import Play
from tests.risk_truth import flagged, verdicts

SEEDS = int(os.environ.get("RISK_SEEDS", "7"))
"""Companies whose deals are judged; `make risks` takes twenty."""


@pytest.mark.parametrize("world", range(1, SEEDS + 1), indirect=True)
async def test_the_flagged_deals_are_those_of_an_independent_recomputation(
    world: World, start: Start
) -> None:
    world.truto.options.page_size = 100
    async with start(CHORISTER_DIGEST_TOKENS="0") as app:
        digests = Digests(Play(world), app)
        assert await digests.send()
        truth = verdicts(world.company, below_sam(world), red_flags=False)
        assert await digests.standings() == {id: truth[id] for id in flagged(truth)}
        assert len(flagged(truth)) > 5


@pytest.mark.parametrize("world", (1, 2), indirect=True)
async def test_with_what_buyers_said_the_flagged_deals_are_the_same_too(world: World, start: Start) -> None:
    async with start(CHORISTER_DIGEST_TOKENS="100000000") as app:
        digests = Digests(Play(world), app)
        message = await digests.send()
        truth = verdicts(world.company, below_sam(world))
        assert await digests.standings() == {id: truth[id] for id in flagged(truth)}
        assert any("R12" in rules for rules in truth.values())
        assert message


async def test_with_every_oddity_of_chorus_lists_they_are_the_same(world: World, start: Start) -> None:
    options = world.truto.options
    options.page_size, options.duplicate_row, options.repeated_cursor = 25, True, True
    async with start(CHORISTER_DIGEST_TOKENS="0") as app:
        digests = Digests(Play(world), app)
        assert await digests.send()
        truth = verdicts(world.company, below_sam(world), red_flags=False)
        assert await digests.standings() == {id: truth[id] for id in flagged(truth)}
