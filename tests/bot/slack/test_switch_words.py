"""Why nothing may be written: what stops more is said first."""

import pytest

from bot.slack.switch_words import why_no_write
from bot.store.switches import Switch
from tests.builders import settings

OFF = Switch("writes", False, "UROSA", 60.0)


@pytest.mark.parametrize(
    "more, switch, words",
    [
        ({}, None, None),
        ({}, Switch("writes", True, "UROSA", 1.0), None),
        ({}, OFF, "Writing was switched off by <@UROSA>, <!date^60^"),
        ({"CHORISTER_WRITES": "off"}, OFF, "Writing is switched off in Chorister's settings."),
        ({"CHORISTER_WRITE_CHANNELS": "C0DEALS"}, None, None),
        ({"CHORISTER_WRITE_CHANNELS": "C0OTHER"}, None, "cannot be approved in this channel"),
        ({"CHORISTER_WRITE_PEOPLE": "U0ANA00"}, None, None),
        ({"CHORISTER_WRITE_PEOPLE": "U0BEN00"}, None, "not open to <@U0ANA00>"),
    ],
)
def test_a_write_is_stopped_by_settings_switch_channel_and_person(
    more: dict, switch: Switch | None, words: str | None
) -> None:
    said = why_no_write(settings(**more), switch, "U0ANA00", "C0DEALS")
    assert (said is None) if words is None else (words in said)
