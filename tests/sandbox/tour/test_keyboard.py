import os
import termios

from sandbox.tour.keyboard import Keyboard, quiet_keys
from sandbox.tour.line import LEAVE


async def test_typed_lines_arrive_and_the_terminal_is_left_as_it_was(console, printed):
    theirs, ours = os.openpty()
    before = termios.tcgetattr(ours)
    keyboard = Keyboard(console, ours)
    with quiet_keys(ours):
        assert not termios.tcgetattr(ours)[3] & (termios.ECHO | termios.ICANON)
        with keyboard.listening():
            keyboard.relabel("ana> ")
            os.write(theirs, "hällo\n".encode())
            assert await keyboard.line() == "hällo"
            os.write(theirs, b"half")
            os.write(theirs, b"\x15\x04")
            assert await keyboard.line() == LEAVE
    assert termios.tcgetattr(ours) == before
    assert "ana> " in printed()
    os.close(theirs)
    os.close(ours)


def test_what_is_shown_meanwhile_stands_above_the_line(console, printed):
    keyboard = Keyboard(console, 0)
    with keyboard.above():
        console.print("news")
    assert printed().split("news\n")[1].endswith("> \x1b[0m")
