"""By the clock, in each of many workspaces: a round is made where there is something to do, and nowhere else."""

from datetime import timedelta
from pathlib import Path

from bot.database_url import in_file
from bot.durable import finished, start_once, was_started
from bot.store.tables import troubles
from bot.workflows.rounds import ROUNDS, in_each_workspace
from bot.workflows.tell_troubles import TELL
from bot.workspace import within
from tests.bot.test_furnishing import two_workspaces
from tests.conftest import AFTERNOON

REFUSED = {"key": "token", "say": "Truto refuses the token.", "opened_at": 1.0, "told_at": None}


async def test_only_the_workspace_with_a_trouble_is_told_and_by_its_own_slack(tmp_path: Path) -> None:
    async with two_workspaces(in_file(tmp_path / "chorister.sqlite")) as site:
        async with site.db.of("T2") as rows:
            await rows.add(troubles, **REFUSED, cleared_at=None)
        for n in range(2):
            at = AFTERNOON + timedelta(minutes=n)
            await start_once(f"round {n}", in_each_workspace, at, {"round": TELL})
            await finished(f"round {n}")
            with within("T2"):
                key = f"{TELL}:{at.isoformat()}"
                assert await was_started(key) == (n == 0)
                if n == 0:
                    await finished(key)
            with within("T1"):
                assert not await was_started(f"{TELL}:{at.isoformat()}")
        one, other = (site.rows[key].world for key in ("T1", "T2"))
        rosa = other.company.person("rosa")
        (told,) = other.slack.messages(other.slack.dm(rosa))
        assert "Truto refuses the token." in other.slack.text_of(told)
        assert one.slack.calls("chat.postMessage") == []


async def test_what_cannot_be_looked_at_does_not_keep_back_the_others(tmp_path: Path) -> None:
    async with two_workspaces(in_file(tmp_path / "chorister.sqlite")) as site:
        async with site.db.of("T2") as rows:
            await rows.add(troubles, **REFUSED, cleared_at=None)
        site.broken.add("T1")
        await start_once("round", in_each_workspace, AFTERNOON, {"round": TELL})
        await finished("round")
        with within("T2"):
            assert await was_started(f"{TELL}:{AFTERNOON.isoformat()}")


def test_every_round_has_five_fields_of_a_cron() -> None:
    assert all(len(found.cron.split()) == 5 for found in ROUNDS.values())
