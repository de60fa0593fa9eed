"""Words in quotation marks: whether they stand in what was read, and at which minute they were said. Pure."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from tools.minutes import minute
from tools.views import Utterance

_QUOTED = re.compile(
    r"“([^“”\n]{6,600})”|„([^„“”\n]{6,600})[“”]|«([^«»\n]{6,600})»"
    r'|(?:^|(?<=[\s(*_>]))"(\S[^"\n]{4,598}\S)"(?=$|[\s.,;:!?)*_])',
    re.MULTILINE,
)
_LEFT_OUT = re.compile(r"…|\.\.\.|\[[^\]]*\]")
LEAST_WORDS, LEAST_LETTERS = 4, 25
"""What is shorter is a name or a label, and nobody's sentence."""


def quotations(text: str) -> list[str]:
    """What a text quotes, as far as it is a sentence of somebody's."""
    found = ["".join(filter(None, match.groups())) for match in _QUOTED.finditer(text)]
    return [said for said in dict.fromkeys(found) if _is_sentence(bare(said))]


def _is_sentence(words: str) -> bool:
    return len(words.split()) >= LEAST_WORDS or len(words) >= LEAST_LETTERS


def bare(text: str) -> str:
    """Words without case, marks and markup: what makes them the same words."""
    return " ".join(re.findall(r"\w+", re.sub(r"<[^<>]*>", " ", text).casefold()))


def parts_of(quotation: str) -> list[str]:
    """A quotation's words, in parts where it leaves something out."""
    return [words for part in _LEFT_OUT.split(quotation) if (words := bare(part))]


def stands_in(quotation: str, text: str) -> bool:
    """Whether a quotation stands in a text that is bare already."""
    return all(part in text for part in parts_of(quotation))


@dataclass(frozen=True)
class Spoken:
    """A call's words in the order in which they were said, to be searched over the ends of utterances."""

    text: str
    starts: Sequence[int]
    minutes: Sequence[str]

    def holds(self, quotation: str) -> bool:
        """Whether all of it was said in this call."""
        return stands_in(quotation, self.text)

    def minute_of(self, quotation: str) -> str | None:
        """When its first words were said; None where it is not in this call, or nobody knows when."""
        parts = parts_of(quotation)
        if not parts or not self.holds(quotation):
            return None
        return self.minutes[bisect_right(self.starts, self.text.index(parts[0])) - 1] or None


def spoken(utterances: Sequence[Utterance]) -> Spoken:
    """A transcript as it is searched."""
    said = [(words, u.offset) for u in utterances if (words := bare(u.text))]
    starts = accumulate((len(words) + 1 for words, _ in said), initial=0)
    minutes = ["" if at is None or at < 0 else minute(at) for _, at in said]
    return Spoken(
        " ".join(words for words, _ in said), [n for n, _ in zip(starts, said, strict=False)], minutes
    )
