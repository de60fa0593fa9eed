"""What is in quotation marks: found in what was said whatever its case and marks, with its minute, and in nothing else."""

import time

import pytest

from bot.workflows.quotations import bare, quotations, spoken, stands_in
from tools.views import Utterance

CALL = spoken(
    [
        Utterance(index=0, text="Hello everyone, can you hear me?", offset=0.0),
        Utterance(index=1, text="We want a pilot in July.", offset=2088.0),
        Utterance(index=2, text="And Ingrid, our CFO, signs it.", offset=2101.5),
        Utterance(index=3, text="Nobody knows when I say this"),
        Utterance(index=4, text="", offset=3000.0),
    ]
)


@pytest.mark.parametrize(
    "text, found",
    [
        ("She said “We want a pilot in July.”", ["We want a pilot in July."]),
        ('She said "We want a pilot in July", twice.', ["We want a pilot in July"]),
        ("Sie sagt: „Wir wollen im Juli beginnen“.", ["Wir wollen im Juli beginnen"]),
        ("Elle dit «Nous voulons un pilote en juillet»", ["Nous voulons un pilote en juillet"]),
        ("“one two three four” and “one two three four”", ["one two three four"]),
        ("The call “Northwind discovery” and “Yes, please.”", []),
        ('A 5" pipe and a 6" pipe are both in stock today', []),
        ('(“no end', []),
        ("“two\nlines are no quotation of one sentence”", []),
        ("「引用」 “" + "日本" * 13 + "”", ["日本" * 13]),
        ("", []),
    ],
)  # fmt: skip
def test_a_quotation_is_a_sentence_in_quotation_marks(text: str, found: list[str]) -> None:
    assert quotations(text) == found


@pytest.mark.parametrize(
    "quotation, minute",
    [
        ("We want a pilot in July.", "34:48"),
        ("we want  a PILOT in July", "34:48"),
        ("a pilot in July. And Ingrid, our CFO", "34:48"),
        ("Ingrid, our CFO, signs it", "35:01"),
        ("We want a pilot … our CFO signs it", "34:48"),
        ("We want [a new thing] in July", "34:48"),
        ("We want two pilots in July", None),
        ("Nobody knows when I say this", None),
        ("…", None),
    ],
)
def test_its_minute_is_that_of_its_first_words(quotation: str, minute: str | None) -> None:
    assert CALL.minute_of(quotation) == minute


def test_what_is_said_at_no_known_time_is_said_all_the_same() -> None:
    assert CALL.holds("Nobody knows when I say this")
    assert not CALL.holds("Nobody knows why I say this")


def test_marks_and_markup_are_no_words() -> None:
    assert bare("<p>Ingrid’s *CFO*</p>, <b>signs</b>!") == "ingrid s cfo signs"
    assert stands_in("Ingrid's CFO signs", bare("<p>Ingrid’s *CFO*</p> signs"))


@pytest.mark.parametrize("text", ['"' * 30_000, "“" * 30_000, '" a' * 10_000, "<" * 30_000, "…[" * 10_000])
def test_no_text_takes_long(text: str) -> None:
    began = time.perf_counter()
    quotations(text)
    bare(text)
    stands_in(text, text)
    assert time.perf_counter() - began < 5
