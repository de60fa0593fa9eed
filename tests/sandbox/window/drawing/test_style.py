"""The style: nothing from outside, enough contrast in both schemes, and what people ask of their system is heeded."""

import re

import pytest

from sandbox.window.drawing.__main__ import STATIC
from sandbox.window.drawing.blocks import TEMPLATES

STYLE = (STATIC / "style.css").read_text("utf-8")
DARK_AT = STYLE.index("@media (prefers-color-scheme: dark)")
ON_GROUND = ["ink", "quiet", "link", "danger", "good", "warn", "info"]
PAIRS = [(ink, ground) for ink in ON_GROUND for ground in ("ground", "raised", "sunken")]
PAIRS += [
    ("on-accent", "accent"),
    ("on-danger", "danger"),
    ("mention", "mention-ground"),
    ("me", "me-ground"),
]
PAIRS += [("code", "code-ground"), ("ink", "code-ground")]
GRAPHIC = [
    ("edge", "ground"),
    ("edge", "raised"),
    ("focus", "ground"),
    ("focus", "sunken"),
    ("accent", "ground"),
]
GRAPHIC += [(f"series-{n}", "ground") for n in range(6)]


def colours(scheme: str) -> dict[str, str]:
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", STYLE[:DARK_AT]))
    if scheme == "light":
        return found
    dark = STYLE[DARK_AT : STYLE.index("*, *::before", DARK_AT)]
    redefined = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))
    assert set(redefined) == set(found), "a colour has no dark twin"
    return redefined


def contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_measure_of_contrast_is_right() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_on_what_is_behind_them(scheme: str) -> None:
    found = colours(scheme)
    weak = {pair: round(contrast(found[pair[0]], found[pair[1]]), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_controls_and_lines_of_charts_can_be_seen(scheme: str) -> None:
    found = colours(scheme)
    weak = {pair: round(contrast(found[pair[0]], found[pair[1]]), 2) for pair in GRAPHIC}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_colours_are_named_once_and_used_by_name() -> None:
    rules = STYLE[STYLE.index("*, *::before") :]
    assert re.findall(r"#[0-9a-f]{3,8}\b", rules) == []
    used = set(re.findall(r"var\(--([\w-]+)", STYLE))
    known = set(re.findall(r"--([\w-]+):", STYLE))
    assert used <= known
    assert known - used == set()


def test_the_page_needs_nothing_from_outside() -> None:
    files = [*TEMPLATES.rglob("*.html"), *STATIC.glob("*")]
    assert len(files) > 40
    for file in files:
        assert not re.search(r"https?://|@import|url\(|src=[\"']//|integrity=", file.read_text("utf-8")), (
            file.name
        )


def test_what_people_ask_of_their_system_is_heeded() -> None:
    assert "prefers-reduced-motion: reduce" in STYLE
    assert re.search(r":focus-visible \{ outline: 2px solid", STYLE)
    assert "outline: none" not in STYLE
    assert "outline: 0" not in STYLE
    assert "system-ui" in STYLE


def test_every_brace_is_closed() -> None:
    assert STYLE.count("{") == STYLE.count("}")
