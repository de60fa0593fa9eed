"""What of calls a conversation with Claude has let in, and so what its answers may tell of. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.agent.local_tools import REVIEW
from bot.audience import UNTRACED
from bot.people import Attendance
from bot.proposals.proposal import body_of
from bot.risk.gaps import text_of
from bot.subject import Subject, subject_of
from tools import chorus
from tools.catalog import Catalog
from tools.policy import CRM_WRITE, Effect, effect_of

Message = Mapping[str, Any]


@dataclass(frozen=True)
class Heard:
    """Calls of which it is known who was there, and the ids of those of which it has to be asked."""

    known: tuple[Attendance, ...] = ()
    ids: frozenset[str] = frozenset()


def heard(messages: Sequence[Message], catalog: Catalog, *, lists_hide: bool = False) -> Heard:
    """
    Every call that a tool's answer told Claude of. What failed or was refused told of none. `lists_hide`: lists come from
    somebody's own account, which shows private calls of theirs without saying that they are: of each it has to be asked.
    """
    calls = {block["id"]: block for block in _blocks(messages, "tool_use")}
    known: list[Attendance] = []
    ids: set[str] = set()
    for result in _blocks(messages, "tool_result"):
        call = calls.get(result.get("tool_use_id", ""))
        if call is None or result.get("is_error"):
            continue
        for told in _told(call, str(result.get("content") or ""), catalog, lists_hide):
            if isinstance(told, str):
                ids.add(told)
            else:
                known.append(told)
    return Heard(tuple(dict.fromkeys(known)), frozenset(ids))


def _blocks(messages: Iterable[Message], kind: str) -> Iterator[Mapping[str, Any]]:
    for message in messages:
        content = message["content"]
        yield from (b for b in content if b.get("type") == kind) if isinstance(content, list) else ()


def _told(
    call: Mapping[str, Any], content: str, catalog: Catalog, lists_hide: bool
) -> Iterator[Attendance | str]:
    """The calls that one answer tells of: an id where the answer does not say who was there."""
    if call["name"] == REVIEW.name:
        yield from _reviewed(content)
        return
    offer = catalog.by_name(call["name"])
    if offer is None:
        return
    route, effect = (offer.tool.resource, offer.tool.method), effect_of(offer.tool)
    if route == CRM_WRITE:
        yield text_of(body_of(call["input"]).get("meeting_id"))
    elif effect is Effect.READ:
        yield from _read(subject_of(*route), text_of(call["input"].get("id")), content, lists_hide)
    elif effect is not Effect.JOIN:
        yield UNTRACED


def _read(subject: Subject, id: str, content: str, lists_hide: bool) -> Iterator[Attendance | str]:
    match subject:
        case Subject.CALLS:
            yield from _listed(content, lists_hide)
        case Subject.CALL | Subject.PART:
            yield id
        case Subject.UNTRACED:
            yield UNTRACED


def _listed(content: str, lists_hide: bool) -> Iterator[Attendance | str]:
    try:
        rows = json.loads(content)["result"]
    except (ValueError, KeyError, TypeError):
        rows = content
    if isinstance(rows, str):  # cut in the middle: nobody can tell whose calls stand in it
        yield UNTRACED
        return
    for call in chorus.engagements(rows):
        yield call.conversation_id if lists_hide else Attendance.of(call)


def _reviewed(content: str) -> Iterator[str]:
    try:
        facts = json.loads(content)
    except ValueError:
        return
    yield from (str(gap["meeting_id"]) for gap in facts.get("empty_or_at_risk", ()))
    yield from map(str, facts.get("unanswered", ()))
