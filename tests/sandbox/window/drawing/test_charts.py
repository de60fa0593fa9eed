import re
from typing import Any

import pytest

from sandbox.window.drawing import draw_message
from sandbox.window.drawing.charts import HEIGHT, WIDTH, Chart, chart, number, spell
from sandbox.window.drawing.samples import NAMES, VIEWER
from sandbox.window.drawing.samples.parts import chart as a_chart
from tests.sandbox.window.drawing.page import sound


def of(kind: str, *rows: list[Any], **more: Any) -> Chart:
    series = [
        {"name": f"s{n}", "data": [{"label": str(i), "value": v} for i, v in enumerate(row)]}
        for n, row in enumerate(rows)
    ]
    return chart({"title": "T", "chart": {"type": kind, "series": series, **more}})


@pytest.mark.parametrize("kind", ["line", "bar", "area", "pie"])
def test_a_chart_stays_on_its_paper_and_is_told_in_words(kind: str) -> None:
    made = chart(a_chart(kind))
    assert made.shapes
    for shape in made.shapes:
        assert not re.search("nan|inf", shape.path + shape.under)
        places = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", shape.path + shape.under)
        assert places
        assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in places)
    page = sound(draw_message({"blocks": [a_chart(kind)]}, VIEWER, names=NAMES))
    assert page.one("svg", role="img").attrs["aria-label"] == made.said
    assert [node.text for node in page.all("td")] == [spell(value) for row in made.figures for value in row]


def test_the_axis_ends_at_round_numbers_with_nought_on_it() -> None:
    assert [label.text for label in of("line", [3, 5, 7]).up] == ["0", "2", "4", "6", "8"]
    assert of("bar", [-3, 900]).up[0].text == "-500"
    assert of("bar", [0.3, 0.1]).up[-1].text == "0.30"
    assert of("line").up[0].text == "0"


def test_a_higher_value_is_higher_on_the_paper() -> None:
    (line,) = of("line", [1, 9]).shapes
    (_, low), (_, high) = line.dots
    assert high < low


def test_bars_of_two_series_stand_side_by_side() -> None:
    lefts = sorted(
        float(re.findall(r"M([\d.]+)", shape.path)[0]) for shape in of("bar", [1, 2], [3, 4]).shapes
    )
    assert len(set(lefts)) == 4


def test_a_line_of_nothing_draws_nothing() -> None:
    assert of("line", []).shapes == []
    assert of("area", [1]).shapes[0].under.endswith("Z")


def test_a_whole_cake_and_one_of_nothing_can_be_drawn() -> None:
    whole = chart({"chart": {"type": "pie", "segments": [{"label": "all", "value": 5}]}})
    none = chart({"chart": {"type": "pie", "segments": [{"label": "none", "value": -1}, {"label": "x"}]}})
    assert "A96 96 0 1 1" in whole.shapes[0].path
    assert none.figures == [[0.0], [0.0]]


def test_long_axes_name_only_some_categories() -> None:
    assert len(of("line", list(range(40))).across) == 8


def test_what_is_no_number_is_nought_and_numbers_are_spelled_short() -> None:
    assert [number(value) for value in ("7.5", None, "x", float("nan"), float("inf"))] == [7.5, 0, 0, 0, 0]
    assert [spell(value) for value in (12_000.0, 0.5, -3.0)] == ["12,000", "0.50", "-3"]
    assert of("line", [1, 2]).said == "T, line chart. s0: 1, 2"
