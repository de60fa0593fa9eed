"""Silent runs and dead bots as findings."""

import sqlalchemy as sa

from bot.doctor.bench import Bench
from bot.doctor.finding import Mark
from bot.doctor.in_runs import EACH_MINUTE, alive, bot, live_workers, runs, silent
from bot.durable import engine
from bot.kept_runs import State
from bot.workflows import schedules
from bot.workflows.forget import IN_EACH
from tests.bot.test_kept_runs import NOW, OLD, a_run
from tests.builders import settings_env
from tests.postgres import administer


def test_runs_that_nobody_does_are_named_with_why() -> None:
    young = a_run(id="young", began=NOW)
    assert silent([young], NOW).say == "1 under way, 0 of them waiting; none is silent"
    many = [a_run(id=f"r{n}", began=OLD, state=State.QUEUED) for n in range(5)]
    found = silent([young, *many], NOW)
    assert found.mark is Mark.WRONG
    assert found.say.startswith("5 runs that nobody does: r0: it has been in line for 31 minutes")
    assert found.say.endswith("and 2 more")


def test_a_bot_lives_while_it_looks_for_what_is_due() -> None:
    assert bot(None, NOW).mark is Mark.NOTE
    assert (bot(NOW - 60, NOW).mark, bot(NOW - 181, NOW).mark) == (Mark.FINE, Mark.NOTE)
    assert "3 hours ago" in bot(NOW - 3 * 3600, NOW).say
    assert (schedules.TICK, IN_EACH) == EACH_MINUTE


def test_processes_that_beat_are_told_from_those_that_fell_silent() -> None:
    assert alive({"a": True, "b": False, "c": True}).say == "2 alive: a, c; 1 other fell silent within a day"
    assert alive({"a": False}).mark is Mark.NOTE
    assert alive({}).say == "no process lives"


async def test_what_a_postgresql_keeps_of_runs_and_processes_is_read(postgres: sa.URL) -> None:
    looked = Bench.of(settings_env(DATABASE_URL=postgres.render_as_string(hide_password=False)))
    assert await runs(looked) == [], "there are no tables of the engine yet"
    async with engine(postgres):
        assert [f.mark for f in await runs(looked)] == [Mark.NOTE, Mark.FINE]
        (found,) = await live_workers(looked)
        assert found.say.startswith("1 alive: ")
    administer(postgres, "drop table workers")
    assert await live_workers(looked) == []


async def test_an_sqlite_file_has_no_other_processes(tmp_path: object) -> None:
    assert await live_workers(Bench.of(settings_env(CHORISTER_HOME=str(tmp_path)))) == []
