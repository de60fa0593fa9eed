"""Red flags in a buyer's own words: of what a model points at, only what stands in the transcript word for word counts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from tools.chorus import Utterance

KINDS = {
    "budget frozen": "there is no money for now, or the budget was cut or frozen",
    "on hold": "the project is paused, stopped or postponed without a date",
    "going with another": "they have chosen, or are about to choose, another vendor",
    "champion leaving": "the person who speaks, or the one who drives the project there, is leaving the company",
}
"""The kinds of red flag, and what each means."""
MOST = 3
"""Red flags of one call."""
LEAST_WORDS, LONGEST = 3, 300
"""What a quote may be: fewer words prove nothing, and more characters are no quote but a transcript."""
LOOKED_AT = 300
"""Candidates of one call that are looked at: more are an answer gone wrong."""

STRAIGHT = str.maketrans("‘’‚ʼ“”„«»", '\'\'\'\'"""""')
"""Typographic quotation marks and what they are compared as; each stays one character."""


@dataclass(frozen=True)
class Candidate:
    """What a model takes for a red flag. Nothing of it is believed."""

    kind: str
    quote: str
    utterance: int | None = None
    """Its place in the transcript, counted from 0; where the words stand elsewhere, that place is taken."""


@dataclass(frozen=True)
class Quote:
    """A buyer's words as they stand in the transcript."""

    kind: str
    quote: str
    """The whole sentence, so that no "not" before the words is lost; the words alone where it is very long."""
    speaker: str
    """Empty where Chorus does not say who spoke."""
    offset: float | None
    """Seconds into the recording."""


def verified(candidates: Iterable[Candidate], utterances: Sequence[Utterance]) -> tuple[Quote, ...]:
    """The candidates that a speaker on the buyer's side did say, each once, in the order they were said."""
    buyers = {n: _one_line(said.text) for n, said in enumerate(utterances) if said.side == "theirs"}
    straight = {n: text.translate(STRAIGHT) for n, text in buyers.items()}
    found: dict[str, tuple[int, Quote]] = {}
    for candidate in islice(candidates, LOOKED_AT):
        if _may_be(candidate) and (place := _place(candidate, straight)):
            n, start, end = place
            quote, said = _sentence(buyers[n], start, end), utterances[n]
            flag = Quote(candidate.kind, quote, said.speaker or "", said.offset)
            found.setdefault(quote.translate(STRAIGHT).casefold(), (n, flag))
    in_order = sorted(found.values(), key=lambda one: one[0])
    return tuple(flag for _, flag in in_order[:MOST])


def _may_be(candidate: Candidate) -> bool:
    words = re.findall(r"\w+", candidate.quote)
    return candidate.kind in KINDS and len(words) >= LEAST_WORDS and len(candidate.quote) <= LONGEST


def _place(candidate: Candidate, spoken: Mapping[int, str]) -> tuple[int, int, int] | None:
    """The utterance that holds the words, and where in it they begin and end."""
    words = _one_line(candidate.quote).translate(STRAIGHT)
    holders = [n for n, text in spoken.items() if words in text]
    whole_words = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    for n in sorted(holders, key=lambda n: n != candidate.utterance):
        if met := whole_words.search(spoken[n]):
            return n, *met.span()
    return None


def _sentence(text: str, start: int, end: int) -> str:
    begin = max((stop.end() for stop in re.finditer(r"[.!?…]\s", text[:start])), default=0)
    stop = re.search(r"[.!?…](?=\s|$)", text[end - 1 :])
    whole = text[begin : end - 1 + stop.end() if stop else len(text)]
    return whole if len(whole) <= LONGEST else text[start:end]


def _one_line(text: str) -> str:
    # Half a character could be neither stored nor shown.
    return " ".join(text.encode(errors="replace").decode().split())
