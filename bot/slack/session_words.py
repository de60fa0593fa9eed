"""What is said when a run is stopped. Pure."""

from collections.abc import Sequence

from bot.slack.progress import Plan
from bot.slack.recorder_words import Message, plain
from bot.slack.text import and_list, escape, flat

TITLE = 200
"""Characters of a session's title that Slack takes."""
NO_TITLE = "A request"

ALREADY = "It is being stopped already."
NOT_YOURS = "Only whoever asked, their manager or an admin can stop this. It goes on."
NOT_SURE = "I cannot tell just now whether you may stop this, so it goes on. Whoever asked can stop it."
TOO_LATE = (
    "It had ended just before you stopped it. What it did stands in the thread; a card that waits there stays open until "
    "somebody decides."
)
NOTHING = "Nothing of yours is running in this thread."
CARD_WAITS = "A card still waits for a decision; to end that, click *Decline* on it."
BEING_SENT = "What was approved is being sent, and that is not broken off; its card says what becomes of it."
RECORDER = (
    "The recorder is not called back by this: use the buttons of its message, or remove it in the call."
)

NOTHING_WRITTEN, NOTHING_DONE = "Nothing was written.", "Nothing was sent or written."
CUT_SHORT = "(Stopped while this was being written.)"
"""In place of half an answer that Slack does not let us take away."""
DECIDED = "What was decided before stands; the card says what became of it."


def title_of(words: str) -> str:
    """The first words of a request, as the title of its session."""
    return flat(words, TITLE) or NO_TITLE


def stopped(by: str, deeds: Sequence[str], *, decided: bool = False) -> Message:
    """In the thread: who stopped it, and what was done before."""
    done = [f"Done before: {and_list([escape(deed) for deed in deeds])}."] if deeds else []
    rest = DECIDED if decided else NOTHING_WRITTEN if deeds else NOTHING_DONE
    return plain(" ".join([f"Stopped by <@{escape(by)}>.", *done, rest]))


def stopped_plan(plan: Plan) -> Plan:
    """The steps of a stopped run: those that were under way did not end."""
    made = Plan("Stopped", dict(plan.tasks))
    if all(status != "in_progress" for _, status in plan.tasks.values()):
        made.set("stopped", "The rest was not done", "error")
    for id, (title, status) in plan.tasks.items():
        if status == "in_progress":
            made.set(id, f"{title} (stopped)", "error")
    return made


def nothing_to_stop(*, waits: bool, sending: bool, recorder: bool) -> str:
    """Private, to whoever stopped where nothing runs: what goes on all the same."""
    more = [(waits, CARD_WAITS), (sending, BEING_SENT), (recorder, RECORDER)]
    return " ".join([NOTHING, *(said for holds, said in more if holds)])
