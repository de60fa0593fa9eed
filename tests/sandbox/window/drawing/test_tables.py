from typing import Any

from sandbox.window.drawing import draw_message
from sandbox.window.drawing.samples import BLOCKS, NAMES, VIEWER
from sandbox.window.drawing.tables import rows
from sandbox.window.drawing.viewer import Reader
from tests.sandbox.window.drawing.page import sound

READER = Reader(VIEWER, NAMES)


def shown(block: dict[str, Any]) -> list[list[tuple[str, str, str]]]:
    return [[(str(cell.words), cell.align, cell.heads) for cell in row] for row in rows(block, READER)]


def test_a_data_table_has_headings_above_and_beside_and_numbers_to_the_right() -> None:
    assert shown(BLOCKS["data_table"]) == [
        [("Deal", "left", "col"), ("Stage", "left", "col"), ("Amount", "right", "col")],
        [("Northwind", "left", "row"), ("Demo", "left", ""), ("48000", "right", "")],
        [("Contoso", "left", "row"), ("<strong>Lost</strong>", "left", ""), ("12500", "right", "")],
    ]


def test_a_table_stands_as_its_columns_say() -> None:
    odd = {**BLOCKS["table"], "column_settings": [{"align": "middle"}, None, {"align": "left"}]}
    assert [cell[1] for cell in shown(BLOCKS["table"])[1]] == ["left", "center", "right"]
    assert [cell[1] for cell in shown(odd)[1]] == ["left", "left", "left"]
    assert [cell[2] for cell in shown(odd)[1]] == ["", "", ""]


def test_nought_is_a_number_and_nothing_is_nothing() -> None:
    cells = [
        {"type": "raw_number", "value": 0},
        {"type": "raw_text", "text": ""},
        {"type": "raw_number", "value": 1, "text": "<1>"},
    ]
    assert [cell[0] for cell in shown({"type": "table", "rows": [cells]})[0]] == ["0", "", "&lt;1&gt;"]
    assert shown({"type": "table"}) == []


def test_a_table_can_be_scrolled_with_the_keyboard_and_says_what_it_is() -> None:
    region = sound(draw_message({"blocks": [BLOCKS["data_table"]]}, VIEWER, names=NAMES)).one(
        "div", role="region"
    )
    assert (region.attrs["tabindex"], region.attrs["aria-label"]) == ("0", "Deals at risk")
    assert region.one("caption").text == "Deals at risk"
