from sandbox.window.drawing.emoji import GLYPHS, glyph


def test_an_emoji_is_found_by_its_name_whatever_the_skin() -> None:
    assert glyph("wave") == glyph("wave::skin-tone-3") == GLYPHS["wave"]


def test_an_unknown_emoji_has_no_picture() -> None:
    assert glyph("party_parrot") is None
