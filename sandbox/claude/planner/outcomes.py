"""What to say after a write: only what the tool's result says became of it."""

import re
from typing import Any

from sandbox.claude.planner.results import full_stop, known, plain, record, sentence
from sandbox.claude.planner.scene import Step
from sandbox.claude.replies import Reply

_STATES = ("status", "state", "outcome", "decision")
# In this order: "not written" must be met before "written"; approved alone is not written.
_WORDS = (
    ("declined", r"declin|reject|denied|refused|turned down"),
    ("expired", r"expir|timed out|nobody decided"),
    ("waiting", r"wait|pending|await|proposed|proposal posted|needs approval"),
    ("unverified", r"unverified|not verified|unknown whether|could not be confirmed"),
    ("failed", r"not written|failed|was not applied|nothing was written|writes? (?:are|is) off"),
    ("edited", r"\bedit"),
    ("written", r"written|applied|wrote|done|success"),
    ("approved", r"approv"),
)
_SAID = {
    "declined": "Declined: nothing from {title} was written to the CRM.",
    "expired": "The proposal expired before anyone decided, so nothing from {title} was written to the CRM.",
    "waiting": "The proposal for {title} is waiting for approval; nothing has been written to the CRM yet.",
    "unverified": "The write for {title} was sent, but it could not be verified that the CRM took it.",
    "failed": "Nothing from {title} was written to the CRM.",
    "edited": "Approved with edits and written to the CRM, from {title}.",
    "written": "{approved} to the CRM from {title}{fields}.",
    "approved": "The write for {title} was approved; that the CRM has it is not confirmed yet.",
}


_NO_RECEIPT = "Chorus accepted the write-back. It sends no receipt, so I cannot say what reached the CRM."


def say_each(ends: list[tuple[str, str]]) -> Reply:
    """How each meeting's write-back ended, by its title: one sentence alone, several a line each."""
    if len(ends) == 1:
        return Reply.of(ends[0][1])
    return Reply.of("\n".join(_line(title, words) for title, words in ends))


def _line(title: str, words: str) -> str:
    told = plain(words)
    return f"• {told}" if title in told else f"• {title}: {told}"


def outcome_of(step: Step, title: str) -> str:
    """The closing sentence of a write-back."""
    told = known(step.value)
    if told and not step.failed:
        return told
    state = state_of(step.value)
    if step.failed and state not in ("declined", "expired"):
        return f"Nothing was confirmed as written to the CRM. {full_stop(step.trouble)}"
    if state is None:
        said = sentence(step.value)
        return full_stop(said) if said else _NO_RECEIPT
    named = written_fields(step.value)
    fields = f": {', '.join(named)}" if named else ""
    approved = "Approved and written" if "approv" in _words_of(step.value).lower() else "Written"
    return _SAID[state].format(title=title, fields=fields, approved=approved)


def state_of(value: Any) -> str | None:
    """What became of a write: read from a state field, else from the result's words."""
    named, said = _state_in(_named_states(value)), _state_in(sentence(value))
    if named == "approved" and (said == "written" or written_fields(value)):
        return "written"
    return named or said


def written_fields(value: Any) -> list[str]:
    """The fields a result names as written, if it does."""
    found = record(value)
    for key in ("written", "applied"):
        listed = found.get(key)
        if isinstance(listed, list) and listed:
            return [
                str(item.get("field_name", item)) if isinstance(item, dict) else str(item) for item in listed
            ]
    return []


def _state_in(words: str) -> str | None:
    return next((state for state, pattern in _WORDS if re.search(pattern, words, re.IGNORECASE)), None)


def _named_states(value: Any) -> str:
    found = record(value)
    return " ".join(str(found[key]) for key in _STATES if found.get(key))


def _words_of(value: Any) -> str:
    return f"{_named_states(value)} {sentence(value)}"
