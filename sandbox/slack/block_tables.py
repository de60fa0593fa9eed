"""Checking tables and charts."""

from collections.abc import Callable
from typing import Any

from sandbox.slack.block_rich_text import rich_text
from sandbox.slack.block_texts import Problems, array, items, one_of, problem, required, string
from sandbox.slack.journal import Json

CELLS = ("raw_text", "raw_number", "rich_text")
SERIES_LIMIT = 6


def table(block: Json, path: str) -> Problems:
    """Check a plain table: up to 100 rows of up to 20 cells."""
    yield from _rows(block.get("rows"), f"{path}/rows", 1, 100)
    if block.get("column_settings") is not None:
        yield from array(block["column_settings"], f"{path}/column_settings", 1, 20)


def data_table(block: Json, path: str) -> Problems:
    """Check a data table: a header row and up to 200 more, all of one width."""
    yield from required(block, path, "caption")
    yield from _rows(block.get("rows"), f"{path}/rows", 2, 201)
    rows = block.get("rows") if isinstance(block.get("rows"), list) else []
    if len({len(row) for row in rows or [] if isinstance(row, list)}) > 1:
        yield problem(f"{path}/rows", "all rows must have the same number of cells")
    size = block.get("page_size")
    if size is not None and not (isinstance(size, int) and 1 <= size <= 100):
        yield problem(f"{path}/page_size", "must be between 1 and 100")


def data_visualization(block: Json, path: str) -> Problems:
    """Check a chart."""
    yield from string(block.get("title"), f"{path}/title", 50)
    chart = block.get("chart")
    if not isinstance(chart, dict):
        yield problem(f"{path}/chart", "must be an object")
        return
    yield from one_of(chart.get("type"), f"{path}/chart/type", ("pie", "bar", "line", "area"))
    for name in ("series", "segments"):
        if chart.get(name) is not None:
            yield from array(chart[name], f"{path}/chart/{name}", 1, SERIES_LIMIT)
            for index, part in items(chart[name]):
                label = part.get("label") or part.get("name")
                yield from string(label, f"{path}/chart/{name}/{index}/label", 20)


def _rows(rows: Any, path: str, least: int, most: int) -> Problems:
    yield from array(rows, path, least, most)
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        yield from array(row, f"{path}/{index}", 1, 20)
        for column, cell in items(row):
            yield from _cell(cell, f"{path}/{index}/{column}")


def _cell(cell: Json, path: str) -> Problems:
    yield from one_of(cell.get("type"), f"{path}/type", CELLS)
    if cell.get("type") == "rich_text":
        yield from rich_text(cell, path)
    elif cell.get("type") == "raw_text":
        yield from string(cell.get("text"), f"{path}/text", 3000)
    elif cell.get("type") == "raw_number":
        yield from required(cell, path, "value") if cell.get("value") != 0 else ()


TABLES: dict[str, Callable[[Json, str], Problems]] = {
    "table": table,
    "data_table": data_table,
    "data_visualization": data_visualization,
}
