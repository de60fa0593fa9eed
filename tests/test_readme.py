"""The README says what is true: its settings are those of the code, its commands exist."""

import re
from pathlib import Path

from pydantic_core import PydanticUndefined

from bot.cli import _parser
from bot.settings import Settings

ROOT = Path(__file__).parents[1]


def settings_table() -> str:
    """The table of settings as the README has it; print it to renew that."""
    rows = ["| Variable | Default | Meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = "required" if field.default is PydanticUndefined else _shown(field.default)
        rows.append(f"| `{name.upper()}` | {default} | {' '.join((field.description or '').split())} |")
    return "\n".join(rows)


def _shown(default: object) -> str:
    if default in (None, (), ""):
        return "-"
    return f"`{default:g}`" if isinstance(default, float) else f"`{default}`"


def test_the_table_of_settings_is_that_of_the_code() -> None:
    assert settings_table() in (ROOT / "README.md").read_text()


def test_every_command_is_explained() -> None:
    readme = (ROOT / "README.md").read_text()
    choices = next(a.choices for a in _parser()._actions if a.choices)
    for command in choices:
        assert f"chorister {command}" in readme


def test_no_placeholder_is_left() -> None:
    assert not re.search(r"\b(FIGURES|TODO|TBD|XXX|FIXME)\b", (ROOT / "README.md").read_text())


def test_every_make_target_it_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"(?:^|`)make ([\w-]+)", (ROOT / "README.md").read_text(), re.MULTILINE):
        assert f"\n{target}:" in makefile


def test_every_dependency_is_named_with_its_reason() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text()
    block = pyproject.split("dependencies = [")[1].split("]\n")[0]
    readme = (ROOT / "README.md").read_text()
    for name in re.findall(r'"([a-z0-9-]+)', block):
        assert f"| `{name}` |" in readme


def test_each_package_lists_its_files() -> None:
    for folder in (
        "bot",
        "bot/agent",
        "bot/digests",
        "bot/installs",
        "bot/doctor",
        "bot/workflows",
        "bot/proposals",
        "bot/risk",
        "bot/slack",
        "bot/store",
        "handlers",
        "tools",
    ):
        listed = (ROOT / folder / "README.md").read_text()
        for module in (ROOT / folder).glob("*.py"):
            if module.name != "__init__.py":
                assert f"`{module.name}`" in listed, f"{folder}/README.md does not list {module.name}"
