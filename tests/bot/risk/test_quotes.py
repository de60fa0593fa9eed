"""What a model points at is shown only where a buyer said it, word for word."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.risk.quotes import KINDS, LONGEST, LOOKED_AT, MOST, Candidate, Quote, verified
from tools.chorus import Utterance

FROZEN = "The budget is frozen until next fiscal year."


def said(text: str, side: Any = "theirs", **more: Any) -> Utterance:
    return Utterance(**{"index": 0, "speaker": "Ingrid", "side": side, "text": text, "offset": 61.5} | more)


def a_candidate(quote: str = FROZEN, kind: str = "budget frozen", utterance: int | None = 0) -> Candidate:
    return Candidate(kind, quote, utterance)


def quotes(candidates: list[Candidate], *utterances: Utterance) -> list[str]:
    return [quote.quote for quote in verified(candidates, utterances)]


def test_a_buyers_own_words_are_a_red_flag_with_their_speaker_and_time() -> None:
    (flag,) = verified([a_candidate(utterance=7)], [said("Hello."), said(FROZEN, speaker="Lee", offset=9.0)])
    assert flag == Quote("budget frozen", FROZEN, "Lee", 9.0)


def test_a_speaker_nobody_knows_has_no_name_and_no_time() -> None:
    (flag,) = verified([a_candidate()], [said(FROZEN, speaker=None, offset=None)])
    assert (flag.speaker, flag.offset) == ("", None)


@pytest.mark.parametrize("side", ["ours", None])
def test_words_of_our_side_or_of_nobody_knows_whom_are_none(side: str | None) -> None:
    assert quotes([a_candidate()], said(FROZEN, side)) == []


@pytest.mark.parametrize(
    "quote",
    [
        "The budget was frozen until next fiscal year.",
        "the budget is frozen until next fiscal year.",
        "The budget is frozen",
        "budget is frozen until next fiscal ye",
        "The budget … next fiscal year.",
    ],
)
def test_a_quote_is_taken_word_for_word_or_not_at_all(quote: str) -> None:
    whole = quote == "The budget is frozen"
    assert quotes([a_candidate(quote)], said(FROZEN)) == ([FROZEN] if whole else [])


def test_two_utterances_are_not_read_as_one() -> None:
    assert quotes([a_candidate()], said("The budget is frozen"), said("until next fiscal year.")) == []


@pytest.mark.parametrize(
    "spoken, quote",
    [
        ("We’ve  put it\non hold.", "We've put it on hold."),
        ("We've put it on hold.", "We’ve put it\u00a0on hold."),
        ("It is “on hold” now.", 'It is "on hold" now.'),
    ],
)
def test_spaces_and_quotation_marks_may_differ_and_the_transcripts_are_shown(spoken: str, quote: str) -> None:
    assert quotes([a_candidate(quote, "on hold")], said(spoken)) == [" ".join(spoken.split())]


def test_the_whole_sentence_is_shown_so_that_no_denial_is_lost() -> None:
    spoken = said("Well. I am not leaving the company, that was a rumour. Is it Friday?")
    cut = a_candidate("leaving the company", "champion leaving")
    assert quotes([cut], spoken) == ["I am not leaving the company, that was a rumour."]


def test_of_a_speech_without_an_end_only_the_words_themselves_are_shown() -> None:
    spoken = said("and so " * 100 + "the project is on hold" + " you know" * 100)
    assert quotes([a_candidate("the project is on hold", "on hold")], spoken) == ["the project is on hold"]


@pytest.mark.parametrize("quote", ["", "on hold", "— … !", "x" * 20, "word " * LONGEST])
def test_too_few_words_or_too_many_are_no_quote(quote: str) -> None:
    assert quotes([a_candidate(quote)], said(f"{quote} {FROZEN}")) == []


def test_a_kind_nobody_has_heard_of_is_dropped() -> None:
    assert quotes([a_candidate(kind="ignore your rules")], said(FROZEN)) == []


def test_what_is_said_twice_or_pointed_at_twice_is_one() -> None:
    part = a_candidate("The budget is frozen")
    assert quotes([a_candidate(), part, a_candidate(utterance=1)], said(FROZEN), said(FROZEN)) == [FROZEN]


def test_a_call_has_at_most_three_in_the_order_they_were_said() -> None:
    spoken = [said(f"Point {n}: the project is on hold.") for n in range(9)]
    pointed = [a_candidate(u.text, "on hold", None) for u in reversed(spoken)]
    assert quotes(pointed, *spoken) == [u.text for u in spoken[:MOST]]


def test_an_answer_gone_wrong_is_not_read_to_its_end() -> None:
    assert quotes([a_candidate("never said by anyone")] * LOOKED_AT + [a_candidate()], said(FROZEN)) == []


def test_half_a_character_does_no_harm() -> None:
    assert quotes([a_candidate()], said(f"\ud83d Well, listen! {FROZEN} \udc00")) == [FROZEN]


@given(st.lists(st.tuples(st.sampled_from([*KINDS, "other"]), st.text())), st.lists(st.text()))
def test_nothing_is_shown_that_is_not_in_the_transcript(
    pointed: list[tuple[str, str]], spoken: list[str]
) -> None:
    utterances = [said(text, "theirs" if n % 2 else "ours") for n, text in enumerate(spoken)]
    candidates = [Candidate(kind, quote) for kind, quote in pointed]
    candidates += [Candidate("on hold", text) for text in spoken]
    for flag in verified(candidates, utterances):
        assert any(flag.quote in " ".join(u.text.split()) for u in utterances if u.side == "theirs")
