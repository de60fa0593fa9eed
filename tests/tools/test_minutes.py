"""Minutes as people read them, beside the seconds of Chorus."""

from typing import Any

import pytest

from tools.minutes import minute, with_minutes


def test_a_minute_is_read_as_in_chorus() -> None:
    assert [minute(at) for at in (0, 61.9, 2088, 3725.9)] == ["0:00", "1:01", "34:48", "62:05"]


def test_what_was_said_has_its_minute_wherever_it_stands() -> None:
    said = {"recording": {"utterances": [{"snippet": "Yes.", "snippet_time": 2088.4}], "duration": 2700.0}}
    (found,) = with_minutes(said)["recording"]["utterances"]
    assert found == {"minute": "34:48", "snippet": "Yes.", "snippet_time": 2088.4}
    assert with_minutes({"mentions": [{"utterance": "u1", "offset": 61}]})["mentions"][0]["minute"] == "1:01"
    assert with_minutes(said)["recording"]["duration"] == 2700.0


@pytest.mark.parametrize(
    "answer",
    [None, "text", 5, [], {}, {"offset": None}, {"snippet_time": "soon"}, {"offset": -1}, {"offset": {}}],
)
def test_what_has_no_seconds_stays_as_it_is(answer: Any) -> None:
    assert with_minutes(answer) == answer
