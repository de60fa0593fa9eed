"""Our Dockerfile as values: what each stage does, in its order. Reads as much of the language as ours is written in."""

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Step:
    """One instruction."""

    word: str
    rest: str

    @property
    def listed(self) -> list[str]:
        """The arguments of the form that needs no shell, as Docker reads it: JSON."""
        return json.loads(self.rest[self.rest.index("[") :])

    @property
    def pairs(self) -> dict[str, str]:
        """What ENV and LABEL set."""
        return dict(part.split("=", 1) for part in shlex.split(self.rest))

    @property
    def options(self) -> dict[str, str]:
        """--from=build and its like."""
        return dict(re.findall(r"--([a-z-]+)=(\S+)", self.rest))

    @property
    def paths(self) -> list[str]:
        """What COPY takes, and at the end where it puts it."""
        return [part for part in self.rest.split() if not part.startswith("--")]


@dataclass(frozen=True)
class Stage:
    """From one FROM to the next."""

    base: str
    name: str
    steps: list[Step] = field(default_factory=list)

    def all(self, word: str) -> list[Step]:
        return [step for step in self.steps if step.word == word]

    def last(self, word: str) -> Step:
        return self.all(word)[-1]


def read(text: str) -> list[Stage]:
    """The stages of a Dockerfile."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    whole = "\n".join(lines).replace("\\\n", " ")
    stages: list[Stage] = []
    for line in filter(None, map(str.strip, whole.splitlines())):
        word, _, rest = line.partition(" ")
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            stages.append(Stage(base, name))
        else:
            stages[-1].steps.append(Step(word, " ".join(rest.split())))
    return stages


def ours() -> list[Stage]:
    return read((ROOT / "Dockerfile").read_text("utf-8"))
