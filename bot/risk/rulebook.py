"""The rules' numbers as data: read from YAML, checked, and merged over the ones that come with Chorister."""

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.risk.gaps import plain_name

DEFAULTS = Path(__file__).with_name("rules.yaml")

Place = tuple[str, ...]
"""Names from the outermost to the innermost."""
Count = Annotated[int, Field(ge=1)]
Days = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Words = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]


class BadRules(Exception):
    """A rule file that cannot be used; the message names each line and what is wrong there."""


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Levels(Part):
    at_risk: Count
    act: Count


class Segments(Part):
    mid: Amount
    enterprise: Amount


class BySegment(Part):
    small: Days
    mid: Days
    enterprise: Days


class Rule(Part):
    """What every rule may say."""

    enabled: bool = True
    from_stage: str | None = Field(default=None, alias="from")
    amount: Amount | None = None


class LongGap(Rule):
    days: BySegment


class NoExecutive(Rule):
    titles: Words


class MethodGap(Rule):
    long_call_minutes: Days
    needed: dict[str, dict[str, tuple[str, ...]]]
    """Of each method the fields that become needed at a stage."""


class Topics(Rule):
    topics: Words


class LateTopics(Topics):
    last_calls: Count


class ForDays(Rule):
    days: Days


class Quiet(ForDays):
    last_calls: Count


class BlindSpot(Rule):
    last_calls: Count


class NoShows(ForDays):
    times: Count


class OneSided(Rule):
    longer_than_minutes: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    share: Annotated[float, Field(gt=0, lt=1)]


class Rules(Part):
    """The rules by their numbers."""

    R1: Rule
    R2: LongGap
    R3: Rule
    R4: NoExecutive
    R5: MethodGap
    R6: LateTopics
    R11: Topics
    R12: ForDays
    R13: Quiet
    R14: BlindSpot
    R15: NoShows
    R16: OneSided


class Rulebook(Part):
    """Everything about the verdicts that a company may change."""

    levels: Levels
    stages: dict[str, Words]
    """In their order, each with the names that the CRM may use for it."""
    segments: Segments
    window_days: Annotated[int, Field(ge=7, le=365)]
    rules: Rules

    def rank(self, stage: str | None) -> int | None:
        """The place of a stage in the line, from 0, by our name or the CRM's; None for one that is not in it."""
        wanted = plain_name(stage)
        for n, (name, others) in enumerate(self.stages.items()):
            if wanted in (plain_name(name), *map(plain_name, others)):
                return n
        return None

    def contradictions(self) -> list[tuple[Place, str]]:
        """What does not fit together: where it stands, and what is wrong."""
        found: list[tuple[Place, str]] = []
        if not all(plain_name(stage) for stage in self.stages):
            found.append((("stages",), "a stage needs a name"))
        names = [plain_name(name) for names in self.stages.values() for name in names]
        if len(set(names)) < len(names):
            found.append((("stages",), "one name stands for two stages"))
        if self.levels.act < self.levels.at_risk:
            found.append((("levels", "act"), "must not be less than at_risk"))
        if self.segments.enterprise < self.segments.mid:
            found.append((("segments", "enterprise"), "must not be less than mid"))
        for place, stage in self._named_stages():
            if self.rank(stage) is None:
                found.append((place, f"“{stage}” is not among the stages ({', '.join(self.stages)})"))
        return found

    def _named_stages(self) -> list[tuple[Place, str]]:
        rules = {name: getattr(self.rules, name) for name in Rules.model_fields}
        named: list[tuple[Place, str]] = [
            (("rules", name, "from"), rule.from_stage) for name, rule in rules.items() if rule.from_stage
        ]
        for method, stages in self.rules.R5.needed.items():
            named += [(("rules", "R5", "needed", method, stage), stage) for stage in stages]
        return named


def default_rules() -> Rulebook:
    """The rules that come with Chorister."""
    return Rulebook.model_validate(yaml.safe_load(DEFAULTS.read_text("utf-8")))


def read_rules(text: str, source: str = "the rules") -> Rulebook:
    """The rules of a file, over those that come with Chorister. Raises BadRules."""
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        given = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadRules(f"{source}, line {line}: {error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise BadRules(f"{source}: {error}") from None
    except RecursionError:
        raise BadRules(f"{source}, line 1: it is nested too deeply") from None
    if given is not None and not isinstance(given, dict):
        raise BadRules(f"{source}, line 1: names with values below them belong here")
    base = yaml.safe_load(DEFAULTS.read_text("utf-8"))
    try:
        made = Rulebook.model_validate(_over(base, given or {}))
    except ValidationError as error:
        problems = [(_place(e["loc"]), str(e["msg"])) for e in error.errors()]
    else:
        problems = made.contradictions()
        if not problems:
            return made
    lines = (f"{source}, line {_line(tree, place)}: {'.'.join(place)}: {what}" for place, what in problems)
    raise BadRules("\n".join(lines))


def _place(loc: tuple[int | str, ...]) -> Place:
    return tuple(str(part) for part in loc)


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
