"""Which deal a call belongs to: known, written by the asker, or asked for."""

import pytest

from bot.proposals.deals import Deal
from bot.proposals.targeting import Impossible, Question, others_open, target
from tests.builders import DEAL, evidence

OTHER = "0065e00000XyZwVAAV"
SEEN = (Deal(DEAL, "Northwind - 2026", "Discovery", None), Deal(OTHER, "Northwind - Expansion", None, None))


def linked(by_call: str | None, by_analysis: str | None, others: tuple[Deal, ...] = SEEN):
    known = evidence(opportunity_id=by_call, others=others)
    told = known.qualification.model_copy(update={"opportunity_id": by_analysis})
    return type(known)(**vars(known) | {"qualification": told})


@pytest.mark.parametrize("call, analysis", [(DEAL, DEAL), (DEAL, None), (None, DEAL), (DEAL, DEAL[:15])])
def test_one_linked_deal_is_the_deal(call: str | None, analysis: str | None) -> None:
    found = target(linked(call, analysis), "", [])
    assert isinstance(found, Deal)
    assert found.id == DEAL


@pytest.mark.parametrize(
    "wanted", [DEAL, DEAL[:15], f"https://x.lightning.force.com/lightning/r/Opportunity/{DEAL}/view"]
)
def test_naming_the_linked_deal_in_any_form_is_fine(wanted: str) -> None:
    assert isinstance(target(linked(DEAL, DEAL), wanted, []), Deal)


@pytest.mark.parametrize("wrote", [[], [OTHER]])
def test_another_deal_than_the_linked_one_is_refused_with_the_way_out(wrote: list[str]) -> None:
    found = target(linked(DEAL, DEAL), OTHER, wrote)
    assert isinstance(found, Impossible)
    assert OTHER in found.why
    assert DEAL in found.why


@pytest.mark.parametrize("call, analysis", [(None, None), (DEAL, OTHER)])
def test_none_or_two_are_a_question_and_claudes_pick_decides_nothing(
    call: str | None, analysis: str | None
) -> None:
    for wanted in ("", DEAL):
        found = target(linked(call, analysis), wanted, [])
        assert isinstance(found, Question)
        assert {d.id for d in found.deals} == {DEAL, OTHER}


@pytest.mark.parametrize("wanted", ["", OTHER, OTHER[:15]])
def test_an_id_that_the_asker_wrote_settles_it(wanted: str) -> None:
    assert target(linked(None, None), wanted, [OTHER]) == SEEN[1]
    assert target(linked(DEAL, OTHER), wanted, [OTHER]).id == OTHER


def test_an_id_that_chorus_has_not_seen_is_taken_from_the_asker_only() -> None:
    assert target(linked(None, None, ()), "", [OTHER]) == Deal(OTHER, None, None, None)
    assert isinstance(target(linked(None, None, ()), OTHER, []), Impossible)


def test_two_ids_that_the_asker_wrote_settle_nothing_unless_one_is_named() -> None:
    assert isinstance(target(linked(None, None), "", [DEAL, OTHER]), Question)
    assert target(linked(None, None), OTHER, [DEAL, OTHER]).id == OTHER


def test_without_any_deal_nothing_is_created() -> None:
    found = target(linked(None, None, ()), "", [])
    assert isinstance(found, Impossible)
    assert "nothing is ever created" in found.why


def test_the_other_open_deals_are_those_that_were_not_chosen() -> None:
    assert others_open(linked(DEAL, DEAL), DEAL[:15]) == SEEN[1:]
