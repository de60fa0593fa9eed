"""Whether an alert names every right call and no other, and says the right thing of each."""

import re
from collections.abc import Iterable, Mapping

from sandbox.tour.checks import Check
from sandbox.tour.truth import Judged, Verdict

_MEETING_ID = re.compile(r"\b[0-9A-F]{32}\b")

_WORDS = {
    Verdict.EMPTY: ("empty",),
    Verdict.AT_RISK: ("at risk",),
    Verdict.UNANSWERED: ("Not judged", "no qualification"),
}
"""What the paragraph of a call must say, one of these for each verdict."""


def paragraphs_by_id(paragraphs: Iterable[str]) -> dict[str, str]:
    """Return the paragraphs of an alert that name a call, by its id."""
    return {match.group(): text for text in paragraphs if (match := _MEETING_ID.search(text))}


def alert_checks(paragraphs: Iterable[str], truth: Mapping[str, Judged]) -> list[Check]:
    """Compare an alert with what must be in it."""
    named = paragraphs_by_id(paragraphs)
    gaps = sum(one.verdict is not Verdict.UNANSWERED for one in truth.values())
    return [
        Check(
            f"the alert names {gaps} calls with a gap, {len(truth) - gaps} unanswered, no other",
            _wrong_ids(named, truth),
        ),
        Check("empty, at risk and unanswered are told apart rightly", _wrong_words(named, truth)),
        Check("each with its deal, owner and summary", _lacking(named, truth)),
    ]


def _wrong_ids(named: Mapping[str, str], truth: Mapping[str, Judged]) -> str:
    missing = [_call(truth[id]) for id in truth if id not in named]
    stray = [id for id in named if id not in truth]
    parts = [f"missing: {', '.join(missing)}"] if missing else []
    parts += [f"wrongly named: {', '.join(stray)}"] if stray else []
    return "; ".join(parts)


def _wrong_words(named: Mapping[str, str], truth: Mapping[str, Judged]) -> str:
    wrong = [
        f"{_call(one)} is {one.verdict.value}"
        for id, one in truth.items()
        if id in named and not any(words in named[id] for words in _WORDS[one.verdict])
    ]
    return "; ".join(wrong)


def _lacking(named: Mapping[str, str], truth: Mapping[str, Judged]) -> str:
    lacks = [
        f"{_call(one)} lacks {what}" for id, one in truth.items() if (what := _what_lacks(named.get(id), one))
    ]
    return "; ".join(lacks)


def _what_lacks(text: str | None, one: Judged) -> str:
    if text is None:
        return ""
    meeting = one.meeting
    wanted = {"its owner": meeting.owner.name, "its deal": meeting.deal.name if meeting.deal else ""}
    if one.verdict is not Verdict.UNANSWERED:
        wanted["its summary"] = _first_words(meeting.summary)
    return ", ".join(what for what, words in wanted.items() if words not in text)


def _first_words(html: str | None) -> str:
    """Return the first words of a summary's plain text, enough to know it by."""
    plain = re.sub(r"<[^>]+>|&[a-z]+;", "\n", html or "").strip()
    return " ".join(plain.split("\n", 1)[0].split()[:4])


def _call(one: Judged) -> str:
    return f"{one.meeting.id} ({one.meeting.owner.name})"
