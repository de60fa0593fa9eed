"""A day's limits: reached exactly at them, the person's before the workspace's, and free again at midnight UTC."""

import json
from datetime import UTC, datetime

import pytest

from bot.agent.allowance import NOTHING, Amount, Limit, Purse, Share, Whose, billed, day_of, next_day
from bot.agent.budget import cost
from tests.builders import NOON

MOST = Amount(10.0, 1_000_000)
FREE = Share(NOTHING, MOST)


@pytest.mark.parametrize(
    "spent, more, words",
    [
        (NOTHING, NOTHING, None),
        (Amount(9.99, 999_999), NOTHING, None),
        (Amount(10.0, 0), NOTHING, "$10.00"),
        (Amount(0.0, 1_000_000), NOTHING, "1,000,000 tokens"),
        (Amount(11.0, 2_000_000), NOTHING, "$10.00"),
        (Amount(9.0, 0), Amount(0.99, 0), None),
        (Amount(9.0, 0), Amount(1.0, 0), "$10.00"),
        (Amount(9.0, 900_000), Amount(0.5, 100_000), "1,000,000 tokens"),
    ],
)
def test_a_limit_is_reached_exactly_at_it(spent: Amount, more: Amount, words: str | None) -> None:
    assert Share(spent, MOST).reached(more) == words


def test_the_persons_own_limit_is_named_before_the_workspaces() -> None:
    full = Share(MOST, MOST)
    assert Purse(FREE, FREE, 5.0).reached() is None
    assert Purse(full, full, 5.0).reached() == Limit(Whose.PERSON, "$10.00", 5.0)
    assert Purse(FREE, full, 5.0).reached() == Limit(Whose.WORKSPACE, "$10.00", 5.0)
    assert Purse(FREE, FREE, 5.0).reached(MOST) == Limit(Whose.PERSON, "$10.00", 5.0)


def test_a_limit_survives_a_checkpoint() -> None:
    for limit in (Limit(Whose.RUN, "3 rounds"), Limit(Whose.WORKSPACE, "$1.00", 7.0)):
        assert Limit.from_json(json.loads(json.dumps(limit.to_json()))) == limit


def test_an_answer_comes_to_its_money_and_all_its_tokens() -> None:
    usage = {"input_tokens": 100, "cache_read_input_tokens": 10, "output_tokens": 1}
    assert billed("claude-opus-5-5", usage) == Amount(cost("claude-opus-5-5", usage), 111)
    assert billed("claude-opus-5-5", {}) == NOTHING
    assert Amount(1.5, 2) + Amount(0.5, 3) == Amount(2.0, 5)


@pytest.mark.parametrize(
    "at, day, ends",
    [
        (NOON, "2026-06-03", datetime(2026, 6, 4, tzinfo=UTC)),
        (datetime(2026, 6, 4, tzinfo=UTC), "2026-06-04", datetime(2026, 6, 5, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), "2026-12-31", datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_day_goes_from_midnight_to_midnight_in_utc(at: datetime, day: str, ends: datetime) -> None:
    assert day_of(at.timestamp()) == day
    assert next_day(at.timestamp()) == ends.timestamp()
