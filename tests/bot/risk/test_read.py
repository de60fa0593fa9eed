"""What a review could read: what it could not is named, and keeps its last state."""

from dataclasses import replace

from bot.risk.read import Gone, Read, is_told
from bot.risk.standing import standing_of
from bot.risk.verdict import Level, Verdict
from tests.bot.risk.deals import a_deal, judging

DEAL = a_deal()
LOST = replace(DEAL, id="D2", name="Lost", unread=("Chorus is down.",))
OTHERS = replace(DEAL, id="D3", owner_id="9")


def test_what_could_not_be_read_is_said_in_sentences() -> None:
    read = Read([DEAL, LOST], {"305921"}, {"9": "the calls of Ben (Chorus is down.)"})
    assert read.unread == ("the calls of Ben (Chorus is down.)", "Lost (Chorus is down.)")
    assert [is_told(deal) for deal in read.deals] == [True, False]


def test_what_could_not_be_read_keeps_how_it_stood() -> None:
    read = Read([DEAL, LOST], {"305921"}, {"9": "the calls of Ben"})
    old = {deal.id: standing_of(deal, Verdict(Level.FINE)) for deal in (DEAL, LOST, OTHERS)}
    assert set(read.kept(old)) == {"D2", "D3"}


def test_one_persons_part_has_nothing_of_anybody_else() -> None:
    read = Read([DEAL, OTHERS], {"305921", "9"}, {"8": "the calls of Cleo"}, ["Cleo"])
    assert read.of("305921") == Read([DEAL], {"305921"}, {}, ["Cleo"])
    assert read.of("8") == Read([], set(), {"8": "the calls of Cleo"}, ["Cleo"])


def test_a_deal_of_a_stage_that_the_rules_do_not_know_is_unknown_with_the_reason() -> None:
    book = judging().book
    strange = replace(DEAL, stage="Legal")
    stageless = replace(DEAL, stage=None)
    closed = replace(DEAL, stage="Closed Won")
    assert Read([DEAL, closed, strange, stageless, LOST], ()).unknown(book) == (
        Gone(DEAL.name, "stage “Legal” is not in the rules"),
        Gone(DEAL.name, "no stage is known"),
        Gone("Lost", "Chorus is down."),
    )
