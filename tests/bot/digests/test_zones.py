"""The zones of the form: few enough for Slack's select, all known here, one's own first."""

from zoneinfo import available_timezones

from bot.digests.zones import COMMON, offered


def test_they_fit_a_select_together_with_ones_own() -> None:
    assert len(offered("Antarctica/Troll")) <= 100
    assert offered("Antarctica/Troll")[0] == "Antarctica/Troll"
    assert offered("Europe/Berlin")[0] == "Europe/Berlin"
    assert sorted(offered("Europe/Berlin")) == sorted(COMMON)


def test_each_is_a_zone() -> None:
    assert set(COMMON) <= available_timezones()
    assert len(set(COMMON)) == len(COMMON)
