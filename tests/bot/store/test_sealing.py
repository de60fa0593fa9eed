"""Secrets at rest: only a key opens them, the first key seals, and every key opens."""

import base64

import pytest

from bot.errors import BotError
from bot.store.sealing import Sealing, WrongKey

ONE, TWO = (base64.b64encode(bytes([n]) * 32).decode() for n in (251, 252))


def test_what_is_sealed_is_not_readable_and_opens_again() -> None:
    sealing = Sealing([ONE])
    sealed = sealing.seal("xoxb-Jörg")
    assert "xoxb" not in sealed
    assert sealing.open(sealed) == "xoxb-Jörg"
    assert sealing.seal("xoxb-Jörg") != sealed


def test_every_key_opens_and_the_first_one_seals() -> None:
    old, both, new = Sealing([ONE]), Sealing([TWO, ONE]), Sealing([TWO])
    assert both.open(old.seal("x")) == "x"
    assert both.is_old(old.seal("x"))
    assert new.open(both.seal("x")) == "x"
    assert not both.is_old(both.seal("x"))


def test_a_wrong_key_and_a_damaged_text_are_one_plain_sentence_to_whoever_starts_it() -> None:
    for sealed in (Sealing([ONE]).seal("xoxb-1"), "", "nonsense", Sealing([TWO]).seal("x")[:-3] + "AAA"):
        with pytest.raises(WrongKey, match="CHORISTER_SECRET_KEY does not open what is stored") as error:
            Sealing([TWO]).open(sealed)
        assert isinstance(error.value, BotError)
        assert "xoxb" not in str(error.value)


def test_both_alphabets_of_base64_are_keys() -> None:
    assert "+" in ONE
    safe = ONE.replace("+", "-").replace("/", "_")
    assert Sealing([safe]).open(Sealing([ONE]).seal("x")) == "x"
