"""`chorister workspaces`: who added Chorister, and what each workspace decides for itself."""

from base64 import b64encode
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.database_url import in_file
from bot.errors import BotError, SettingsError
from bot.records import rows_of
from bot.settings import Settings
from bot.show_workspaces import merged, read, show_workspaces
from bot.store import Database
from bot.store.installations import Installations, Token
from bot.store.sealing import Sealing
from bot.store.tables import engaged
from tests.builders import an_installation, settings, settings_env

KEY = b64encode(b"k" * 32).decode()
Printed = pytest.CaptureFixture[str]


def of_many(home: Path) -> Settings:
    env = settings_env(
        SLACK_CLIENT_ID="1.2",
        SLACK_CLIENT_SECRET="s",
        SLACK_SIGNING_SECRET="s",
        CHORISTER_SECRET_KEY=KEY,
        CHORISTER_PUBLIC_URL="https://chorister.example",
        CHORISTER_HOME=str(home),
    )
    alone = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "TRUTO_INTEGRATED_ACCOUNT_ID")
    return Settings.from_env({name: value for name, value in env.items() if name not in alone})


@pytest.fixture
async def home(tmp_path: Path) -> Path:
    """A store with one workspace."""
    one = an_installation(
        key="T0ONE", name="One [red]Co", team="T0ONE", installed_at=1780488300.0, access=Token("xoxb-secret")
    )
    async with Database.open(in_file(tmp_path / "chorister.sqlite")) as db:
        await Installations(db, Sealing([KEY])).put(one)
        async with db.of("T0ONE") as rows:
            await rows.add(engaged, id="here")
    return tmp_path


async def test_a_workspace_is_given_settings_of_its_own_and_secrets_are_not_shown(
    home: Path, capsys: Printed
) -> None:
    given = ["TRUTO_INTEGRATED_ACCOUNT_ID=a-1", "truto_api_token=tok-secret", "CHORISTER_WRITES=off"]
    assert await show_workspaces(of_many(home), "T0ONE", given) == 0
    assert await show_workspaces(of_many(home), "T0ONE", ["CHORISTER_WRITES="]) == 0
    printed = capsys.readouterr().out
    assert "TRUTO_API_TOKEN=(set)" in printed
    assert "secret" not in printed
    assert printed.count("CHORISTER_WRITES=off") == 1
    await show_workspaces(of_many(home), None, [])
    assert "One [red]Co" in (listed := capsys.readouterr().out)
    assert "a-1" in listed


@pytest.mark.parametrize(
    "key, given, words",
    [
        ("T0TWO", [], "No workspace T0TWO has added Chorister"),
        ("T0ONE", ["DATABASE_URL=x"], "NAME=value belongs here"),
        ("T0ONE", ["CHORISTER_WRITES"], "NAME=value belongs here"),
        ("T0ONE", ["CHORISTER_WRITES=maybe"], "'approve' or 'off'"),
    ],
)
async def test_what_does_not_fit_is_refused_in_a_sentence(
    home: Path, key: str, given: list[str], words: str
) -> None:
    with pytest.raises((BotError, SettingsError)) as caught:
        await show_workspaces(of_many(home), key, given)
    assert words in str(caught.value)


async def test_with_one_workspace_there_is_nothing_to_list() -> None:
    with pytest.raises(BotError, match="There is one workspace"):
        await show_workspaces(settings(), None, [])


def test_an_empty_value_takes_a_setting_back() -> None:
    assert merged({"A": "1", "B": "2"}, {"A": "", "C": "3"}) == {"B": "2", "C": "3"}
    assert read(["chorister_joins = off".replace(" ", "")]) == {"CHORISTER_JOINS": "off"}


async def test_of_many_workspaces_one_has_to_be_named_and_only_its_rows_are_read(home: Path) -> None:
    with pytest.raises(BotError, match="Name one by --workspace: there are T0ONE"):
        async with rows_of(of_many(home)):
            pass
    with pytest.raises(BotError, match="No workspace T0TWO"):
        async with rows_of(of_many(home), "T0TWO"):
            pass
    async with rows_of(of_many(home), "T0ONE") as rows:
        assert len(await rows.rows(sa.select(engaged))) == 1
