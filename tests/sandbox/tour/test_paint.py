from sandbox.tour.feed import News
from sandbox.tour.paint import entry, painted


def test_slack_marks_become_styles():
    text = painted("*Metrics* is _empty_, see `ABC` and 2 * 3 * 4 or snake_case_name")
    assert text.plain == "Metrics is empty, see ABC and 2 * 3 * 4 or snake_case_name"
    assert [text.plain[span.start : span.end] for span in text.spans] == ["Metrics", "empty", "ABC"]


def test_quotes_buttons_and_signs_stand_out():
    assert painted("> “She signs.” (34:48)").plain == "  “She signs.” (34:48)"
    assert painted("[ Approve ] [ Decline ]").spans[0].style == "bold reverse"
    assert painted("[x] Write").spans[0].style == "bold green"
    assert painted("[ ] Write").spans == []
    assert painted("  ✓ Reading").spans[0].style == "bold green"


def test_a_reply_fits_the_console_and_keeps_its_margin(a_said, console):
    said = a_said(("  ✓ " + "word " * 40,))
    lines = [line.plain for line in entry(News(said, said.groups[0]), "16:31:00", console)]
    assert lines[0] == "  │ Chorister  16:30:00"
    assert all(line.startswith("  │ ") and len(line) <= 80 for line in lines)
    assert len(lines) > 2


def test_an_edit_and_a_whisper_say_so(a_said, console):
    said = a_said(("No.",), only_for="Ben Cole")
    (head, _) = entry(News(said, said.groups[0], is_edit=True), "16:31:00", console)
    assert head.plain == "  │ Chorister  16:31:00 · edited · only Ben Cole sees this"
