"""Many workspaces as findings: the encryption, and each one's token, scopes, account and admins."""

from pathlib import Path

from bot.doctor.bench import Bench
from bot.doctor.examine import checks_of, examine
from bot.doctor.finding import Mark
from bot.doctor.in_workspaces import refused, standing, workspaces
from bot.scopes import SCOPES
from bot.setting_kinds import each_key
from bot.settings import Settings
from bot.store import Database
from bot.store.installations import Installation, Installations, Token
from bot.store.schedules import Schedules
from bot.store.sealing import Sealing
from bot.store.troubles import Trouble, Troubles
from sandbox.worlds import NORTH, SOUTH, Worlds
from tests.bot.installs.conftest import NOW, added, granting_in
from tests.builders import a_schedule, an_installation

AT = NOW.timestamp()


def found(**more: object) -> Installation:
    own = {"TRUTO_INTEGRATED_ACCOUNT_ID": "a"}
    return an_installation(**{"name": "One", "scopes": tuple(SCOPES), "installed_at": AT, "own": own} | more)


def test_what_a_workspace_lacks_is_said_with_who_can_mend_it() -> None:
    whole = standing("w", found(), AT)
    assert (whole.mark, whole.say) == (Mark.FINE, "One: added 2026-06-03, admins UROSA00001")
    ended = standing("w", found(access=Token("x", "r", AT - 1)), AT)
    assert (ended.mark, ended.say) == (Mark.WRONG, "One: its token ended 2026-06-03 and was not renewed")
    late = standing("w", found(access=Token("x", "r", AT + 60)), AT)
    assert (late.mark, late.say) == (
        Mark.NOTE,
        "One: its token ends 2026-06-03 15:01 UTC and is not renewed yet",
    )
    less = standing("w", found(scopes=tuple(sorted(SCOPES)[1:])), AT)
    assert (less.mark, less.say) == (Mark.WRONG, f"One: {min(SCOPES)} is missing")
    assert standing("w", found(own={}), AT).say == "One: no Chorus account yet"


def test_a_slack_that_does_not_answer_is_not_the_workspaces_affair() -> None:
    assert refused("w", "One", TimeoutError()).say.startswith("One: Slack does not answer")


async def test_each_workspace_is_asked_and_a_key_that_opens_nothing_is_said(tmp_path: Path) -> None:
    async with Worlds(NORTH, SOUTH, now=NOW) as worlds:
        env = worlds.env() | {"CHORISTER_HOME": str(tmp_path)}
        bench = Bench.of(env, lambda: AT)
        assert bench.missing == {}
        assert {check.name for check in checks_of(bench)} >= {"workspaces", "claude", "database"}
        assert "slack" not in {check.name for check in checks_of(bench)}
        (none,) = await workspaces(bench)
        assert none.mark is Mark.NOTE
        settings = Settings.from_env(env)
        assert settings.chorister_secret_key is not None
        async with Database.open(settings.store) as db:
            kept = Installations(db, Sealing(each_key(settings.chorister_secret_key)))
            for city in (NORTH, SOUTH):
                await added(granting_in(worlds), kept, city.key)
        worlds.cities[SOUTH.key].slack.faults.add("error", match="auth.test", error="account_inactive")
        said = {
            each.check: each
            for each in await examine(bench)
            if each.check.startswith(("enc", "works", "pub"))
        }
        assert said["encryption"].mark is Mark.FINE
        assert said["workspaces"].say == "2 added Chorister"
        assert said[f"workspace {NORTH.key}"].say.endswith("no Chorus account yet")
        assert said[f"workspace {SOUTH.key}"].say.endswith("Slack refuses its token: account_inactive")
        assert said["public address"].mark is Mark.NOTE
        async with Database.open(settings.store) as db, db.of(NORTH.key) as own:
            await Schedules(own).put(a_schedule(), AT)
            await Troubles(own).open(Trouble("token", "Truto does not accept our API token.", AT))
        kept = [each for each in await workspaces(bench) if each.check == f"workspace {NORTH.key}"]
        assert [each.mark for each in kept] == [Mark.NOTE, Mark.FINE, Mark.WRONG]
        assert "1 digest, the next one" in kept[1].say
        worlds.cities[NORTH.key].slack.faults.add("hold", match="auth.test")
        hung = {each.check: each for each in await workspaces(bench, each=0.2)}
        assert hung[f"workspace {NORTH.key}"].say.endswith("no answer within 0.2 seconds")
        assert hung["workspaces"].mark is Mark.FINE, "one that hangs hides no other"
        worlds.cities[NORTH.key].slack.release()
        other = Bench.of(env | {"CHORISTER_SECRET_KEY": "A" * 43 + "="}, lambda: AT)
        (wrong,) = await workspaces(other)
        assert (wrong.check, wrong.mark) == ("encryption", Mark.WRONG)
