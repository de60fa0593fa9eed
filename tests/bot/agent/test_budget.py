"""What an answer costs, and when a run has had enough."""

from typing import Any

import pytest

from bot.agent.budget import DEAREST, PRICES, cost, tokens_of
from tests.builders import NOON, a_budget

OPUS = "claude-opus-5-5"
NOW = NOON.timestamp()


@pytest.mark.parametrize(
    "usage, usd",
    [
        ({}, 0.0),
        ({"input_tokens": None, "output_tokens": None, "cache_creation": None}, 0.0),
        ({"input_tokens": 1_000_000}, 4.0),
        ({"output_tokens": 1_000_000}, 20.0),
        ({"cache_read_input_tokens": 1_000_000}, 0.20),
        ({"cache_creation_input_tokens": 1_000_000}, 5.0),
        (
            {
                "cache_creation_input_tokens": 1_000_000,
                "cache_creation": {"ephemeral_1h_input_tokens": 1_000_000, "ephemeral_5m_input_tokens": 0},
            },
            8.0,
        ),
        (
            {
                "input_tokens": 41,
                "cache_creation_input_tokens": 3000,
                "cache_creation": {"ephemeral_1h_input_tokens": 2000, "ephemeral_5m_input_tokens": 1000},
                "cache_read_input_tokens": 21_840,
                "output_tokens": 500,
            },
            (41 * 4 + 1000 * 5 + 2000 * 8 + 21_840 * 0.20 + 500 * 20) / 1e6,
        ),
    ],
)
def test_every_kind_of_token_has_its_price(usage: dict[str, Any], usd: float) -> None:
    assert cost(OPUS, usage) == pytest.approx(usd)


@pytest.mark.parametrize(
    "model, usage, usd",
    [
        ("claude-opus-4-5-20251101", {"input_tokens": 1_000_000}, 5.0),
        ("claude-sonnet-5", {"cache_read_input_tokens": 1_000_000}, 0.20),
        ("claude-haiku-5-5", {"input_tokens": 100_000, "output_tokens": 1_000_000}, 0.51),
        ("claude-haiku-5-5", {"input_tokens": 100_001}, 0.0500005),
        ("claude-haiku-5-5", {"cache_read_input_tokens": 200_000, "output_tokens": 1_000_000}, 2.51),
        (OPUS, {"input_tokens": 1_000_000, "inference_geo": "us"}, 4.4),
        (OPUS, {"input_tokens": 1_000_000, "inference_geo": "global"}, 4.0),
    ],
)
def test_a_dated_id_a_long_prompt_and_the_place_have_their_prices(
    model: str, usage: dict[str, Any], usd: float
) -> None:
    assert cost(model, usage) == pytest.approx(usd)


def test_a_model_nobody_has_priced_is_taken_for_the_dearest() -> None:
    usage = {"input_tokens": 1000, "output_tokens": 1000, "cache_read_input_tokens": 1000}
    assert cost("claude-next", usage) >= max(cost(model, usage) for model in PRICES)
    assert cost("claude-next", usage) == pytest.approx(sum(DEAREST) / 1000)


def test_every_token_counts_also_a_cached_one() -> None:
    usage = {"input_tokens": 1, "cache_creation_input_tokens": 20, "cache_read_input_tokens": 300, "x": 9}
    assert tokens_of(usage | {"output_tokens": 4000}) == 4321
    assert tokens_of({"input_tokens": None}) == 0


def test_spending_adds_up_and_leaves_the_old_value_alone() -> None:
    fresh = a_budget()
    usage = {
        "input_tokens": 100,
        "cache_read_input_tokens": 10,
        "output_tokens": 1,
        "service_tier": "standard",
    }
    spent = fresh.spend(OPUS, usage).spend(OPUS, {})
    assert (spent.turns, spent.tokens) == (2, 111)
    assert spent.usd == pytest.approx(cost(OPUS, usage))
    assert (fresh.turns, fresh.usd, fresh.tokens) == (0, 0.0, 0)


@pytest.mark.parametrize(
    "spent, now, words",
    [
        ({}, NOW, None),
        ({"turns": 2, "usd": 0.99}, NOW + 59.9, None),
        ({"turns": 3}, NOW, "3 rounds"),
        ({"usd": 1.0}, NOW, "$1.00"),
        ({"tokens": 1_000_000}, NOW, "1,000,000 tokens"),
        ({}, NOW + 60, "time"),
        ({"turns": 3, "usd": 2.0}, NOW + 99, "3 rounds"),
    ],
)
def test_a_limit_is_reached_exactly_at_it(spent: dict[str, Any], now: float, words: str | None) -> None:
    assert a_budget(**spent).reached(now) == words
