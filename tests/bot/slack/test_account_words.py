"""What is told of one's own account: plain, private, and with the way back."""

from bot.slack import account_words as words
from bot.store.accounts import Account, State

ACCOUNT = Account("UANA", "a1", "t", State.CONNECTED, 5.0, 1780502400.0)


def test_the_invitation_holds_the_link_and_whom_it_is_for() -> None:
    said = words.invitation("https://x.example/c?link_token=a&b=1")
    assert "<https://x.example/c?link_token=a&amp;b=1|Connect your own Chorus account>" in said
    assert "for you alone" in said


def test_a_renewal_says_how_to_go_back_with_and_without_a_link() -> None:
    assert "<https://x.example|Connect it again>" in words.renewal("https://x.example")
    for said in (words.renewal("https://x.example"), words.renewal(None)):
        assert "no longer accepts" in said
        assert "/chorister disconnect" in said
    assert "/chorister connect" in words.renewal(None)


def test_a_connected_account_says_since_when() -> None:
    assert "connected since <!date^1780502400^" in words.how_it_stands(ACCOUNT)


def test_an_account_that_is_not_connected_says_what_can_be_done() -> None:
    assert "connected no Chorus account" in words.how_it_stands(None)
    for state in (State.ASKED, State.LAPSED, State.FOREIGN):
        assert "/chorister connect" in words.how_it_stands(Account("UANA", None, "t", state, 5.0))


def test_somebody_elses_account_says_that_it_is_not_used() -> None:
    foreign = Account("UANA", None, "t", State.FOREIGN, 5.0)
    assert "I do not use it" in words.how_it_stands(foreign)
