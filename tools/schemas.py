"""A schema as Truto publishes it -> one that Claude accepts, with the way back and a list of repairs."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tools.keywords import PLAIN, Drop, Note, modern

Schema = dict[str, Any]

KEY = re.compile(r"^[a-zA-Z0-9_.-]{1,64}$")
MANY = ("anyOf", "oneOf", "allOf", "prefixItems")
ONE = ("items", "contains", "not", "if", "then", "else", "additionalProperties", "unevaluatedProperties")
ROOT_COMBINATORS = ("anyOf", "oneOf", "allOf")
AT_ROOT = {
    *ROOT_COMBINATORS,
    "type",
    "properties",
    "required",
    "title",
    "description",
    "additionalProperties",
}
"""Keywords of a root that are told otherwise, or are the same for every tool."""
UNWANTED = ("patternProperties", "propertyNames", "dependencies", "dependentSchemas")
"""Their keys are patterns or names of other properties: they would outlive a renaming as nonsense."""
READ = {*PLAIN, *MANY, *ONE, *UNWANTED, "properties", "required", "dependentRequired", "$ref"}
"""Keywords that are looked at."""
SILENT = {
    "$schema",
    "$id",
    "id",
    "$comment",
    "definitions",
    "$defs",
    "nullable",
    "example",
    "additionalItems",
}
"""Keywords that go without a word: what they say is told otherwise, or is nothing for Claude."""

MAX_DEPTH = 24
MAX_SCHEMAS = 4000
"""Schemas inside one schema after its references are written out."""


class Hopeless(ValueError):
    """The schema cannot be repaired; the sentence says why."""


@dataclass
class Repair:
    """The repair of one tool's schemas: what was renamed where, and what else was changed."""

    renames: dict[str, str] = field(default_factory=dict)
    """Path of a renamed key, in Claude's names with * for a list's items -> its original name."""
    notes: list[str] = field(default_factory=list)
    _taken: dict[str, dict[str, str]] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)
    _left: int = MAX_SCHEMAS

    def clean(self, schema: Any, root: Mapping[str, Any], path: str = "", depth: int = 0) -> Schema | bool:
        """One schema and all below it; `root` is where its local references point."""
        self._left -= 1
        if self._left < 0:
            raise Hopeless("its schema is too large")
        if isinstance(schema, bool):
            return schema
        if isinstance(schema, str):
            self.note(path, f"{schema[:40]!r} alone is taken for its type")
            schema = {"type": schema}
        if not isinstance(schema, Mapping):
            self.note(path, "an unreadable schema was replaced by 'anything'")
            return {}
        if depth > MAX_DEPTH:
            self.note(path, "nesting without end was cut off")
            return {}
        outside = len(self._open)
        old = modern(self._follow(schema, root, path), partial(self.note, path))
        new = self._plain(old, path)
        self._nested(old, new, root, path, depth)
        self._object(old, new, root, path, depth)
        del self._open[outside:]
        return new

    def name(self, path: str, original: str) -> str:
        """The key Claude sees for an original key at a path: the same if allowed, else a unique legal one."""
        taken = self._taken.setdefault(path, {})
        stem = original if KEY.match(original) else legal(original)
        name, n = stem, 1
        while taken.get(name, original) != original:
            n += 1
            name = f"{stem[:60]}_{n}"
        taken[name] = original
        if name != original and self.renames.get(join(path, name)) is None:
            self.renames[join(path, name)] = original
            self.note(path, f"{original!r} is called {name!r}")
        return name

    def _plain(self, old: Mapping[str, Any], path: str) -> Schema:
        new: Schema = {}
        for keyword in [word for word in PLAIN if word in old]:
            try:
                new[keyword] = PLAIN[keyword](old[keyword])
            except Drop:
                self.note(path, f"{keyword} was not understood and is left out")
                continue
            if repr(new[keyword]) != repr(old[keyword]):
                self.note(path, f"{keyword} {_short(old[keyword])} is read as {_short(new[keyword])}")
        for keyword in sorted(set(UNWANTED) & old.keys() | old.keys() - READ - SILENT):
            self.note(path, f"{str(keyword)[:40]} is left out")
        return new

    def _nested(
        self, old: Mapping[str, Any], new: Schema, root: Mapping[str, Any], path: str, depth: int
    ) -> None:
        for keyword in MANY:
            if isinstance(old.get(keyword), list) and old[keyword]:
                below = join(path, "*") if keyword == "prefixItems" else path
                new[keyword] = [self.clean(part, root, below, depth + 1) for part in old[keyword]]
        for keyword in ONE:
            if isinstance(old.get(keyword), bool | Mapping):
                below = path if keyword in ("not", "if", "then", "else") else join(path, "*")
                new[keyword] = self.clean(old[keyword], root, below, depth + 1)

    def _object(
        self, old: Mapping[str, Any], new: Schema, root: Mapping[str, Any], path: str, depth: int
    ) -> None:
        properties = old.get("properties")
        required = self._required(old.get("required"), path)
        if isinstance(properties, Mapping):
            # Legal names first, so that a renamed one can never take theirs.
            order = sorted(map(str, properties), key=lambda key: not KEY.match(key))
            called = {key: self.name(path, key) for key in order}
            if "type" not in new:
                self.note(path, "the type object was added")
            new.setdefault("type", "object")
            new["properties"] = {}
            for key, value in properties.items():
                name = called[str(key)]
                new["properties"][name] = self.clean(value, root, join(path, name), depth + 1)
                if isinstance(value, Mapping) and value.get("required") is True:
                    required.append(str(key))
        if required:
            new["required"] = list(dict.fromkeys(self.name(path, key) for key in required))
        if isinstance(depends := old.get("dependentRequired"), Mapping):
            new["dependentRequired"] = {
                self.name(path, str(key)): [self.name(path, name) for name in dict.fromkeys(_names(names))]
                for key, names in depends.items()
            }

    def _required(self, value: Any, path: str) -> list[str]:
        """The names that are required, as a list of them or as one; true or false is about the property itself."""
        if value is True:
            self.note(path, "required: true is told where its siblings are")
        elif value not in (None, False) and _names(value) != value:
            self.note(path, f"required {_short(value)} is read as {_short(_names(value))}")
        return list(_names(value))

    def _follow(self, schema: Mapping[str, Any], root: Mapping[str, Any], path: str) -> Mapping[str, Any]:
        """Replace a local reference by what it points to; siblings of the reference stay and win."""
        while "$ref" in schema:
            reference = str(schema["$ref"])
            rest = {key: value for key, value in schema.items() if key != "$ref"}
            target = None if reference in self._open else _target(reference, root)
            if target is None:
                self.note(
                    path, f"the reference {reference[:80]!r} leads nowhere or to itself and is left out"
                )
                return rest
            self.note(path, f"the reference {reference[:80]!r} is written out")
            self._open.append(reference)
            schema = {**target, **rest}
        return schema

    def note(self, path: str, note: str) -> None:
        """Remember what was changed at a path; the same words once."""
        sentence = f"{path or 'arguments'}: {note}"
        if sentence not in self.notes:
            self.notes.append(sentence)


def join(path: str, key: str) -> str:
    """A path one step deeper; neither / nor * can occur in a legal key."""
    return f"{path}/{key}" if path else key


def legal(name: str) -> str:
    """A name made of the characters Claude's API allows in a property or tool name."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-zA-Z0-9_-]+", "_", ascii_only).strip("_")[:64] or "field"


def flatten_root(schema: Schema, note: Note) -> tuple[Schema, str]:
    """Fold root combinators, which Claude's API refuses, into one object; say the alternatives in words."""
    properties, required, words = dict(schema.get("properties") or {}), list(schema.get("required") or []), []
    for keyword in sorted(schema.keys() - AT_ROOT):
        note(f"{keyword} at the root is left out")
    for keyword in ROOT_COMBINATORS:
        branches = [
            flatten_root(branch, note)[0] for branch in schema.get(keyword, []) if isinstance(branch, dict)
        ]
        _fold(keyword, branches, properties)
        if branches:
            note(f"{keyword} at the root was folded into one list of arguments")
        if keyword == "allOf":
            required += [name for branch in branches for name in branch["required"]]
        elif branches:
            common = set.intersection(*(set(branch["required"]) for branch in branches))
            required += [name for name in branches[0]["required"] if name in common]
            words.append(_alternatives(branches))
    flat = {"type": "object", "properties": properties, "required": list(dict.fromkeys(required))}
    return flat, " ".join(filter(None, words))


def _fold(keyword: str, branches: list[Schema], properties: Schema) -> None:
    """Add the branches' arguments to the properties; one that differs may be either, or has to be both."""
    for branch in branches:
        for key, value in branch["properties"].items():
            other = properties.setdefault(key, value)
            if other != value:
                properties[key] = {"allOf" if keyword == "allOf" else "anyOf": [other, value]}


def _alternatives(branches: list[Schema]) -> str:
    ways = [", ".join(branch["required"] or branch["properties"]) for branch in branches]
    return (
        f"Give one of these sets of arguments: {' | '.join(way for way in ways if way)}." if any(ways) else ""
    )


def _names(value: Any) -> list[str]:
    listed = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return list(dict.fromkeys(name for name in listed if isinstance(name, str)))


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _target(reference: str, root: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What a local reference points to; None for anything else."""
    if not reference.startswith("#"):
        return None
    found: Any = root
    for step in filter(None, reference[1:].split("/")):
        step = step.replace("~1", "/").replace("~0", "~")
        found = found.get(step) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else None
