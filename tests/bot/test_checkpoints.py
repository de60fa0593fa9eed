"""What may stand in a checkpoint, and how it comes back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.checkpoints import StepFailed, read, written


def test_checkpoints_are_readable_json_with_times_and_failures() -> None:
    at = datetime(2026, 6, 3, 15, tzinfo=UTC)
    for value in (None, 1, "é", [1, {"a": [True, None]}], {"at": at, "all": [at]}):
        assert read(written(value)) == value
    failed = read(written(ValueError("why")))
    assert isinstance(failed, StepFailed)
    assert str(failed) == "ValueError: why"


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes", Path("x")])
def test_nothing_else_may_cross_a_steps_border(value: Any) -> None:
    with pytest.raises(TypeError, match="return plain JSON"):
        written({"a": value})
