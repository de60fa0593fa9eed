"""A company's rules: a YAML file over the rules that come with Chorister, and profiles over that for single digests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bot.risk.rule_words import in_words
from bot.risk.rulebook import Place, Rulebook

DEFAULTS = Path(__file__).with_name("rules.yaml")
PROFILES = "profiles"
MOST, NAME = 50, 40
"""Profiles in a file, and characters in the name of one: a form lists them."""


class BadRules(Exception):
    """A rule file that cannot be used; the message names each line and what is wrong there."""


@dataclass(frozen=True)
class RuleFile:
    """The rules in force: the company's own, and its profiles by name."""

    own: Rulebook
    profiles: Mapping[str, Rulebook] = field(default_factory=dict)

    def book(self, profile: str) -> Rulebook | None:
        """The rules of a profile, the company's own where it is empty; None where there is none of that name."""
        return self.profiles.get(profile) if profile else self.own


def default_rules() -> Rulebook:
    """The rules that come with Chorister."""
    return Rulebook.model_validate(yaml.safe_load(DEFAULTS.read_text("utf-8")))


def read_rules(text: str, source: str = "the rules") -> RuleFile:
    """The rules of a file, over those that come with Chorister. Raises BadRules."""
    tree, given = _parsed(text, source)
    base = yaml.safe_load(DEFAULTS.read_text("utf-8"))
    profiles = given.pop(PROFILES, None) or {}
    problems = _wrong_profiles(profiles)
    merged = _over(base, given)
    own, found = _checked(merged)
    problems += found
    books: dict[str, Rulebook] = {}
    for name, more in profiles.items() if own and not problems else ():
        book, found = _checked(_over(merged, more))
        problems += [((PROFILES, name, *place), what) for place, what in found]
        if book:
            books[name] = book
    if own and not problems:
        return RuleFile(own, books)
    lines = (f"{source}, line {_line(tree, place)}: {'.'.join(place)}: {what}" for place, what in problems)
    raise BadRules("\n".join(lines))


def _parsed(text: str, source: str) -> tuple[yaml.Node | None, dict[str, Any]]:
    try:
        if alias := next(
            (e for e in yaml.parse(text, yaml.SafeLoader) if isinstance(e, yaml.AliasEvent)), None
        ):
            raise BadRules(
                f"{source}, line {_at(alias.start_mark)}: please write out what *{alias.anchor} stands for"
            )
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        given = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        raise BadRules(
            f"{source}, line {_at(error.problem_mark)}: {error.problem or error.context}"
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise BadRules(f"{source}: {error}") from None
    except RecursionError:
        raise BadRules(f"{source}, line 1: it is nested too deeply") from None
    if twice := next(_twice(tree), None):
        raise BadRules(f"{source}, line {twice.start_mark.line + 1}: {twice.value} stands there twice")
    if given is not None and not isinstance(given, dict):
        raise BadRules(f"{source}, line 1: names with values below them belong here")
    return tree, given or {}


def _at(mark: Any) -> int:
    """The line of one of YAML's marks, counted from one; the first where it has none."""
    return int(mark.line) + 1 if mark else 1


def _twice(node: yaml.Node | None) -> Iterator[yaml.Node]:
    """The names that stand twice in one place: YAML would take the last and say nothing."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                yield key
            seen.add(str(key.value))
            yield from _twice(value)


def _wrong_profiles(profiles: Any) -> list[tuple[Place, str]]:
    if not isinstance(profiles, dict):
        return [((PROFILES,), "names with rules below them belong here")]
    found: list[tuple[Place, str]] = []
    if len(profiles) > MOST:
        found.append(((PROFILES,), f"at most {MOST} of them, please"))
    for name, more in profiles.items():
        if not isinstance(name, str) or name != name.strip() or not 0 < len(name) <= NAME:
            found.append(((PROFILES, str(name)), f"a profile needs a name of 1 to {NAME} characters"))
        elif not isinstance(more, dict):
            found.append(((PROFILES, name), "what differs from the rules above belongs below it"))
    return found


def _checked(values: Any) -> tuple[Rulebook | None, list[tuple[Place, str]]]:
    try:
        made = Rulebook.model_validate(values)
    except ValidationError as error:
        return None, [(tuple(map(str, e["loc"])), in_words(e)) for e in error.errors()]
    return made, made.contradictions()


def _over(base: Any, given: Any) -> Any:
    """Mappings are merged name by name; anything else replaces what was there, and so do stages that have new names."""
    if not (isinstance(base, dict) and isinstance(given, dict)):
        return given
    made = base | {name: _over(base.get(name), value) for name, value in given.items()}
    stages = given.get("stages")
    if isinstance(stages, dict) and not stages.keys() <= base.get("stages", {}).keys():
        made["stages"] = stages  # stages of one's own come in an order of one's own
    return made


def _line(node: yaml.Node | None, place: Place) -> int:
    """The line of what is named, or of the nearest thing around it that is in the file."""
    line: int = 1
    while node is not None:
        name, place = (place[0], place[1:]) if place else ("", ())
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = next(((key, value) for key, value in pairs if key.value == name), None)
        if found is None:
            return line
        line, node = found[0].start_mark.line + 1, found[1]
        if not place:
            return line
    return line
