"""What was said in a call, word for word: small talk, with proofs and signals in between."""

from dataclasses import dataclass, replace

from sandbox.company.dice import Dice
from sandbox.company.model import Meeting, Participant
from sandbox.company.talk import SMALL_TALK


@dataclass(frozen=True)
class Utterance:
    """One stretch of speech; `offset` and `length` in seconds."""

    index: int
    speaker: Participant
    offset: float
    length: float
    text: str


def transcript(meeting: Meeting) -> tuple[Utterance, ...]:
    """Return the utterances of `meeting` in order, about three a minute; no-shows have none."""
    if meeting.no_show:
        return ()
    dice = Dice("transcript", meeting.id)
    lines = [dice.choice(SMALL_TALK) for _ in range(max(6, int(meeting.duration / 20)))]
    for quote in _must_be_said(meeting):
        lines.insert(dice.randrange(2, len(lines)), quote)
    customers = [p for p in meeting.participants if p.type == "prospect"] or list(meeting.participants)
    ours = meeting.participants[0]
    pace = meeting.duration / len(lines)
    proofs = _must_be_said(meeting)
    spoken = [
        Utterance(
            index=n,
            speaker=dice.choice(customers) if line in proofs or dice.often(0.5) else ours,
            offset=round(n * pace, 2),
            length=round(pace * dice.uniform(0.4, 0.95), 2),
            text=line,
        )
        for n, line in enumerate(lines)
    ]
    return tuple(_with_lines(spoken, meeting))


def _with_lines(spoken: list[Utterance], meeting: Meeting) -> list[Utterance]:
    """Put the meeting's lines in the place of some small talk, so that nothing else moves."""
    proofs = _must_be_said(meeting)
    free = [n for n, said in enumerate(spoken) if n > 1 and said.text not in proofs]
    places = Dice("lines", meeting.id).sample(free, min(len(free), len(meeting.lines)))
    for n, line in zip(places, meeting.lines, strict=False):
        spoken[n] = replace(spoken[n], text=line.text, speaker=line.speaker)
    return spoken


def _must_be_said(meeting: Meeting) -> list[str]:
    quotes = [finding.quote for finding in meeting.qualification.all] if meeting.qualification else []
    return [text for text in (*quotes, meeting.remark) if text]
