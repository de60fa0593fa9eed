"""What an answer to a write complains about, in whatever it is wrapped."""

from typing import Any

import pytest

from tools.receipts import complaints


def error(pointer: str, **words: Any) -> dict[str, Any]:
    return {"source": {"pointer": pointer}, **words}


FIRST = error("/data/attributes/crm_changes/0/new_value", detail="bad value")


@pytest.mark.parametrize(
    "answer, found",
    [
        (None, {}),
        ("text", {}),
        ({}, {}),
        ({"errors": "none"}, {}),
        ({"errors": [None, {"detail": "no pointer"}]}, {}),
        ({"errors": [FIRST]}, {"0": "bad value"}),
        ({"result": {"errors": [FIRST]}}, {"0": "bad value"}),
        ({"data": {"errors": [FIRST]}}, {"0": "bad value"}),
        ({"errors": [error("/data/attributes/crm_changes/12", title="Bad <b>one</b>")]}, {"12": "Bad one"}),
        ({"errors": [error("/data/attributes/meeting_id", detail="unknown")]}, {}),
        ({"errors": [FIRST, error("/crm_changes/0", detail="again")]}, {"0": "bad value"}),
        ({"errors": [error("/crm_changes/1/new_value", detail="x" * 900)]}, {"1": "x" * 500}),
    ],
)
def test_a_complaint_is_told_by_the_change_it_points_at(answer: Any, found: dict[str, str]) -> None:
    assert complaints(answer) == found
