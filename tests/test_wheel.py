"""What gets installed elsewhere: the wheel holds everything the product reads, and works away from this folder."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "tools", "sandbox")
LEFT_OUT = {".md", ".png"}
"""What is only read in the repository."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, without the network: the build leaves its traces in the folder it works in."""
    source = tmp_path_factory.mktemp("source")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    offline = ("--no-index", "--no-build-isolation", "--no-deps", "--disable-pip-version-check")
    pip("wheel", "--quiet", *offline, "--wheel-dir", str(source / "out"), str(source))
    (built,) = (source / "out").glob("*.whl")
    return built


def pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as files:
        files.extractall(place)
    return place


def chorister(installed: Path, home: Path, *arguments: str) -> str:
    """What a command says that runs from the wheel alone."""
    env = {"PYTHONPATH": str(installed), "CHORISTER_HOME": str(home), "PYTHONSAFEPATH": "1"}
    code = "import bot, sys; assert bot.__file__.startswith(sys.argv.pop(1)); from bot.__main__ import main; main()"
    run = [sys.executable, "-c", code, str(installed), *arguments]
    return subprocess.run(run, check=True, capture_output=True, text=True, env=env, cwd=home).stdout


def test_the_wheel_holds_every_file_that_is_read_at_run_time(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        held = set(files.namelist())
    kept = [f for package in PACKAGES for f in (ROOT / package).rglob("*") if f.is_file()]
    needed = {
        f.relative_to(ROOT).as_posix()
        for f in kept
        if f.suffix not in LEFT_OUT and "__pycache__" not in f.parts
    }
    assert needed - held == set()
    assert {name for name in held if not name.startswith((*PACKAGES, "chorister-"))} == set()


def test_the_command_works_from_the_wheel_with_its_migrations_and_rules(
    installed: Path, tmp_path: Path
) -> None:
    assert "usage: chorister" in chorister(installed, tmp_path, "--help")
    (tmp_path / "chorister.sqlite").touch()
    assert "R12" in chorister(installed, tmp_path, "rules")
    assert (tmp_path / "chorister.sqlite").stat().st_size > 0, "the tables were made"
