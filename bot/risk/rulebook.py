"""The rules' numbers as data, and what in them does not fit together."""

import hashlib
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.risk.gaps import plain_name

Place = tuple[str, ...]
"""Names from the outermost to the innermost."""
Count = Annotated[int, Field(ge=1)]
Days = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Words = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]


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

    @property
    def fingerprint(self) -> str:
        """Names these rules: what other ones found cannot be compared with what these find."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]

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


def rules_changed(book: Rulebook, base: Rulebook) -> list[str]:
    """The rules by their numbers that are not as they are in another rulebook."""
    return [id for id in Rules.model_fields if getattr(book.rules, id) != getattr(base.rules, id)]
