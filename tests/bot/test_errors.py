"""The number a person quotes."""

from bot.errors import BotError, SettingsError, reference


def test_a_reference_is_eight_signs_and_the_same_for_the_same_run() -> None:
    assert reference("turn:T1:C1:1.2") == reference("turn:T1:C1:1.2")
    assert len(reference("turn:T1:C1:1.2")) == 8
    assert reference("a") != reference("b")


def test_whoever_catches_a_bot_error_catches_them_all() -> None:
    assert issubclass(SettingsError, BotError)
