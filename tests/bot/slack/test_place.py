"""Where to speak is a value."""

from bot.slack.place import Place, Standing


def test_a_place_without_a_thread_is_the_channel_itself() -> None:
    assert Place("C1") == Place("C1", "")


def test_a_channel_is_nobody_elses_unless_slack_says_so() -> None:
    assert Standing(is_member=True) == Standing(True, is_archived=False, is_shared=False)
