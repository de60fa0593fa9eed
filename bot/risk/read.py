"""What a review could read of some people's deals, what it could not, and which of it can be judged."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from bot.risk.facts import Deal
from bot.risk.rulebook import Rulebook
from bot.risk.standing import Standing


@dataclass(frozen=True)
class Gone:
    """A deal that nobody judges, or that is not at risk any more, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class Read:
    """What a review could read."""

    deals: Sequence[Deal]
    owners: Collection[str]
    """Chorus ids of the people whose calls were listed."""
    unlisted: Mapping[str, str] = field(default_factory=dict)
    """Chorus ids of the people whose calls could not be listed, each with a sentence: nothing of theirs is cleared."""
    unlisted_names: Collection[str] = ()
    """The names of those people, as calls have them."""

    @property
    def unread(self) -> tuple[str, ...]:
        """What could not be read, each as a sentence."""
        return (
            *self.unlisted.values(),
            *(f"{deal.name} ({deal.unread[0]})" for deal in self.deals if deal.unread),
        )

    def of(self, owner: str) -> Self:
        """One person's part of it."""
        return replace(
            self,
            deals=[deal for deal in self.deals if deal.owner_id == owner],
            owners={owner} & {*self.owners},
            unlisted={id: why for id, why in self.unlisted.items() if id == owner},
        )

    def is_half_read(self, deal: Deal) -> bool:
        """Whether somebody had to do with a deal whose own calls could not be listed."""
        return any(person.name in self.unlisted_names for call in deal.calls for person in call.ours)

    def kept(self, old: Mapping[str, Standing]) -> dict[str, Standing]:
        """What could not be read keeps its last state: it is neither cleared nor worse."""
        unread = {deal.id for deal in self.deals if deal.unread}
        return {
            id: standing
            for id, standing in old.items()
            # A deal whose owner's calls could not be listed may still show up by a colleague's call: half of its facts.
            if id in unread or standing.owner_id in self.unlisted
        }

    def unknown(self, book: Rulebook) -> tuple[Gone, ...]:
        """The open deals that nobody can judge, and why."""
        return tuple(
            Gone(deal.name, why)
            for deal in self.deals
            if deal.is_open is not False and (why := _why_unknown(deal, book))
        )


def is_told(deal: Deal) -> bool:
    """Whether a deal is judged: it is open, or nobody knows otherwise, and all that it takes was read."""
    return deal.is_open is not False and not deal.unread


def _why_unknown(deal: Deal, book: Rulebook) -> str:
    if deal.unread:
        return deal.unread[0]
    if book.rank(deal.stage) is not None:
        return ""
    return f"stage “{deal.stage}” is not in the rules" if deal.stage else "no stage is known"
