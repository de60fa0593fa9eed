from io import StringIO

from rich.console import Console

from sandbox.tour.screen import LiveTerminal, Log


def test_a_log_shows_each_message_once_and_edits_as_they_come(console, printed, a_said):
    log = Log(console, lambda: "16:31:00")
    log.heading("1 of 4 · Intercept", "Ben wants the recorder.")
    log.update([a_said(("Working on it…",))])
    log.update([a_said(("Working on it…",))])
    log.update([a_said(("Done in 1 step",))])
    text = printed()
    assert text.count("Working on it…") == 1
    assert "Chorister  16:31:00 · edited\n  │ Done in 1 step" in text
    assert "\x1b" not in text


def test_a_terminal_draws_again_and_keeps_how_it_ended(a_said):
    console = Console(file=StringIO(), width=80, height=10, force_terminal=True, color_system=None)
    with LiveTerminal(console, lambda: "16:31:00") as screen:
        screen.update([a_said(("Working on it…",))])
        screen.update([a_said(("Done in 1 step",))])
        screen.settle()
        screen.update([a_said(("Done in 1 step",)), a_said(("Sent.",), ts="2.0")])
    settled = [
        part for part in console.file.getvalue().split("\x1b[2K") if part.startswith("\n  │ Chorister")
    ]
    assert "Done in 1 step" in settled[0]
    assert "Sent." in settled[-1]


def test_a_region_taller_than_the_terminal_shows_its_end_while_it_grows(a_said):
    console = Console(file=StringIO(), width=80, height=5, force_terminal=True, color_system=None)
    lines = tuple(f"line {n}" for n in range(30))
    with LiveTerminal(console, lambda: "") as screen:
        screen.update([a_said(lines)])
        drawn = console.file.getvalue()
        assert "line 29" in drawn
        assert "line 3\n" not in drawn
    assert all(line in console.file.getvalue() for line in lines)
