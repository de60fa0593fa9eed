"""What a channel hears of what is told to one person alone: who, and nothing else."""

from bot.slack import audience_words as words


def test_the_channel_hears_whom_the_answer_went_to_and_no_more() -> None:
    assert words.answered("UANA")[0] == "I answered <@UANA> privately."
    assert words.shown("UANA")[0] == "I showed <@UANA> the card privately."


def test_what_is_told_alone_says_where_it_was_asked_for_and_why_it_is_not_there() -> None:
    (said,) = words.asked_in("CDEALS")["elements"]
    assert said["text"].startswith("You asked in <#CDEALS>. Somebody who reads along here")
