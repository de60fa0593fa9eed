"""The cells of tables: what they hold, which are headings, how they are aligned."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from sandbox.slack.journal import Json
from sandbox.window.drawing.rich_text import rich_line
from sandbox.window.drawing.viewer import Reader

_ALIGNED = ("left", "center", "right")


@dataclass(frozen=True)
class Cell:
    """One cell, ready to be shown."""

    words: Markup
    align: str = "left"
    heads: str = ""
    """`col` or `row` when it is a heading."""


def rows(block: Json, reader: Reader) -> list[list[Cell]]:
    """Return the cells of a table or data table; the first row is its heading."""
    shown = block.get("rows") or []
    row_heading = block.get("row_header_column_index", 0 if block.get("type") == "data_table" else None)
    sides = [_side(block, column) for column in range(max(map(len, shown), default=0))]
    return [
        [
            Cell(_words(cell, reader), sides[column], _heads(number, column, row_heading))
            for column, cell in enumerate(row)
        ]
        for number, row in enumerate(shown)
    ]


def _words(cell: Json, reader: Reader) -> Markup:
    if cell.get("type") == "rich_text":
        return rich_line(cell, reader)
    shown = cell.get("text") if cell.get("text") not in (None, "") else cell.get("value")
    return escape("" if shown is None else str(shown))


def _side(block: Json, column: int) -> str:
    """Return where a column stands: as its settings say, else numbers to the right."""
    settings = block.get("column_settings") or []
    asked = (settings[column] or {}).get("align") if column < len(settings) else None
    numbers = any(row[column].get("type") == "raw_number" for row in block["rows"] if column < len(row))
    return asked if asked in _ALIGNED else "right" if numbers else "left"


def _heads(number: int, column: int, row_heading: int | None) -> str:
    return "col" if number == 0 else "row" if column == row_heading else ""
