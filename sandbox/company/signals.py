"""What a call tells of its deal's risk: trackers, who talked how much, red flags, and words that only sound like them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sandbox.company.dice import Dice
from sandbox.company.model import Deal, Line, Meeting, Participant, RedFlag, Tracker
from sandbox.company.signal_words import OURS, OVER, PRICING, RED_FLAGS, RIVAL, TRACKED

_LATE = ("Proposal", "Negotiation")


@dataclass(frozen=True)
class Mood:
    """How calls about one deal go: in which share of them something is spoken of, and the doubt that is in it."""

    pricing: float
    rival: float
    doubt: str | None


def with_signals(seed: int, call: Meeting) -> Meeting:
    """Return the call with its signals. They have dice of their own, so that nothing else moves."""
    if call.no_show:
        return call
    dice = Dice(seed, "signals", call.id)
    ratio = round(dice.uniform(0.25, 0.85), 2)
    buyers = [person for person in call.participants if person.type == "prospect"]
    if call.deal is None or call.engagement_type == "dialer" or not buyers:
        return replace(call, talk_ratio=ratio, trackers=_trackers(call))
    mood = _mood(seed, call.deal)
    flag = _red_flag(mood, buyers, dice)
    lines = [*_topics(mood, call.participants[0], buyers, dice), *_decoys(call.participants[0], buyers, dice)]
    if flag:
        lines.append(Line(flag.quote, next(person for person in buyers if person.name == flag.speaker)))
    told = replace(call, talk_ratio=ratio, lines=tuple(lines), red_flags=(flag,) if flag else ())
    return replace(told, trackers=_trackers(told))


def _mood(seed: int, deal: Deal) -> Mood:
    dice = Dice(seed, "mood", deal.id)
    silent, late = dice.often(0.2), deal.stage in _LATE
    pricing = 0.0 if silent else 0.95 if late else 0.3
    rival = 0.5 if dice.often(0.2) else 0.0
    kind = dice.choice(sorted(RED_FLAGS))
    return Mood(pricing, rival, kind if deal.is_open and dice.often(0.25) else None)


def _topics(mood: Mood, ours: Participant, buyers: Sequence[Participant], dice: Dice) -> list[Line]:
    lines = []
    for share, words in ((mood.pricing, PRICING), (mood.rival, RIVAL)):
        if dice.often(share):
            for text in dice.sample(words, dice.choice((1, 1, 2, 3))):
                lines.append(Line(text, ours if dice.often(0.35) else dice.choice(buyers)))
    return lines


def _decoys(ours: Participant, buyers: Sequence[Participant], dice: Dice) -> list[Line]:
    lines = []
    if dice.often(0.15):
        lines.append(Line(dice.choice(OURS), ours))
    if dice.often(0.15):
        lines.append(Line(dice.choice(OVER), dice.choice(buyers)))
    return lines


def _red_flag(mood: Mood, buyers: Sequence[Participant], dice: Dice) -> RedFlag | None:
    named = [person.name for person in buyers if person.name]
    if mood.doubt is None or not named or not dice.often(0.4):
        return None
    return RedFlag(mood.doubt, dice.choice(RED_FLAGS[mood.doubt]), dice.choice(named))


def _trackers(call: Meeting) -> tuple[Tracker, ...]:
    """Return what the trackers heard, in the signals and in the proofs of the analysis."""
    proofs = [finding.quote for finding in call.qualification.all] if call.qualification else []
    said = [("cust", quote) for quote in dict.fromkeys(proofs) if quote]
    said += [("rep" if line.speaker.type == "rep" else "cust", line.text) for line in call.lines]
    found = []
    for name, word in TRACKED.items():
        for side in ("cust", "rep"):
            quotes = tuple(text for by, text in said if by == side and word in text.lower())
            if quotes:
                found.append(Tracker(name, side, quotes))
    return tuple(found)
