"""What one run may cost: rounds, money, tokens and time. A run that reaches a limit ends with what it has, and says so."""

import re
from dataclasses import dataclass, replace
from typing import Any, Self

Prices = tuple[float, float, float]
"""USD per million tokens: input, output, cache read."""

PRICES: dict[str, Prices] = {
    "claude-fable-5-2": (8.0, 40.0, 0.20),
    "claude-fable-5-1": (10.0, 50.0, 0.25),
    "claude-fable-5": (10.0, 50.0, 1.0),
    "claude-opus-5-5": (4.0, 20.0, 0.20),
    **dict.fromkeys(
        ("claude-opus-5", "claude-opus-4-8", "claude-opus-4-7", "claude-opus-4-6", "claude-opus-4-5"),
        (5.0, 25.0, 0.50),
    ),
    "claude-sonnet-5-5": (2.0, 10.0, 0.10),
    "claude-sonnet-5": (2.0, 10.0, 0.20),
    "claude-haiku-5-5": (0.10, 0.50, 0.01),
    "claude-haiku-4-5": (1.0, 5.0, 0.10),
}
"""Source: Anthropic's price list of November 2026."""
DEAREST: Prices = (10.0, 50.0, 1.0)
"""For a model we do not know: the dearest on the list, so that a limit is never passed unseen."""
LONG, LONG_PRICES = 100_000, {"claude-haiku-5-5": (0.50, 2.50, 0.05)}
"""The tokens of a prompt above which a model costs more, and what it costs then."""
IN_THE_US = 1.1
"""What an answer costs more that may be worked out in the US alone."""


def cost(model: str, usage: dict[str, Any]) -> float:
    """USD of one answer, from its usage block. Cache writes cost 1.25 times the input for 5 minutes, twice for 1 hour."""
    price_in, price_out, price_read = prices(model, _prompt(usage))
    written = usage.get("cache_creation") or {}
    hour = written.get("ephemeral_1h_input_tokens") or 0
    short = (usage.get("cache_creation_input_tokens") or 0) - hour
    tokens_in = (usage.get("input_tokens") or 0) + 1.25 * short + 2 * hour
    tokens_read = usage.get("cache_read_input_tokens") or 0
    usd = tokens_in * price_in + tokens_read * price_read + (usage.get("output_tokens") or 0) * price_out
    return usd / 1e6 * (IN_THE_US if usage.get("inference_geo") == "us" else 1.0)


def prices(model: str, prompt: int) -> Prices:
    """What a model costs at a prompt of so many tokens; ids may end in a date."""
    name = re.sub(r"-\d{8}$", "", model)
    dear = LONG_PRICES.get(name) if prompt > LONG else None
    return dear or PRICES.get(name, DEAREST)


PROMPT = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


def _prompt(usage: dict[str, Any]) -> int:
    return sum(usage.get(k) or 0 for k in PROMPT)


def tokens_of(usage: dict[str, Any]) -> int:
    """All tokens of one answer, cached ones included."""
    return _prompt(usage) + (usage.get("output_tokens") or 0)


@dataclass(frozen=True)
class Budget:
    """Limits of a run and what it has used."""

    max_turns: int
    max_usd: float
    max_tokens: int
    ends_at: float
    turns: int = 0
    usd: float = 0.0
    tokens: int = 0

    def spend(self, model: str, usage: dict[str, Any]) -> Self:
        """One more answer was paid for."""
        return replace(
            self,
            turns=self.turns + 1,
            usd=self.usd + cost(model, usage),
            tokens=self.tokens + tokens_of(usage),
        )

    def reached(self, now: float) -> str | None:
        """The limit that was reached, in words that "for one run" can follow, or None."""
        if self.turns >= self.max_turns:
            return f"{self.max_turns} rounds"
        if self.usd >= self.max_usd:
            return f"${self.max_usd:.2f}"
        if self.tokens >= self.max_tokens:
            return f"{self.max_tokens:,} tokens"
        if now >= self.ends_at:
            return "time"
        return None
