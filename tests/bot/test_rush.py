"""A few begin at once; the rest of a rush stands in line, and afterwards a few begin at once again."""

from bot.rush import Rush


def test_who_comes_beyond_the_most_comes_in_a_rush_until_the_first_of_them_is_long_ago() -> None:
    at = [0.0]
    rush = Rush(3, 1.0, lambda: at[0])
    assert [rush.is_on() for _ in range(5)] == [False, False, False, True, True]
    at[0] = 0.9
    assert rush.is_on()
    at[0] = 1.0
    assert [rush.is_on() for _ in range(4)] == [False, False, False, True]
