"""Following a recorder: what Chorus shows of its call, and when to look again. Accepted is not seen, seen is not over."""

from dataclasses import dataclass, replace
from enum import StrEnum

from tools.chorus import Conversation


class Stage(StrEnum):
    """How far a recorder's call is, as far as Chorus shows it."""

    WAITING = "waiting"
    """Nothing was seen of it yet."""
    LIVE = "live"
    ENDED = "ended"
    """It is over, and Chorus works on it."""
    PROCESSED = "processed"
    NO_SHOW = "no show"
    """Chorus gave it up, or says why nothing was recorded."""
    GONE = "gone"
    """Chorus showed it and does not show it any more."""
    STOPPED = "stopped"
    """A person stopped the watch."""
    REPEATED = "asked again"
    """A newer request for the same meeting took its place."""

    @property
    def is_last(self) -> bool:
        """Whether nothing more is to be expected."""
        return self not in (Stage.WAITING, Stage.LIVE, Stage.ENDED)


BY_STATUS = {
    "live": Stage.LIVE,
    "processing": Stage.ENDED,
    "done": Stage.PROCESSED,
    "no show": Stage.NO_SHOW,
}
"""Chorus's word for a call; every other one says nothing."""


@dataclass(frozen=True)
class Sight:
    """One look at a call."""

    stage: Stage
    reason: str = ""
    """Chorus's own word for why it ended or was not recorded."""


def sight(call: Conversation) -> Sight:
    """What Chorus shows of a call."""
    stage = BY_STATUS.get((call.status or "").lower(), Stage.WAITING)
    if call.unrecorded_reason and stage is not Stage.LIVE:
        return Sight(Stage.NO_SHOW, call.unrecorded_reason)
    return Sight(stage, (call.end_reason or "") if stage in (Stage.ENDED, Stage.PROCESSED) else "")


@dataclass(frozen=True)
class Watch:
    """How far the following of a recorder is."""

    stage: Stage = Stage.WAITING
    since: float = 0.0
    """When this stage was first seen."""
    elapsed: float = 0.0
    told: str = ""
    """What was said of its length: `late`, `blind` (Chorus cannot be asked), or nothing."""

    @property
    def is_over(self) -> bool:
        """Whether to stop looking."""
        return self.stage.is_last or self.elapsed >= LONGEST[self.stage]


@dataclass(frozen=True)
class Move:
    """What a look leads to."""

    watch: Watch
    store: str | None = None
    """The state to record; where that is not taken, somebody stopped it or asked again, and nothing is said."""
    say: str | None = None
    """`stage`, `late` or `blind`; nothing where the message is true as it stands."""


def advance(watch: Watch, stage: Stage, at: float, *, blind: bool, deadline: float) -> Move:
    """
    What follows from a look at `at`. `deadline`: seconds after which a stage lasts too long, 0 for never. An unseen recorder
    is recorded as such, so that somebody may ask again.
    """
    if stage is not watch.stage:
        stored = None if stage in (Stage.STOPPED, Stage.REPEATED) else stage.value
        said = None if stage is Stage.STOPPED else "stage"  # whoever stopped it has said so already
        return Move(Watch(stage, since=at), stored, said)
    now = replace(watch, elapsed=at - watch.since)
    due = "blind" if blind else "late"
    if not deadline or stage.is_last or now.elapsed < deadline or due == watch.told:
        return Move(now)
    unseen = "unseen" if due == "late" and stage is Stage.WAITING else None
    return Move(replace(now, told=due), unseen, due)


FIRST = {Stage.WAITING: 1.0, Stage.LIVE: 36.0, Stage.ENDED: 6.0}
"""The first look of a stage, in polls."""
GROWTH = {Stage.WAITING: 2.5, Stage.LIVE: 1.4, Stage.ENDED: 3.0}
"""Each look comes so many times later in its stage than the last one: a dozen of them reach from seconds to hours."""
LONGEST = {Stage.WAITING: 4 * 3600.0, Stage.LIVE: 12 * 3600.0, Stage.ENDED: 24 * 3600.0}
"""Seconds of a stage after which nobody looks any more."""


def pause(stage: Stage, elapsed: float, poll: float, deadline: float) -> float:
    """
    Seconds until the next look, `elapsed` seconds into a stage. A look falls on the `deadline`, when the person is to be
    told that the stage lasts too long, and on the end of the watch.
    """
    wait = max(FIRST[stage] * poll, elapsed * (GROWTH[stage] - 1))
    ahead = [left for moment in (deadline, LONGEST[stage]) if (left := moment - elapsed) > 0]
    return max(min([wait, *ahead]), 1.0)
