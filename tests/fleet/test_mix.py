"""The mix of a busy workspace: as many events as were asked for, the same for the same seed, few of them for the bot."""

from collections import Counter

from tests.fleet.mix import EVENTS, SHARES, Act, moments


def test_the_acts_bring_as_many_events_as_were_asked_for() -> None:
    plan = moments(seed=1, rate=1000, minutes=5)
    assert sum(EVENTS.get(moment.act, 1) for moment in plan) == 5000
    assert all(0 <= moment.at <= 300 for moment in plan)


def test_the_same_seed_gives_the_same_day_and_another_one_another() -> None:
    assert moments(1, 1000, 1) == moments(1, 1000, 1) != moments(2, 1000, 1)


def test_one_event_in_twenty_is_for_the_bot() -> None:
    acts = Counter(moment.act for moment in moments(3, 1000, 10))
    assert acts[Act.WRITE] == 15
    wanted = [act for act in SHARES if act not in (Act.EDIT, Act.APP, Act.REPLY)]
    assert sum(acts[act] * EVENTS.get(act, 1) for act in wanted) / 10_000 < 0.06
