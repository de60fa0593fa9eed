"""Where nobody looks at traces, nothing is asked and nothing is kept."""

import pytest

from bot.traces import Descent, NoTraces
from bot.whereabouts import Where


async def nobody_asks(run: str) -> Descent | None:
    raise AssertionError("the engine's table was asked")


async def test_a_house_without_traces_goes_on_as_it_would() -> None:
    traces = NoTraces()
    assert not traces.on
    traces.event(Where(event="Ev1", began=["r"]), "message", 0.1)
    async with traces.run(Where(run="r"), "turn", nobody_asks):
        with traces.span("step", a=1) as noted:
            noted(b=2)
    with pytest.raises(ZeroDivisionError):
        async with traces.run(Where(run="r"), "turn", nobody_asks):
            raise ZeroDivisionError
    traces.close()
