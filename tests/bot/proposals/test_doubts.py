"""What is not known for certain is shown un-ticked, with the reason: the record is for a person to look at first."""

from dataclasses import replace

from bot.proposals.deals import Deal
from bot.proposals.drafting import draft
from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.proposals.proposal import Adding
from tests.bot.proposals.test_drafting import BUYER, HELD, configured, only
from tests.builders import CALL, DEAL, NOON, a_field, evidence, write_arguments, wrote


def test_what_is_sent_along_with_an_addition_is_ticked_only_where_it_is_known_to_be_there_now() -> None:
    rules = {"economicbuyer": FieldRule(FieldPolicy.APPEND)}
    known = {"rules": rules, "framework": configured("overwrite")}
    old = only(draft(write_arguments(economic_buyer=BUYER), evidence(HELD, **known)))
    assert "sent along: look at the record first" in old.remark
    follows = (wrote("champion", value="Lena", told=((CALL, NOON.timestamp(), ""),)),)
    live = evidence(HELD, a_field("Champion", previous_value="Lena"), at=NOON, written=follows, **known)
    change = only(draft(write_arguments(economic_buyer=BUYER), live))
    assert (change.ticked, change.adding, change.as_of) == (True, Adding.BY_US, None)


def test_of_a_deal_that_a_person_named_nobody_knows_what_it_holds() -> None:
    bare = evidence(a_field(previous_value=None), opportunity_id=None)
    bare = replace(bare, qualification=bare.qualification.model_copy(update={"opportunity_id": None}))
    arguments = write_arguments(economic_buyer=BUYER) | {"opportunity_id": ""}
    change = only(draft(arguments, bare, [DEAL]))
    assert (change.now_known, change.ticked) == (False, False)
    assert "nobody knows" in change.remark
    assert change.wire == {"field_name": "economic_buyer", "new_value": BUYER}


def test_of_two_deals_that_may_be_meant_only_the_analysed_one_is_compared() -> None:
    other = "0065e00000XyZwVAAV"
    known = evidence(HELD, opportunity_id=other)
    found = [
        only(draft(write_arguments(economic_buyer=BUYER) | {"opportunity_id": id}, known, [id]))
        for id in (DEAL, other)
    ]
    assert [(c.now, c.now_known) for c in found] == [("Tomás", True), (None, False)]


def test_what_the_crm_refused_once_is_not_ticked_again() -> None:
    refused = (wrote("economicbuyer", refused=((BUYER, "not on the picklist"),)),)
    change = only(draft(write_arguments(economic_buyer=BUYER), evidence(a_field(), written=refused)))
    assert (change.ticked, change.remark) == (False, "the CRM refused this before: not on the picklist")


def test_what_we_wrote_before_is_shown_and_not_ticked_where_nobody_sees_whether_it_is_there() -> None:
    ours = (wrote("economicbuyer", value=BUYER),)
    change = only(draft(write_arguments(economic_buyer=BUYER), evidence(a_field(), written=ours)))
    assert (change.now, change.ticked) == (BUYER, False)
    assert "written from here before" in change.remark


def test_what_was_taken_back_is_not_ticked_again() -> None:
    ours = (wrote("economicbuyer", value="", removed=(BUYER,)),)
    change = only(draft(write_arguments(economic_buyer=BUYER), evidence(a_field(), written=ours)))
    assert (change.ticked, change.remark) == (False, "it was written from here before and taken back")


def test_for_a_deal_that_chorus_does_not_show_nothing_is_ticked() -> None:
    bare = evidence(a_field(), opportunity_id=None, framework=configured("append"))
    bare = replace(bare, qualification=bare.qualification.model_copy(update={"opportunity_id": None}))
    arguments = write_arguments(economic_buyer=BUYER) | {"opportunity_id": ""}
    assert "shows nothing of this deal" in only(draft(arguments, bare, [DEAL])).remark
    seen = replace(bare, others=(Deal(DEAL, "Northwind", None, None),))
    assert only(draft(arguments, seen, [DEAL])).ticked


def test_what_an_unverified_write_may_have_put_there_is_not_ticked_by_itself() -> None:
    unsure = (wrote("economicbuyer", unsure=(BUYER,)),)
    change = only(draft(write_arguments(economic_buyer=BUYER), evidence(a_field(), written=unsure)))
    assert not change.ticked
    assert "unverified" in change.remark
