"""Job 4: what was said in a call, or what a call came to."""

import re
from dataclasses import dataclass

from sandbox.claude.planner.meetings import (
    filters_of_asker,
    is_finished,
    last_finished,
    list_meetings,
    started,
    title,
)
from sandbox.claude.planner.offered import CONVERSATION, call, cannot, find, fit
from sandbox.claude.planner.results import Row, full_stop, identify, plain, record
from sandbox.claude.planner.scene import Scene
from sandbox.claude.planner.wish import Wish
from sandbox.claude.replies import Reply

_SAID_ABOUT = re.compile(
    r"what did (.+?) (?:say|tell us|mention|think)\b(?: about (.+?))?[?.!]*$", re.IGNORECASE
)
_CALL_WITH = re.compile(r"\b(?:call|meeting|conversation) with (.+?)[?.!]*$", re.IGNORECASE)
_WHEN = re.compile(
    r"\s*\b(?:last|this|yesterday|today|in|on|during) ?(?:week|month|call|meeting)?\b.*$", re.I
)
_SUM_UP = (
    r"summari[sz]e|sum up|summary|recap|what happened|what was (?:said|discussed)|(?:call|meeting) about"
)
_SMALL = ("the", "our", "their", "his", "her", "your", "and", "any", "that", "this")
_MOST_ROWS = 60


@dataclass(frozen=True)
class Question:
    """Whose call is meant (None: the asker's own last one), and what about it."""

    whose: str | None
    topic: str | None


def wants(scene: Scene) -> bool:
    """Whether the wish is about what a call contained."""
    return _question(scene.wish) is not None


def plan_recall(scene: Scene) -> Reply:
    """Finds the call, reads it, answers from it with its link and the minutes."""
    question = _question(scene.wish)
    assert question is not None
    meeting = _meeting(scene, question)
    if isinstance(meeting, Reply):
        return meeting
    tool = find(scene, CONVERSATION)
    if tool is None:
        return cannot(CONVERSATION)
    input = fit(tool, {"id": identify(meeting)})
    step = scene.outcome(CONVERSATION, input, "id")
    if step is None:
        return call(scene, CONVERSATION, input)
    if step.failed:
        return Reply.of(f"I could not read {title(meeting)}. {full_stop(step.trouble)}")
    return _answer(question, meeting, record(step.value))


def _question(wish: Wish) -> Question | None:
    said = _SAID_ABOUT.search(wish.words)
    if said:
        topic = _WHEN.sub("", said.group(2) or "").strip()
        return Question(said.group(1).strip(), topic or None)
    if not wish.says(_SUM_UP):
        return None
    whom = _CALL_WITH.search(wish.words)
    name = _WHEN.sub("", whom.group(1)).strip() if whom else ""
    return Question(name or None, None)


def _meeting(scene: Scene, question: Question) -> Row | Reply:
    if scene.wish.meeting_id:
        return {"id": scene.wish.meeting_id}
    if question.whose is None:
        filters = filters_of_asker(scene)
        if isinstance(filters, Reply):
            return filters
        found = list_meetings(scene, filters, lambda rows: last_finished(rows, filters) is not None)
        return (
            found if isinstance(found, Reply) else last_finished(found, filters) or Reply.of(_NONE_OF_YOURS)
        )
    whose = question.whose
    found = list_meetings(scene, {}, lambda rows: len(rows) >= _MOST_ROWS or _newest(rows, whose) is not None)
    if isinstance(found, Reply):
        return found
    return _newest(found, whose) or Reply.of(
        f"Among the {len(found)} newest meetings I can see, I found no finished one with {whose}."
    )


_NONE_OF_YOURS = "I found no finished meeting of yours in Chorus."


def _newest(found: list[Row], whose: str) -> Row | None:
    wanted = whose.lower()
    named = [row for row in found if is_finished(row) and wanted in _names(row)]
    return max(named, key=started, default=None)


def _names(row: Row) -> str:
    people = [person for person in row.get("participants") or [] if isinstance(person, dict)]
    names = [row.get("account_name"), row.get("subject"), row.get("opportunity_name"), row.get("user_name")]
    names += [person.get(key) for person in people for key in ("name", "company_name", "email")]
    return " | ".join(str(name) for name in names if name).lower()


def _answer(question: Question, meeting: Row, conversation: Row) -> Reply:
    name = title({**conversation, **meeting})
    link = meeting.get("url") or conversation.get("url")
    where = f" {link}" if link else ""
    if question.topic:
        return _said(question, question.topic, name, {**meeting, **conversation}, where)
    summary = plain(conversation.get("summary") or meeting.get("meeting_summary"))
    if not summary:
        return Reply.of(f"Chorus has no summary of {name}.{where}")
    actions = conversation.get("action_items") or meeting.get("action_items") or []
    todo = f" Action items: {'; '.join(plain(item) for item in actions)}." if actions else ""
    return Reply.of(f"{name}: {full_stop(summary)}{todo}{where}")


def _said(question: Question, topic: str, name: str, conversation: Row, where: str) -> Reply:
    """What somebody said about the topic, if it is a person: their own words alone."""
    lines, whose = _lines(conversation), (question.whose or "").lower()
    own = [line for line in lines if whose in _speaker(line)]
    is_person = bool(own) or any(whose in person for person in _people(conversation))
    quotes = _quotes(own if is_person else lines, topic)
    if quotes:
        return Reply.of(f"In {name}: {' '.join(quotes)}{where}")
    if is_person:
        nothing = f"in {name} I found nothing that {question.whose} said about {topic}."
        return Reply.of(f"That is not in the recorded calls I read: {nothing}{where}")
    return Reply.of(f"I found nothing about {topic} in what was said in {name}.{where}")


def _people(row: Row) -> list[str]:
    people = [person for person in row.get("participants") or [] if isinstance(person, dict)]
    return [str(person.get("name") or "").lower() for person in people]


def _speaker(line: Row) -> str:
    return str(line.get("speaker_name") or "").lower()


def _lines(conversation: Row) -> list[Row]:
    """What was said, in order."""
    spoken = (conversation.get("recording") or {}).get("utterances") or conversation.get("utterances") or []
    lines = [line for line in spoken if isinstance(line, dict)]
    return sorted(lines, key=lambda line: line.get("index") or 0)


def _quotes(lines: list[Row], topic: str) -> list[str]:
    """At most two lines in which a word of the topic was spoken."""
    words = [word for word in re.findall(r"\w+", topic.lower()) if len(word) > 2 and word not in _SMALL]
    words = words or [topic.lower()]
    hits = [line for line in lines if any(word in str(line.get("snippet")).lower() for word in words)]
    return [_quote(line) for line in hits[:2]]


def _quote(line: Row) -> str:
    said = f'{line.get("speaker_name") or "Someone"}: "{plain(line.get("snippet"))}"'
    return f"{said} ({line['minute']})" if line.get("minute") else said
