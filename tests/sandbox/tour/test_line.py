from sandbox.tour.line import LEAVE, Line, keys


def typed(text: str, line: Line | None = None) -> Line:
    line = line or Line()
    for key in keys(text):
        line.press(key)
    return line


def test_keys_add_up_to_the_line_that_enter_returns():
    line = typed("Größe ✓")
    assert line.press("\r") == "Größe ✓"
    assert line.text == ""


def test_arrows_are_one_key_and_move_the_cursor():
    assert list(keys("a\x1b[Db")) == ["a", "\x1b[D", "b"]
    assert typed("ac\x1b[Db").text == "abc"
    assert typed("bc\x01a\x05d").text == "abcd"


def test_backspace_word_and_line_are_taken_away_before_the_cursor():
    assert typed("abc\x7f").text == "ab"
    assert typed("\x7f").text == ""
    assert typed("one two \x17").text == "one"
    assert typed("one two\x1b[D\x15").text == "o"


def test_earlier_lines_come_back():
    line = typed("first\rsecond\r\x1b[A\x1b[A")
    assert line.text == "first"
    assert typed("\x1b[B", line).text == "second"
    assert typed("\x1b[B", line).text == ""


def test_ctrl_d_leaves_only_an_empty_line():
    assert Line().press("\x04") == LEAVE
    assert typed("a").press("\x04") is None


def test_unknown_keys_change_nothing():
    assert typed("a\x1b[15~\x1bOP\x00b").text == "ab"


def test_a_long_line_shows_the_part_around_its_cursor():
    line = typed("0123456789")
    assert line.shown(4) == ("6789", 0)
    line.at = 2
    assert line.shown(4) == ("0123", 2)
    assert typed("日本").shown(10) == ("日本", 0)
