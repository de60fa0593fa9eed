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
    row_heading = block.get("row_header_column_index", 0 if block.get("type") == "data_table" else None)
    return [
        [
            Cell(_words(cell, reader), _align(block, column, cell), _heads(number, column, row_heading))
            for column, cell in enumerate(row)
        ]
        for number, row in enumerate(block.get("rows") or [])
    ]


def _words(cell: Json, reader: Reader) -> Markup:
    if cell.get("type") == "rich_text":
        return rich_line(cell, reader)
    shown = cell.get("text") if cell.get("text") not in (None, "") else cell.get("value")
    return escape("" if shown is None else str(shown))


def _align(block: Json, column: int, cell: Json) -> str:
    settings = block.get("column_settings") or []
    asked = (settings[column] or {}).get("align") if column < len(settings) else None
    return asked if asked in _ALIGNED else "right" if cell.get("type") == "raw_number" else "left"


def _heads(number: int, column: int, row_heading: int | None) -> str:
    return "col" if number == 0 else "row" if column == row_heading else ""
