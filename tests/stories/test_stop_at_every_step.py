"""Stop pressed at each step of each job: it ends within two seconds, nothing is half-written, and the thread says so."""

import pytest

from sandbox.claude import tool_use
from sandbox.world import World
from tests.conftest import Start
from tests.desk import ALLOWED, CREATE
from tests.halting import Ask, Halting
from tests.play import PUSH, REVIEW


async def question(play: Halting, n: int) -> str:
    return await play.ask("ana", "Summarise my last call and list the next steps.")


async def write_back(play: Halting, n: int) -> str:
    return await play.ask("ana", PUSH)


async def review(play: Halting, n: int) -> str:
    return await play.ask("ana", REVIEW)


async def join(play: Halting, n: int) -> str:
    return await play.ask("ana", f"Get Chorus into https://zoom.us/j/98765{n:04d} now.")


async def errand(play: Halting, n: int) -> str:
    play.world.claude.unscript()
    play.world.claude.script([tool_use(CREATE, {"name": f"Best of June {n}"})], "I was told.")
    return await play.ask("rosa", "please do it")


MAY_END: dict[Ask, tuple[str, ...]] = {
    question: (),
    write_back: ("card:",),
    review: (":alert:",),
    join: ("consent:", "follow:"),
    errand: ("errand:",),
}
"""What may still appear, by its key: words that were on their way, and what follows a recorder that was asked for."""


@pytest.mark.parametrize("job", MAY_END, ids=lambda job: job.__name__)
async def test_stop_pressed_at_each_step_of_a_job(world: World, start: Start, job: Ask) -> None:
    # Recorders are looked for seldom: their looks are not steps of the run that asked for one.
    async with start(**ALLOWED | {"CHORISTER_POLL": "3000"}) as app:
        play = Halting(world)
        play.app = app
        steps = await play.steps(job)
        assert len(steps) > 5
        missed = []
        for n, step in enumerate(steps, start=1):
            halt = await play.stopped_at(job, step, n)
            if halt is None:
                missed.append(step)
                continue
            begun = [e for e in halt.effects if not any(word in e for word in MAY_END[job])]
            assert begun == [], step
            assert halt.seconds < 2, step
            assert world.truto.crm.writes == []
            await play.is_told(halt.thread)
            await play.goes_on(halt.thread)
        # Edits that come together are one, and tools that were just read are not read anew: a run may skip such a step.
        assert len(missed) <= 2, missed
        assert {entry.status for entry in world.claude.asked} <= {200, None}
