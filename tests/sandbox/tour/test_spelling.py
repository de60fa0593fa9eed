from datetime import UTC, datetime

from sandbox.tour.spelling import Spelling

NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
SPELLING = Spelling({"UANA000001": "Ana Ruiz"}, "Europe/Berlin")


def read(text: str) -> str:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return "\n".join(line for group in SPELLING.groups({"blocks": [block]}, NOW) for line in group)


def test_people_are_called_by_name():
    assert (
        read("Approved by <@UANA000001>, not by <@UNOBODY001>") == "Approved by @Ana Ruiz, not by @UNOBODY001"
    )


def test_dates_are_told_where_the_reader_is():
    soon, later = int(NOW.timestamp()) + 60, int(NOW.timestamp()) + 86_400
    assert read(f"seen <!date^{soon}^{{time}}|then>") == "seen 00:31"
    assert read(f"Expires <!date^{later}^{{date_short_pretty}} {{time}}|later>.") == "Expires tomorrow 00:30."
    assert read(f"<!date^{later + 86_400}^{{date_short_pretty}}|later>") == "27 Nov"


def test_a_named_link_shows_its_name_and_a_bare_one_its_address():
    assert read("<https://chorus.ai/meeting/1|Q&amp;A> <https://zoom.us/j/1>") == "Q&A https://zoom.us/j/1"


def test_a_message_without_blocks_shows_its_text():
    assert SPELLING.groups({"text": "one\ntwo", "blocks": []}, NOW) == (("one", "two"),)
