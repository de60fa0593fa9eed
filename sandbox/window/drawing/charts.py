"""A data_visualization as shapes to draw and a table of the same figures to read."""

import math
from dataclasses import dataclass
from typing import Any

from sandbox.slack.journal import Json

WIDTH, HEIGHT = 480, 228
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 468, 20, 188
_STEPS = 4


@dataclass(frozen=True)
class Label:
    """Words at a place of the chart."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Shape:
    """A bar, a slice, or a line with its dots and perhaps the area under it, as SVG paths of one series."""

    series: int
    path: str
    dots: tuple[tuple[float, float], ...] = ()
    under: str = ""


@dataclass(frozen=True)
class Chart:
    """Everything a chart shows."""

    kind: str
    title: str
    series: list[str]
    """What the series or slices are called."""
    categories: list[str]
    figures: list[list[float]]
    """Of each series, by category."""
    shapes: list[Shape]
    across: list[Label]
    up: list[Label]
    axes: tuple[str, str]

    @property
    def said(self) -> str:
        """Return the chart in a sentence, for those who do not see it."""
        told = "; ".join(
            f"{name}: {', '.join(map(spell, row))}"
            for name, row in zip(self.series, self.figures, strict=True)
        )
        return f"{self.title}, {self.kind} chart. {told}"


def chart(block: Json) -> Chart:
    """Lay a chart out."""
    asked: Json = block.get("chart") or {}
    kind, title = str(asked.get("type")), str(block.get("title", ""))
    if kind == "pie":
        return _pie(title, asked.get("segments") or [])
    series: list[Json] = asked.get("series") or []
    axis = asked.get("axis_config") or {}
    categories = [str(one) for one in axis.get("categories") or _labels(series)]
    figures = [[number(point.get("value")) for point in one.get("data") or []] for one in series]
    low, high = _range([value for row in figures for value in row])
    plot = _Plot(len(categories), low, high)
    shapes = _bars(figures, plot) if kind == "bar" else _lines(figures, plot, filled=kind == "area")
    names = [str(one.get("name") or one.get("label") or "") for one in series]
    axes = (str(axis.get("x_label") or ""), str(axis.get("y_label") or ""))
    return Chart(kind, title, names, categories, figures, shapes, _across(categories, plot), _up(plot), axes)


def spell(value: float) -> str:
    """Return a figure as short as it is exact."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def number(value: Any) -> float:
    """Return a figure; what is none is nought."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        return 0.0
    return found if math.isfinite(found) else 0.0


@dataclass(frozen=True)
class _Plot:
    """Where a value of a category is on the paper."""

    count: int
    low: float
    high: float

    def x(self, place: float) -> float:
        """The middle of a category."""
        return round(_LEFT + (place + 0.5) * (_RIGHT - _LEFT) / max(self.count, 1), 1)

    def y(self, value: float) -> float:
        return round(_BOTTOM - (value - self.low) / (self.high - self.low) * (_BOTTOM - _TOP), 1)


def _range(values: list[float]) -> tuple[float, float]:
    """Return the ends of the axis: round numbers around all values, with nought among them."""
    low, high = min([0.0, *values]), max([0.0, *values])
    span = (high - low) or 1.0
    step = 10 ** math.floor(math.log10(span / _STEPS))
    step *= next(more for more in (1, 2, 5, 10, 20) if span / (step * more) <= _STEPS)
    return math.floor(low / step) * step, (math.ceil(high / step) or 1) * step


def _lines(figures: list[list[float]], plot: _Plot, *, filled: bool) -> list[Shape]:
    shapes = []
    for n, row in enumerate(figures):
        if not row:
            continue
        dots = tuple((plot.x(place), plot.y(value)) for place, value in enumerate(row))
        path = "M" + " L".join(f"{x} {y}" for x, y in dots)
        foot = plot.y(max(plot.low, 0.0))
        under = f"{path} L{dots[-1][0]} {foot} L{dots[0][0]} {foot} Z" if filled else ""
        shapes.append(Shape(n, path, dots, under))
    return shapes


def _bars(figures: list[list[float]], plot: _Plot) -> list[Shape]:
    room = (_RIGHT - _LEFT) / max(plot.count, 1) * 0.7
    width = room / max(len(figures), 1)
    shapes = []
    for n, row in enumerate(figures):
        for place, value in enumerate(row):
            left = round(plot.x(place) - room / 2 + n * width, 1)
            right = round(left + width - 2, 1)
            foot, top = plot.y(0.0), plot.y(value)
            shapes.append(Shape(n, f"M{left} {foot} V{top} H{right} V{foot} Z"))
    return shapes


def _pie(title: str, segments: list[Json]) -> Chart:
    names = [str(one.get("label") or one.get("name") or "") for one in segments]
    values = [max(0.0, number(one.get("value"))) for one in segments]
    whole, begun, shapes = sum(values) or 1.0, 0.0, []
    for n, value in enumerate(values):
        ended = begun + value / whole
        shapes.append(Shape(n, _slice(begun, ended)))
        begun = ended
    return Chart("pie", title, names, ["Value"], [[value] for value in values], shapes, [], [], ("", ""))


def _slice(begun: float, ended: float) -> str:
    """Return a slice of a cake between two shares of its edge. A whole cake has no edge, so it stops just before."""
    middle, radius = (WIDTH / 2, HEIGHT / 2), 96
    ended = min(ended, begun + 0.9999)
    (x1, y1), (x2, y2) = (
        (
            round(middle[0] + radius * math.sin(2 * math.pi * at), 1),
            round(middle[1] - radius * math.cos(2 * math.pi * at), 1),
        )
        for at in (begun, ended)
    )
    large = int(ended - begun > 0.5)
    return f"M{middle[0]} {middle[1]} L{x1} {y1} A{radius} {radius} 0 {large} 1 {x2} {y2} Z"


def _across(categories: list[str], plot: _Plot) -> list[Label]:
    """Return the words under the axis, as many as there is room for."""
    every = max(1, math.ceil(len(categories) / 8))
    return [Label(plot.x(n), _BOTTOM + 16, text) for n, text in enumerate(categories) if n % every == 0]


def _up(plot: _Plot) -> list[Label]:
    values = [plot.low + (plot.high - plot.low) * n / _STEPS for n in range(_STEPS + 1)]
    return [Label(_LEFT - 8, plot.y(value), spell(value)) for value in values]


def _labels(series: list[Json]) -> list[str]:
    return [str(point.get("label", "")) for point in (series[0].get("data") or [] if series else [])]
