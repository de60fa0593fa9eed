"""Claude hears what really happened: accepted is not done, and lost is not refused."""

import pytest

from bot.errands.errand import LOOKING, Errand, State, Status
from bot.errands.telling import facts, is_open, line
from tests.builders import an_errand


def approved(status: Status | None, **outcome: str) -> Errand:
    return an_errand(state=State.APPROVED, outcome={"status": status.value, **outcome} if status else None)


@pytest.mark.parametrize("status", Status)
def test_only_what_was_seen_is_told_as_done(status: Status) -> None:
    known = facts(approved(status))["known"]
    assert ("done: its effect was seen" in known) is (status is Status.DONE)
    assert ("follows it up" in known) is (status in LOOKING)


def test_what_is_taken_or_accepted_is_told_as_just_that() -> None:
    assert "It is not done yet" in facts(approved(Status.ACCEPTED))["known"]
    assert facts(approved(Status.TAKEN, made="704"))["id"] == "704"
    assert facts(approved(Status.REFUSED, say="Chorus refused the request."))["known"] == (
        "Approved, but nothing was done: Chorus refused the request."
    )
    assert "nobody knows" in facts(approved(Status.UNVERIFIED, say="The connection broke."))["known"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.PENDING, "nobody has decided yet"),
        (State.DECLINED, "declined"),
        (State.EXPIRED, "no refusal"),
        (State.WITHDRAWN, "could not be shown"),
    ],
)
def test_without_an_approval_nothing_was_done_and_that_is_told(state: State, words: str) -> None:
    known = facts(an_errand(state=state))["known"]
    assert words in known
    assert "Nothing was done" in known


def test_it_is_open_until_it_is_decided_and_answered() -> None:
    assert is_open(an_errand())
    assert is_open(approved(None))
    assert "being sent" in facts(approved(None))["known"]
    assert not is_open(approved(Status.ACCEPTED))
    assert not is_open(an_errand(state=State.DECLINED))


def test_its_line_holds_no_word_of_other_people() -> None:
    assert line(approved(Status.ACCEPTED)) == "card e1 delete approved, accepted"
    assert line(an_errand()) == "card e1 delete pending"
