"""Two hundred runs at once: no refusal of Slack's, no thread silent for a minute; and the outbox in small."""

import asyncio

import pytest

from bot.slack.allowances import EDIT, PRIVATE_LINES, PROGRESS, Allowances
from bot.slack.outbox import ALMOST, SILENT, TOO_LONG, Outbox, Way
from tests.bot.slack.crowd import Crowd, Timed


@pytest.mark.parametrize("runs, seconds", [(1, 300), (20, 300), (100, 300), (200, 400), (200, 1200)])
@pytest.mark.parametrize("seed", [1, 2])
async def test_nobody_is_silent_for_a_minute_and_slack_refuses_nothing(
    runs: int, seconds: float, seed: int
) -> None:
    crowd = Crowd(runs, seconds)
    await crowd.play(seed)
    assert crowd.refused == 0
    assert max(crowd.silences) < 55
    if runs <= 20:
        assert crowd.ways[Way.PRIVATE] == crowd.ways[Way.LINE] == 0, "edits are enough"
    assert crowd.ways[Way.LINE] <= runs * seconds / 90, "a line more in a thread is the last resort"


class ALine:
    """A thread that always wants an edit."""

    def __init__(self, outbox: Outbox, name: str = "1.0", *, silent: float = 0.0) -> None:
        self.thread, self.shown_at, self.told = ("C1", name), outbox.now() - silent, list[Way]()
        self.wait, self.hangs, self.came = 0.0, asyncio.Event(), asyncio.Event()
        self.hangs.set()

    def due(self, now: float) -> float:
        return self.wait

    async def tell(self, way: Way) -> bool:
        self.told.append(way)
        self.came.set()
        await self.hangs.wait()
        return True


async def looked(outbox: Outbox) -> float:
    pause = await outbox.look()
    await asyncio.sleep(0)
    return pause


def line_in(outbox: Outbox, name: str = "1.0", *, silent: float = 0.0) -> ALine:
    line = ALine(outbox, name, silent=silent)
    outbox._lines[line] = None
    return line


async def test_whoever_was_silent_longest_is_shown_first() -> None:
    outbox = Outbox(clock := Timed())
    newer, older = line_in(outbox), line_in(outbox, silent=30)
    for _ in range(EDIT.calls - 1):
        await clock.free(EDIT)
    await looked(outbox)
    assert (older.told, newer.told) == ([Way.EDIT], [])


async def test_last_edits_go_before_those_of_progress() -> None:
    outbox = Outbox(clock := Timed())
    lines = [line_in(outbox, f"{n}.0") for n in range(100)]
    await looked(outbox)
    assert sum(len(line.told) for line in lines) == PROGRESS.calls
    assert await clock.free(EDIT) == 0.0, "some are left for those that close a plan"


async def test_without_an_edit_a_thread_is_told_in_another_way_only_when_it_was_silent_for_long() -> None:
    outbox = Outbox(clock := Timed())
    while not await clock.free(EDIT):
        pass
    patient, late = line_in(outbox, silent=ALMOST - 2), line_in(outbox, silent=ALMOST)
    assert await looked(outbox) <= 1.0
    assert (patient.told, late.told) == ([], [Way.PRIVATE])
    while not await clock.free(PRIVATE_LINES):
        pass
    clock.time += TOO_LONG - ALMOST
    await looked(outbox)
    assert (patient.told, late.told) == ([], [Way.PRIVATE])
    clock.time += 2
    await looked(outbox)
    assert patient.told == [Way.LINE]


async def test_an_edit_that_hangs_keeps_no_other_thread_waiting() -> None:
    outbox = Outbox(Timed())
    stuck, other = line_in(outbox), line_in(outbox)
    stuck.hangs.clear()
    await looked(outbox)
    await looked(outbox)
    assert len(stuck.told) == 1
    assert len(other.told) == 2
    await outbox.close(stuck)
    await outbox.close(other)


async def test_what_is_said_in_a_thread_ends_its_silence() -> None:
    outbox = Outbox(clock := Timed())
    here, there = line_in(outbox, "1.0", silent=SILENT), line_in(outbox, "2.0", silent=SILENT)
    outbox.spoke("C1", "1.0")
    assert (here.shown_at, there.shown_at) == (clock.now(), clock.now() - SILENT)


async def test_an_open_line_is_shown_at_once_and_a_closed_one_never_again() -> None:
    outbox = Outbox(Allowances(hurry=1000))
    line = ALine(outbox)
    outbox.open(line)
    await asyncio.wait_for(line.came.wait(), 5)
    await outbox.close(line)
    told = len(line.told)
    outbox.changed()
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(line.told) == told


async def test_where_many_wait_in_a_channel_its_lines_begin_early_and_one_by_one() -> None:
    outbox = Outbox(clock := Timed())
    await clock.refused(EDIT, 100)
    await clock.refused(PRIVATE_LINES, 100)
    crowd = [line_in(outbox, f"{n}.0", silent=TOO_LONG - 10) for n in range(11)]
    alone = ALine(outbox, "9.9", silent=TOO_LONG - 10)
    alone.thread = ("C2", "9.9")
    outbox._lines[alone] = None
    await looked(outbox)
    assert sum(len(line.told) for line in crowd) == 1
    assert alone.told == []


@pytest.mark.parametrize("turns", range(4))
async def test_a_run_that_begins_while_the_last_one_ends_is_shown_and_keeps_it_from_nothing(
    turns: int,
) -> None:
    outbox = Outbox(Allowances(hurry=1000))
    last, following = ALine(outbox), ALine(outbox, "2.0")
    outbox.open(last)
    await asyncio.wait_for(last.came.wait(), 5)
    last.hangs.clear()
    closing = asyncio.ensure_future(outbox.close(last))
    for _ in range(turns):
        await asyncio.sleep(0)
    outbox.open(following)
    async with asyncio.timeout(5):
        await asyncio.wait([closing])
        following.came.clear()
        outbox.changed()
        await following.came.wait()
    await outbox.close(following)


async def test_nobody_looks_once_the_last_run_has_ended() -> None:
    outbox = Outbox(Allowances())
    outbox.open(line := ALine(outbox))
    looking = outbox._looking
    assert looking
    await asyncio.wait_for(line.came.wait(), 5)
    await outbox.close(line)
    await asyncio.wait_for(looking, 5)


async def test_whoever_is_cut_off_while_a_run_ends_stays_cut_off() -> None:
    outbox = Outbox(Timed())
    line = line_in(outbox)
    line.hangs.clear()
    await looked(outbox)
    closing = asyncio.ensure_future(outbox.close(line))
    await asyncio.sleep(0)
    closing.cancel()
    await asyncio.wait([closing])
    assert closing.cancelled()


async def test_a_line_that_was_closed_before_it_was_sent_keeps_no_other_of_its_channel_back() -> None:
    outbox = Outbox(clock := Timed())
    await clock.refused(EDIT, 1000)
    await clock.refused(PRIVATE_LINES, 1000)
    await outbox.look()
    first = line_in(outbox, silent=TOO_LONG)
    await outbox.look()
    await outbox.close(first)
    second = line_in(outbox, "2.0", silent=TOO_LONG)
    await looked(outbox)
    assert (first.told, second.told) == ([], [Way.LINE])


async def test_the_silence_of_a_thread_goes_on_from_one_part_of_a_run_to_the_next() -> None:
    outbox = Outbox(clock := Timed())
    outbox.spoke("C1", "1.0")
    began = clock.now()
    clock.time += 30
    outbox.open(second := ALine(outbox))
    outbox.open(elsewhere := ALine(outbox, "2.0"))
    assert (second.shown_at, elsewhere.shown_at) == (began, clock.now())
    await asyncio.wait_for(second.came.wait(), 5)
    await asyncio.sleep(0)
    await outbox.close(second)
    await outbox.close(elsewhere)
    clock.time += 10
    outbox.open(third := ALine(outbox))
    assert third.shown_at == clock.now() - 10, "its edit was something new"
    await outbox.close(third)
