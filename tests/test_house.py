"""The rules of the house: every module has its tests at the same path, and the borders between the packages hold."""

import ast
import functools
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "tools", "sandbox")
SLACK = {"slack_bolt", "slack_sdk"}

ELSEWHERE = {
    "bot/app.py": "the composition root: every story goes through it",
    "bot/workflows/": "durable stories: told whole in tests/stories; the pure ones have a file here",
    "bot/risk/call_rules.py": "tests/bot/risk/test_rules.py judges deals by every rule",
    "bot/risk/content_rules.py": "the same",
    "bot/risk/people_rules.py": "the same",
    "bot/slack/voice.py": "a protocol: mypy holds Slack and the terminal of bot/ask.py to it",
    "bot/store/migrations/": "tests/bot/store/test_database.py runs them up and down",
    "bot/store/tables/": "tests/bot/store/test_database.py compares it with the migrations",
    "sandbox/world.py": "every story lives in it",
    "sandbox/tour/stories.py": "tests/bot/test_demo.py plays every one of them",
    "sandbox/company/": "one company: tests/sandbox/company looks at it whole",
    "sandbox/truto/": "one server: tests/sandbox/truto asks it over HTTP, rule by rule",
}
"""Modules without a test file of their own, and where they are tested instead."""


@dataclass(frozen=True)
class Module:
    """One of our files, as far as these rules look at it."""

    name: str
    imports: frozenset[str]
    """Top-level packages it imports, wherever in it."""
    has_code: bool
    reads_environment: bool


@functools.cache
def modules() -> list[Module]:
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return [read(file.relative_to(ROOT).as_posix(), ast.parse(file.read_text("utf-8"))) for file in files]


def read(name: str, tree: ast.Module) -> Module:
    nodes = list(ast.walk(tree))
    found = {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    found |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    has_code = any(isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) for n in nodes)
    reads = any(isinstance(n, ast.Attribute) and n.attr in ("environ", "getenv") for n in nodes)
    return Module(name, frozenset(full.partition(".")[0] for full in found), has_code, reads)


def mirrored(name: str) -> Path:
    """a/b.py -> tests/a/test_b.py; a package's own code: a/__init__.py -> tests/a/test_a.py."""
    path = Path(name)
    stem = path.parent.name if path.stem == "__init__" else path.stem.strip("_")
    return ROOT / "tests" / path.parent / f"test_{stem}.py"


def test_every_module_with_code_has_its_tests_at_the_same_path() -> None:
    missing = [
        m.name
        for m in modules()
        if m.has_code and not m.name.startswith(tuple(ELSEWHERE)) and not mirrored(m.name).exists()
    ]
    assert missing == []


def test_every_exception_is_still_needed() -> None:
    names = [module.name for module in modules()]
    assert [place for place in ELSEWHERE if not any(name.startswith(place) for name in names)] == []


FORBIDDEN = {
    "tools": {"bot", "handlers", "sandbox"} | SLACK,
    "sandbox": {"bot", "handlers", "tools", "tests"},
    "handlers": {"sandbox", "tests"},
    "bot": {"tests"},
}
ALONE = {
    "httpx": {"tools/truto.py"},
    "dbos": {"bot/durable.py", "bot/launch.py", "bot/runs.py", "bot/watched.py"},
    "opentelemetry": {"bot/otel.py"},
    "prometheus_client": {"bot/measures.py"},
    "anthropic": {"bot/agent/claude.py"},
    "sandbox": {"bot/demo.py"},
    "handlers": {"bot/app.py"},
}
"""What only these modules of the product may import."""


@pytest.mark.parametrize("package", FORBIDDEN)
def test_no_package_knows_what_it_must_not(package: str) -> None:
    inside = [module for module in modules() if module.name.startswith(f"{package}/")]
    assert {m.name: m.imports & FORBIDDEN[package] for m in inside if m.imports & FORBIDDEN[package]} == {}


@pytest.mark.parametrize("library", ALONE)
def test_one_module_alone_knows_each_of_these(library: str) -> None:
    users = {module.name for module in modules() if library in module.imports}
    assert {name for name in users if not name.startswith(("sandbox/", f"{library}/"))} <= ALONE[library]


def test_only_the_entry_point_reads_the_environment() -> None:
    readers = {module.name for module in modules() if module.reads_environment}
    assert {name for name in readers if not name.startswith("sandbox/")} <= {"bot/__main__.py"}
