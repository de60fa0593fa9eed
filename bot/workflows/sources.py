"""
What an answer rests on: the calls that its conversation has read, as far as the answer speaks of them or they were read for
it, with their links and the minutes of what it quotes. Pure: Claude is asked to cite, and this does not depend on it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.risk.gaps import text_of
from bot.slack import source_words as words
from bot.slack.source_words import Cited
from bot.subject import Subject, subject_of
from bot.workflows.quotations import Spoken, bare, quotations, spoken, stands_in
from tools import chorus
from tools.catalog import Catalog
from tools.shapes import text
from tools.views import Utterance

Message = Mapping[str, Any]
LEAST_TITLE = 6
"""Letters of a title that is looked for in an answer: a shorter one may stand there by chance."""


@dataclass(frozen=True)
class Source:
    """A call that a conversation has let in."""

    id: str
    title: str = ""
    url: str = ""
    start: datetime | None = None
    utterances: tuple[Utterance, ...] = ()
    is_read: bool = False
    """By itself, for the request that is answered now."""

    def beside(self, more: "Source") -> "Source":
        """The same call with what another result tells of it."""
        told = {name: new for name in ("title", "url", "start", "utterances") if (new := getattr(more, name))}
        return replace(self, **told, is_read=self.is_read or more.is_read)


@dataclass(frozen=True)
class Use:
    """How an answer uses a call."""

    source: Source
    minutes: tuple[str, ...]
    """Of what it quotes from it, as far as it does not name them itself."""
    is_linked: bool
    """Whether it links to the call itself."""


def notes(answer: str, messages: Sequence[Message], catalog: Catalog, known: Iterable[str]) -> list[str]:
    """What stands under an answer, as mrkdwn: its sources, quotations that stand nowhere, and who wrote it."""
    known, calls, quoted = set(known), sources(messages, catalog), quotations(answer)
    heard = {call.id: spoken(call.utterances) for call in calls if quoted and call.utterances}
    used = _used(answer, quoted, calls, heard)
    cited = [cited for use in used if (cited := _cited(use, known))]
    left = [said for said in quoted if not any(call.holds(said) for call in heard.values())]
    strange = unfound(left, messages) if calls else []
    said = [words.sources(cited)] if cited else []
    said += [words.unfound(strange)] if strange else []
    return [*said, words.written(len(used))]


def _cited(use: Use, known: set[str]) -> Cited | None:
    """A call to be named; None where the answer has done it, or nothing is known that it could be named by."""
    source = use.source
    url = source.url if source.url in known else ""
    needless = use.is_linked and not use.minutes
    return (
        None if needless or not (url or source.title) else Cited(source.title, url, source.start, use.minutes)
    )


def sources(messages: Sequence[Message], catalog: Catalog) -> list[Source]:
    """Every call that results tell of, the newest first."""
    merged: dict[str, Source] = {}
    asked = max((n for n, message in enumerate(messages) if _is_request(message)), default=0)
    calls: dict[str, Message] = {}
    for n, message in enumerate(messages):
        calls |= {block["id"]: block for block in _blocks(message, "tool_use")}
        for result in _blocks(message, "tool_result"):
            call = calls.get(result["tool_use_id"])
            for told in _told(call, result, catalog) if call else ():
                now = told if n >= asked else replace(told, is_read=False)
                merged[told.id] = merged.get(told.id, Source(told.id)).beside(now)
    return sorted(merged.values(), key=lambda call: call.start or _LONG_AGO, reverse=True)


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def _is_request(message: Message) -> bool:
    return message["role"] == "user" and any(True for _ in _blocks(message, "text"))


def _blocks(message: Message, kind: str) -> Iterator[Message]:
    content = message["content"]
    yield from (b for b in content if b.get("type") == kind) if isinstance(content, list) else ()


def _told(call: Message, result: Message, catalog: Catalog) -> Iterator[Source]:
    """The calls that one result tells of."""
    offer, answer = catalog.by_name(call["name"]), None if result.get("is_error") else _parsed(result)
    if offer is None or answer is None:
        return
    id = text_of(call["input"].get("id"))
    match subject_of(offer.tool.resource, offer.tool.method):
        case Subject.CALLS:
            for row in chorus.engagements(answer):
                yield Source(row.conversation_id, row.subject or "", row.url or "", row.start)
        case Subject.CALL if id:
            yield _conversation(id, answer)
        case Subject.PART if id:
            yield Source(id, is_read=True)


def _parsed(result: Message) -> Any:
    """What Chorus answered; None for words of ours, and where it was cut in the middle."""
    try:
        told = json.loads(str(result.get("content")))
    except ValueError:
        return None
    answer = told.get("result") if isinstance(told, dict) and told.get("source") == "chorus" else None
    return answer if isinstance(answer, dict | list) else None


def _conversation(id: str, answer: Any) -> Source:
    link = text(answer.get("url")) if isinstance(answer, dict) else None
    try:
        call = chorus.conversation(answer)
    except ValueError:
        return Source(id, url=link or "", is_read=True)
    return Source(id, call.subject or "", link or "", call.start, call.utterances, is_read=True)


def _used(
    answer: str, quoted: Sequence[str], calls: Sequence[Source], heard: Mapping[str, Spoken]
) -> list[Use]:
    """The calls that an answer speaks of, or that were read for it; these come first."""
    named = _named(f" {bare(answer)} ", calls)
    found = []
    for call in calls:
        minutes = _minutes(quoted, heard.get(call.id))
        linked = bool(call.url) and call.url in answer
        if call.is_read or minutes or linked or call.id in named:
            found.append(Use(call, tuple(m for m in minutes if m not in answer), linked))
    return sorted(found, key=lambda use: not use.source.is_read)


def _minutes(quoted: Sequence[str], heard: Spoken | None) -> list[str]:
    found = [heard.minute_of(words) for words in quoted] if heard else []
    return list(dict.fromkeys(minute for minute in found if minute))


def _named(said: str, calls: Sequence[Source]) -> set[str]:
    """Calls whose title stands in the answer; of several with one title the one that was read, else the newest."""
    by_title: dict[str, Source] = {}
    for call in calls:
        title = bare(call.title)
        held = by_title.get(title)
        if len(title) >= LEAST_TITLE and (held is None or (call.is_read and not held.is_read)):
            by_title[title] = call
    return {call.id for title, call in by_title.items() if f" {title} " in said}


def unfound(quoted: Sequence[str], messages: Sequence[Message]) -> list[str]:
    """Quotations that stand in no result and in nothing that the asker wrote."""
    texts = [bare(_spelled(block)) for message in messages if quoted for block in _read(message)]
    return [said for said in quoted if not any(stands_in(said, text) for text in texts)]


def _read(message: Message) -> Iterator[Message]:
    if message["role"] == "user":
        yield from _blocks(message, "tool_result")
        yield from _blocks(message, "text")


def _spelled(block: Message) -> str:
    """All words of a block in their order, without what JSON puts around them."""
    raw = str(block.get("text") or block.get("content") or "")
    try:
        return " ".join(_strings(json.loads(raw)))
    except ValueError:
        return raw


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (words for part in value.values() for words in _strings(part))
    elif isinstance(value, list):
        yield from (words for part in value for words in _strings(part))
    else:
        yield str(value)
