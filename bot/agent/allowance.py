"""What one person and the whole workspace may spend at Claude on a day, beside what one run may (budget.py). Pure."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from bot.agent.budget import cost, tokens_of


@dataclass(frozen=True)
class Amount:
    """Money and tokens, cached ones included."""

    usd: float = 0.0
    tokens: int = 0

    def __add__(self, other: Self) -> "Amount":
        return Amount(self.usd + other.usd, self.tokens + other.tokens)


NOTHING = Amount()


def billed(model: str, usage: dict[str, Any]) -> Amount:
    """What one answer came to, from its usage block."""
    return Amount(cost(model, usage), tokens_of(usage))


class Whose(StrEnum):
    """Whose limit it is."""

    RUN = "run"
    PERSON = "person"
    WORKSPACE = "workspace"


@dataclass(frozen=True)
class Limit:
    """A limit that was reached."""

    whose: Whose
    amount: str
    """How much it is, such as $10.00."""
    free_at: float | None = None
    """When there is room again; None for a run's, which holds for that run alone."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(Whose(data["whose"]), data["amount"], data["free_at"])


@dataclass(frozen=True)
class Share:
    """What was spent on a day, and the most that may be."""

    spent: Amount
    most: Amount

    def reached(self, more: Amount = NOTHING) -> str | None:
        """The limit that is reached, or would be with so much more, in words; or None."""
        if self.spent.usd + more.usd >= self.most.usd:
            return f"${self.most.usd:.2f}"
        if self.spent.tokens + more.tokens >= self.most.tokens:
            return f"{self.most.tokens:,} tokens"
        return None


@dataclass(frozen=True)
class Purse:
    """One person's share of a day and the workspace's, as they stand before Claude is asked."""

    person: Share
    workspace: Share
    free_at: float
    """When the next day begins."""

    def reached(self, more: Amount = NOTHING) -> Limit | None:
        """The limit that is reached, or would be with so much more."""
        for whose, share in ((Whose.PERSON, self.person), (Whose.WORKSPACE, self.workspace)):
            if amount := share.reached(more):
                return Limit(whose, amount, self.free_at)
        return None


def day_of(at: float) -> str:
    """The day that a time counts to: one for the whole workspace, so it goes by UTC."""
    return datetime.fromtimestamp(at, UTC).date().isoformat()


def next_day(at: float) -> float:
    """When the next day begins: at midnight UTC."""
    day = datetime.fromtimestamp(at, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return (day + timedelta(days=1)).timestamp()
