"""How things stand while Prometheus looks: counted in every workspace, and left out where that takes too long."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from bot.measures import Measures
from bot.proposals.proposal import State
from bot.standing import WRITTEN, Figures, Looking, alive, of_proposals
from bot.store import Database
from bot.store.proposals import Proposals
from bot.store.tables import proposals, workers
from tests.builders import a_proposal
from tests.prometheus import read


async def two() -> Mapping[str, float]:
    return {"pending": 2.0}


async def hangs() -> Mapping[str, float]:
    await asyncio.Event().wait()
    return {}


async def breaks() -> Mapping[str, float]:
    raise sa.exc.OperationalError("select", {}, Exception("away"))


OUTBOXES = [SimpleNamespace(standing=lambda: (2, 30.0)), SimpleNamespace(standing=lambda: (1, 45.0))]


async def told(looking: Looking) -> dict[str, float]:
    return read(await Figures(Measures(), looking).page())


async def keep(db: Database, n: int, state: State, status: str = "") -> None:
    await Proposals(db).add(a_proposal(id=f"p{n}"))
    change = sa.update(proposals).where(proposals.c.id == f"p{n}")
    await db.change(change.values(state=state.value, outcome={"status": status} if status else None))


async def test_proposals_are_counted_by_what_became_of_them(db: Database) -> None:
    for n, (state, status) in enumerate(
        [
            (State.PENDING, ""),
            (State.APPROVED, ""),
            (State.APPROVED, "written"),
            (State.APPROVED, "written"),
            (State.APPROVED, "unverified"),
            (State.EXPIRED, ""),
        ]
    ):
        await keep(db, n, state, status)
    found = await of_proposals(db)
    assert found == {"pending": 1, "approved": 1, "written": 2, "unverified": 1, "expired": 1}


async def test_all_workspaces_are_counted_together_and_every_state_is_told(db: Database) -> None:
    await keep(db, 1, State.PENDING)
    looking = Looking(lambda: [db, db], two, lambda: OUTBOXES, dead_after=20.0, in_time=5.0)
    found = await told(looking)
    assert found["chorister_proposals pending"] == 2
    assert [found[f"chorister_proposals {state}"] for state in WRITTEN] == [0.0] * len(WRITTEN)
    assert found["chorister_runs_unfinished pending"] == 2
    assert found["chorister_progress_threads"] == 3
    assert found["chorister_progress_silence_seconds"] == 45.0
    assert ("chorister_workers" in found) == (db.engine.dialect.name == "postgresql")


@pytest.mark.parametrize("runs", [hangs, breaks])
async def test_what_cannot_be_counted_in_time_is_left_out_and_the_rest_is_told(db: Database, runs) -> None:
    found = await told(Looking(lambda: [db], runs, lambda: [], dead_after=20.0, in_time=0.5))
    assert found["chorister_look_succeeded runs"] == 0
    assert found["chorister_look_succeeded proposals"] == 1
    assert not [name for name in found if name.startswith("chorister_runs_unfinished")]


async def test_before_the_house_is_up_only_what_was_counted_is_told() -> None:
    assert "chorister_info" in (await Figures(Measures()).page()).decode()


async def test_a_process_counts_as_alive_while_its_beat_is_fresh(db: Database) -> None:
    now = datetime.now(UTC)
    for name, age in (("a", 1.0), ("b", 2.0), ("c", 500.0)):
        await db.add(workers, id=name, beat=now - timedelta(seconds=age))
    if db.engine.dialect.name == "postgresql":
        assert await alive(db, 60.0) == 2.0
