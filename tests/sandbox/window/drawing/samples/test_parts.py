from sandbox.slack.blocks import check_blocks, check_view
from sandbox.window.drawing.samples import ELEMENTS, HOME, MODAL
from sandbox.window.drawing.samples.parts import (
    ASKED,
    button,
    cells,
    chart,
    marked,
    option,
    plain,
    question,
    rich,
    words,
)


def test_what_the_parts_make_slack_takes() -> None:
    row = [cells("a", 1), cells("b", 2)]
    section = {"type": "section", "text": marked("*x*"), "accessory": button("go", "Go", confirm=ASKED)}
    made = [rich(words("a", {"type": "emoji", "name": "eyes"})), section, {"type": "table", "rows": row}]
    assert check_blocks([*made, chart("pie"), chart("line")]) == []
    select = {"type": "static_select", "options": [option("a", "A", "note")], "placeholder": plain("p")}
    assert check_blocks([question("one", select), question("two", ELEMENTS["checkboxes"])]) == []


def test_the_views_are_views_that_slack_takes() -> None:
    assert check_view(MODAL) == []
    assert check_view(HOME) == []
