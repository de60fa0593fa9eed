"""
What the bot can send, by area: a module each, with SAMPLES by name (its golden files) and LONGEST ones, which are checked
against Slack's limits and not kept. A new module is found by itself.
"""

import importlib
import pkgutil

from tests.golden.sample import Sample


def everything() -> dict[str, Sample]:
    """The samples of every module, by the names of their golden files."""
    return _all("SAMPLES")


def longest() -> dict[str, Sample]:
    """The samples at the edges of what people and Chorus may write."""
    return _all("LONGEST")


def _all(which: str) -> dict[str, Sample]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return {key: one for module in modules for key, one in getattr(module, which, {}).items()}
