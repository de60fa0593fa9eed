"""The record is read where it is, and never made by looking for it."""

from os import listdir
from pathlib import Path

import pytest

from bot.database_url import in_file
from bot.errors import BotError
from bot.records import rows_of
from bot.store import Database
from tests.builders import settings


async def test_where_there_is_no_store_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(BotError, match="is CHORISTER_HOME right"):
        async with rows_of(settings(CHORISTER_HOME=str(tmp_path))):
            pass
    assert listdir(tmp_path) == []


async def test_the_only_workspace_needs_no_name_and_has_none(tmp_path: Path) -> None:
    async with Database.open(in_file(tmp_path / "chorister.sqlite")):
        pass
    made = settings(CHORISTER_HOME=str(tmp_path))
    async with rows_of(made) as rows:
        assert rows.url == made.store
    with pytest.raises(BotError, match="there is only that of SLACK_BOT_TOKEN"):
        async with rows_of(made, "T0ONE"):
            pass
