"""The Dockerfile, as far as it can be judged without an engine: `make image-check` plays its steps as well."""

import re
import subprocess
import tomllib
from fnmatch import fnmatch

import pytest

from bot.cli import _parser
from bot.settings import Settings
from tests.builders import settings
from tests.image.dockerfile import ROOT, Stage, ours

SECRET = re.compile(r"TOKEN|SECRET|KEY|PASSWORD|DATABASE_URL")


@pytest.fixture
def build() -> Stage:
    return ours()[0]


@pytest.fixture
def final() -> Stage:
    return ours()[-1]


def copied() -> list[str]:
    """What is taken from this folder."""
    steps = [step for stage in ours() for step in stage.all("COPY") if "from" not in step.options]
    return [path for step in steps for path in step.paths[:-1]]


def test_both_stages_stand_on_one_small_base_of_a_named_version() -> None:
    assert {stage.base for stage in ours()} == {"python:3.11-slim-bookworm"}
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    assert wanted == ">=3.11"


def test_what_runs_is_not_root_and_needs_no_shell(final: Stage) -> None:
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", final.last("USER").rest)
    assert final.all("RUN") == []
    assert final.last("ENTRYPOINT").listed == ["chorister"]
    assert final.last("HEALTHCHECK").listed[0] == "python"
    assert final.last("STOPSIGNAL").rest == "SIGTERM"
    assert final.steps.index(final.last("USER")) > final.steps.index(final.last("COPY"))


def test_it_starts_with_a_command_that_exists(final: Stage) -> None:
    choices = next(action.choices for action in _parser()._actions if action.choices)
    assert set(final.last("CMD").listed) <= set(choices or ())


def test_only_one_folder_is_written_to_and_it_belongs_to_who_runs(final: Stage) -> None:
    data, user = final.last("VOLUME").rest, final.last("USER").rest
    env = final.last("ENV").pairs
    assert {env["HOME"], env["CHORISTER_HOME"], final.last("WORKDIR").rest} == {data}
    assert env["PYTHONDONTWRITEBYTECODE"] == "1"
    given = [step for step in final.all("COPY") if step.paths[-1] == data]
    assert [step.options["chown"] for step in given] == [user]
    assert all("chown" not in step.options for step in final.all("COPY") if step not in given)


def test_it_listens_where_the_health_check_asks(final: Stage) -> None:
    env = final.last("ENV").pairs
    assert env["HOST"] == "0.0.0.0"
    assert final.last("EXPOSE").rest == env["PORT"]
    assert "/healthz" in final.last("HEALTHCHECK").listed[-1]
    compile(final.last("HEALTHCHECK").listed[-1], "health check", "exec")


def test_over_socket_mode_somebody_answers_the_health_check_and_nobody_else_reaches_them(
    final: Stage,
) -> None:
    env = final.last("ENV").pairs
    own = {name: value for name, value in env.items() if name in {n.upper() for n in Settings.model_fields}}
    made = settings(SLACK_APP_TOKEN="xapp-1", **own)
    assert made.chorister_ops_port not in (None, made.port)
    assert made.chorister_ops_host == "127.0.0.1"
    assert final.all("EXPOSE") == [final.last("EXPOSE")]
    assert made.chorister_log == "json"


def test_each_variable_is_a_setting_or_pythons_own_and_none_is_a_secret() -> None:
    names = {name for stage in ours() for step in stage.all("ENV") for name in step.pairs}
    known = {name.upper() for name in Settings.model_fields}
    assert {name for name in names - known if not name.startswith(("PYTHON", "PIP"))} == {"PATH", "HOME"}
    assert [name for name in names if SECRET.search(name)] == []
    assert not any(stage.all("ARG") or stage.all("ADD") for stage in ours())


def test_everything_that_is_copied_is_there_and_in_git() -> None:
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "--", *copied()],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert [p for p in copied() if not any(f == p or f.startswith(f"{p}/") for f in listed)] == []


def test_the_image_gets_all_that_the_package_is_made_of() -> None:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"][
        "find"
    ]
    assert {name.rstrip("*") for name in found["include"]} <= set(copied())


def test_docker_sees_nothing_of_this_folder_but_what_is_copied() -> None:
    lines = [
        r for r in (ROOT / ".dockerignore").read_text("utf-8").split("\n") if r and not r.startswith("#")
    ]
    assert lines[0] == "*"
    assert sorted(line[1:] for line in lines if line.startswith("!")) == sorted(copied())
    hidden = [line for line in lines[1:] if not line.startswith("!")]
    assert lines[-len(hidden) :] == hidden, "what is hidden inside comes last, else it is let in again"
    for path in ("bot/.env", "bot/__pycache__", "sandbox/pictures"):
        assert any(fnmatch(path, rule.replace("**/", "*/")) for rule in hidden), path


def entries(name: str) -> set[str]:
    """The pins of a lock, each with its hashes."""
    return set(re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8").strip()))


def test_the_images_lock_is_a_part_of_the_whole_one() -> None:
    image = entries("requirements.image.lock")
    assert image - entries("requirements.lock") == set(), "make lock"
    assert all("--hash=sha256:" in entry for entry in image)


def test_the_images_lock_has_all_that_runs_and_nothing_that_tests() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    pinned = {entry.split("==")[0] for entry in entries("requirements.image.lock")}

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[^a-z0-9-]", requirement)[0] for requirement in requirements}

    assert names(project["dependencies"] + extras["build"]) <= pinned, "make lock"
    assert names(extras["dev"]) & pinned == names(extras["build"])
