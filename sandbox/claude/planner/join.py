"""Job 1: someone wants the recorder in a meeting."""

from sandbox.claude.planner.offered import JOIN, call, cannot, find, required_string
from sandbox.claude.planner.results import full_stop, identify, known, record
from sandbox.claude.planner.scene import Scene, Step
from sandbox.claude.planner.wish import is_meeting_link
from sandbox.claude.replies import Reply

_WORDS = (
    "join|joins|record|recorder|recording|chorus|capture|listen|send|get|bring|invite|notetaker|take notes|"
    "bot|hop on|jump on|sit in"
)
_IN_THERE = "in there|there now|into (?:this|the|that) (?:call|meeting)|send (?:the|a) recorder|get chorus in"
_STATUS = {
    "scheduled": "Chorus accepted the link and is sending its recorder. "
    "It has not been seen in the call yet; if it waits in the lobby, please let it in.",
    "live": "Chorus shows its recorder live in the call.",
    "processing": "Chorus shows this meeting as over and being processed.",
    "done": "Chorus shows this meeting as over and recorded.",
    "no show": "Chorus shows this meeting as a no-show: the recorder did not get in.",
}
_ACCEPTED = "Chorus accepted the link. Whether its recorder is in the call is not known yet."


def wants(scene: Scene) -> bool:
    """Whether the wish is for the recorder."""
    wish = scene.wish
    if wish.names_a_call_to_join:
        return wish.says(_WORDS) or wish.words.strip() == wish.link
    return wish.says(_IN_THERE) or (wish.link is not None and wish.says("join|record|recorder"))


def plan_join(scene: Scene) -> Reply:
    """Sends the link once, then says what is known and no more."""
    tool = find(scene, JOIN)
    if tool is None:
        return cannot(JOIN)
    link = _link(scene)
    if link is None:
        return Reply.of("I need the meeting's link to send the recorder; I found none in this thread.")
    name = required_string(tool)
    if name is None:
        return Reply.of(
            "The join tool takes no text that a link could go into, so I did not send the recorder."
        )
    input = {name: link}
    done = scene.outcome(JOIN, input)
    return _said(done) if done else call(scene, JOIN, input)


def _link(scene: Scene) -> str | None:
    if scene.wish.link:
        return scene.wish.link
    links = [*(wish.link for wish in scene.earlier_wishes), *scene.links_at_hand]
    return next((link for link in links if link and is_meeting_link(link)), None)


def _said(step: Step) -> Reply:
    if step.failed:
        return Reply.of(f"The recorder was not sent. {full_stop(step.trouble)}")
    told = known(step.value)
    if told:
        return Reply.of(told)
    conversation = record(step.value)
    status = str(conversation.get("status") or "").replace("_", " ").lower()
    words = _STATUS.get(status, _ACCEPTED)
    number = identify(conversation)
    return Reply.of(f"{words} (conversation {number})" if number else words)
