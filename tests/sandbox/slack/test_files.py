import pytest

from sandbox.slack.errors import SlackRefusal
from sandbox.slack.files import Files


def test_a_file_is_announced_then_sent_then_finished() -> None:
    files = Files()
    file = files.announce("a.csv", 3)
    assert files.receive(file.id, b"abc") == 3
    assert files.complete(file.id, "Deals").describe()["title"] == "Deals"
    assert file.is_complete


def test_other_bytes_than_announced_are_refused() -> None:
    files = Files()
    file = files.announce("a.csv", 3)
    assert files.receive(file.id, b"abcd") is None
    assert files.receive("F0", b"abc") is None
    with pytest.raises(SlackRefusal, match="file_not_found"):
        files.complete(file.id, "")
