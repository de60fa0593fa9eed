"""What admins are told of the Chorus account that their workspace shares."""

from bot.slack.main_account_words import invitation


def test_the_link_is_whole_and_whoever_gets_it_knows_what_it_does() -> None:
    said = invitation("https://x.example/c?a=1&b=2")
    assert "<https://x.example/c?a=1&amp;b=2|" in said
    assert "do not pass it on" in said
