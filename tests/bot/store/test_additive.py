"""While a deploy rolls, the old version runs on the new schema: migrations add, and take away only what nobody reads."""

import ast
from pathlib import Path

import pytest

from bot.store.database import MIGRATIONS

BEFORE = "0016"
"""Those before were made when one process ran at a time."""
TAKES_AWAY = {
    "drop_column",
    "drop_table",
    "drop_constraint",
    "rename_table",
    "alter_column",
    "drop_index",
    "batch_alter_table",
}


def taken_away(source: str) -> list[str]:
    """What a migration does on its way up that the version before it may stumble over."""
    upgrades = [
        n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef) and n.name == "upgrade"
    ]
    calls = [
        n.func.attr
        for up in upgrades
        for n in ast.walk(up)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    ]
    return sorted(TAKES_AWAY & {*calls})


@pytest.mark.parametrize("path", sorted((MIGRATIONS / "versions").glob("*.py")), ids=lambda path: path.stem)
def test_a_migration_only_adds(path: Path) -> None:
    source = path.read_text()
    assert path.stem < BEFORE or not taken_away(source) or "# contracts:" in source


def test_what_takes_away_is_seen() -> None:
    assert taken_away(
        "def upgrade():\n    op.drop_column('t', 'c')\ndef downgrade():\n    op.drop_table('t')"
    ) == ["drop_column"]
    assert taken_away("def upgrade():\n    op.add_column('t', c)") == []
