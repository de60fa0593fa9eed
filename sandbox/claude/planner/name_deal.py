"""After job 2: somebody names the opportunity, and the write-back is made again for it."""

from sandbox.claude.planner.meetings import title
from sandbox.claude.planner.offered import MEETINGS, WRITE_BACK, call
from sandbox.claude.planner.outcomes import outcome_of, say_each
from sandbox.claude.planner.results import identify, rows
from sandbox.claude.planner.scene import Scene, Turn
from sandbox.claude.planner.wish import Wish
from sandbox.claude.planner.write_back import asks, push
from sandbox.claude.planner.write_call import Input, aimed_at, attributes_of, settled
from sandbox.claude.replies import Reply

_FEW_WORDS = 8


def wants(scene: Scene) -> bool:
    """Whether the wish is little more than an opportunity, and something was to be written before."""
    words = scene.wish.besides_links
    short = len(words.split()) <= _FEW_WORDS and "?" not in words
    return bool(scene.wish.opportunity and short and not asks(Wish(words)) and _push_before(scene))


def plan_name_deal(scene: Scene) -> Reply:
    """Repeats the calls that lacked an opportunity, else the last one; starts over if there was none."""
    before, opportunity = _push_before(scene), scene.wish.opportunity
    assert before is not None
    assert opportunity is not None
    if not before.of(WRITE_BACK):
        return push(scene, before.wish, opportunity)
    inputs = [aimed_at(input, opportunity) for input in _to_repeat(before)]
    steps = [settled(scene, input) for input in inputs]
    unsent = [input for input, step in zip(inputs, steps, strict=True) if step is None]
    if unsent:
        return call(scene, WRITE_BACK, *unsent)
    titles = [_title(scene, input) for input in inputs]
    return say_each(
        [(name, outcome_of(step, name)) for name, step in zip(titles, steps, strict=True) if step]
    )


def _push_before(scene: Scene) -> Turn | None:
    """The newest turn before in which something was written, or was to be."""
    return next((turn for turn in scene.earlier if turn.of(WRITE_BACK) or asks(turn.wish)), None)


def _to_repeat(turn: Turn) -> list[Input]:
    sent: list[Input] = []
    for step in turn.of(WRITE_BACK):
        if step.input not in sent:
            sent.append(step.input)
    return [input for input in sent if not attributes_of(input).get("opportunity_id")] or sent[-1:]


def _title(scene: Scene, input: Input) -> str:
    """What the meeting of a call was called when it was listed, else its id."""
    number = str(attributes_of(input).get("meeting_id") or "")
    listed = [row for turn in scene.earlier for step in turn.of(MEETINGS) for row in rows(step.value)]
    return next((title(row) for row in listed if identify(row) == number), number or "the meeting")
