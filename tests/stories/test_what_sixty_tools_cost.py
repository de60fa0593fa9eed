"""Every tool of the account bound at once: the prompt is long, and from the second round on it comes from the cache."""

import pytest

from sandbox.world import World
from tests.bench.tokens import costs, everything
from tests.conftest import Start
from tests.play import Play


@pytest.mark.parametrize("form, loaded", [("search", 9), ("flat", 61)])
async def test_nine_tenths_of_what_is_sent_again_comes_from_the_cache(
    world: World, start: Start, form: str, loaded: int
) -> None:
    async with start(CHORISTER_TOOLS=form, CHORISTER_ALLOW=everything(world)):
        found = await costs(Play(world))
    tools = world.claude.asked[0].body["tools"]
    named = [tool for tool in tools if "input_schema" in tool]
    assert len(named) == 61, "sixty of Truto's, one of ours"
    assert len([tool for tool in named if not tool.get("defer_loading")]) == loaded
    for cost in found:
        assert cost.rounds >= 2
        assert cost.cached >= 0.9
