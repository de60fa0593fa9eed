"""Random scenes of the write-back: several cards, what people and the outside world do to them, and when the bot dies."""

from dataclasses import dataclass
from typing import Literal

from hypothesis import strategies as st

Act = Literal[
    "approve", "approve twice", "manager approves", "decline", "edit", "crm edit", "late", "stranger"
]
Mishap = Literal["lost_reply", "reset", "429", "500", "502", "504"]


@dataclass(frozen=True)
class Card:
    """What happens to one card, in this order, and what goes wrong with its write."""

    acts: tuple[Act, ...]
    mishap: Mishap | None
    times: int


@dataclass(frozen=True)
class Scene:
    """Cards that live at the same time, and the deaths of the bot: before so many rows of a story."""

    cards: tuple[Card, ...]
    deaths: tuple[tuple[str, int], ...]
    live: bool
    """Whether Chorus tells what the CRM holds now, or what it held at the analysis."""


ACTS: tuple[Act, ...] = (
    "approve", "approve", "approve twice", "manager approves", "decline", "edit", "crm edit", "late", "stranger",
)  # fmt: skip
MISHAPS: tuple[Mishap | None, ...] = (None, None, "lost_reply", "reset", "429", "500", "502", "504")

cards = st.builds(
    Card,
    acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=4).map(tuple),
    mishap=st.sampled_from(MISHAPS),
    times=st.integers(1, 2),
)
deaths = st.lists(
    st.tuples(st.sampled_from(("decide:", "edit:", "turn:")), st.integers(1, 40)), max_size=3
).map(tuple)
scenes = st.builds(
    Scene,
    cards=st.lists(cards, min_size=5, max_size=5).map(tuple),
    deaths=deaths,
    live=st.booleans(),
)
