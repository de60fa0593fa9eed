from typing import Any

import pytest

from sandbox.slack.blocks import check_blocks

Json = dict[str, Any]
CELL = {"type": "raw_text", "text": "x"}


def table(rows: Any, **more: Any) -> Json:
    return {"type": "table", "rows": rows, **more}


def data_table(rows: Any, **more: Any) -> Json:
    return {"type": "data_table", "caption": "Deals", "rows": rows, **more}


def chart(**more: Any) -> Json:
    return {"type": "data_visualization", "title": "Risk", "chart": {"type": "line", **more}}


@pytest.mark.parametrize(
    "block",
    [
        table([[CELL] * 20] * 100),
        table([[{"type": "raw_number", "value": 0}]]),
        table([[{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}]]),
        data_table([[CELL]] * 201, page_size=100),
        chart(series=[{"label": "x" * 20}] * 6),
    ],
)
def test_a_table_within_its_limits_is_taken(block: Json) -> None:
    assert check_blocks([block]) == []


@pytest.mark.parametrize(
    "block",
    [
        table([[CELL]] * 101),
        table([[CELL] * 21]),
        table([]),
        table("rows"),
        table([[CELL]], column_settings=[{}] * 21),
        table([[{"type": "mrkdwn", "text": "x"}]]),
        table([[{"type": "raw_text", "text": ""}]]),
        data_table([[CELL]]),
        data_table([[CELL]] * 202),
        data_table([[CELL], [CELL, CELL]]),
        data_table([[CELL]] * 2, page_size=101),
        data_table([[CELL]] * 2, caption=""),
        chart(series=[{"label": "a"}] * 7),
        chart(segments=[{"label": "x" * 21}]),
        chart(type="radar"),
        {"type": "data_visualization", "title": "x" * 51, "chart": {"type": "pie"}},
        {"type": "data_visualization", "title": "x"},
    ],
)
def test_a_table_beyond_its_limits_is_refused(block: Json) -> None:
    assert check_blocks([block])


def test_two_charts_are_allowed_and_no_third() -> None:
    assert check_blocks([chart(), chart()]) == []
    assert check_blocks([chart()] * 3) != []
