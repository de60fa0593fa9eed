"""The sentences that stand ready in the words modules, as they are."""

import importlib
import pkgutil
from types import ModuleType

import bot.slack
from tests.golden.sample import Sample, Seen, under


def sentences(module: ModuleType) -> str:
    """Every sentence of a module, by its name; names of actions and forms are none."""
    held = {name: text for name, text in vars(module).items() if name.isupper() and isinstance(text, str)}
    return "\n".join(f"{name}: {text}" for name, text in sorted(held.items()) if " " in text)


def _samples() -> list[Sample]:
    names = [
        found.name for found in pkgutil.iter_modules(bot.slack.__path__) if found.name.endswith("_words")
    ]
    said = {name: sentences(importlib.import_module(f"bot.slack.{name}")) for name in names}
    return [Sample(name, sentences, (text,), Seen.BY_ALL) for name, text in said.items() if text]


SAMPLES = under("sentences", *_samples())
