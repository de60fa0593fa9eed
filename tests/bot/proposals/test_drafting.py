"""From Claude's call to the rows of a card: what is proposed, what is ticked, and what is left out and why."""

from typing import Any

import pytest

from bot.proposals.drafting import Draft, draft, is_spoken, judge, unspoken
from bot.proposals.evidence import Written
from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.proposals.proposal import Adding, Change
from bot.proposals.targeting import Impossible
from tests.builders import DEAL, a_change, a_field, evidence, write_arguments, wrote
from tools.frameworks import FrameworkField

BUYER = "Ingrid Solberg, CFO"
HELD = a_field(previous_value="Tomás")


def configured(mode: str | None) -> tuple[FrameworkField, ...]:
    return (FrameworkField(field_id="economic_buyer", name="Economic Buyer", crm_name="Buyer__c", mode=mode),)


def only(drafted: Draft | Impossible) -> Change:
    assert isinstance(drafted, Draft), drafted
    (change,) = drafted.changes
    return change


def why(drafted: Draft | Impossible) -> str:
    assert isinstance(drafted, Impossible)
    return drafted.why


def test_a_value_chorus_found_with_a_quote_for_an_empty_field_is_ticked() -> None:
    assert only(draft(write_arguments(economic_buyer=BUYER), evidence(a_field()))) == a_change(
        names=("economicbuyer",), as_of=0.0, told=""
    )


@pytest.mark.parametrize("name", ["economic_buyer", "Economic_Buyer__c", "Economic Buyer", "ECONOMIC BUYER"])
def test_a_crm_name_finds_its_field(name: str) -> None:
    assert only(draft(write_arguments(**{name: BUYER}), evidence())).label == "Economic Buyer"


def test_a_name_that_only_chorus_configuration_knows_finds_its_field_too() -> None:
    change = only(draft(write_arguments(Buyer__c=BUYER), evidence(framework=configured("overwrite"))))
    assert (change.label, change.names) == ("Economic Buyer", ("buyer", "economicbuyer"))


@pytest.mark.parametrize(
    "field, value, remark",
    [
        (HELD, BUYER, "holds a value already"),
        (a_field(quote=None), BUYER, "no quote"),
        (a_field(quote=" "), BUYER, "no quote"),
        (a_field(), "Ingrid from finance", "worded differently from Chorus's analysis"),
        (a_field("Champion"), "Ingrid", "not in Chorus's analysis of this call"),
    ],
)
def test_whatever_is_doubtful_is_shown_unticked_with_the_reason(field: Any, value: str, remark: str) -> None:
    change = only(draft(write_arguments(economic_buyer=value), evidence(field)))
    assert (change.ticked, change.remark, change.locked) == (False, remark, False)


def test_a_summary_needs_no_quote() -> None:
    notes = a_field("notes", "They want a pilot.", quote=None, is_summary=True)
    assert only(draft(write_arguments(notes="They want a pilot."), evidence(notes))).ticked


def test_words_that_are_not_chorus_own_carry_no_quote() -> None:
    change = only(draft(write_arguments(economic_buyer="Somebody"), evidence(moments={"economic_buyer": 61})))
    assert (change.quote, change.minute, change.author) == (None, None, "claude")


def test_a_quote_carries_the_moment_it_was_said() -> None:
    known = evidence(moments={"economic_buyer": 61.5})
    assert only(draft(write_arguments(economic_buyer=BUYER), known)).minute == 61.5


def test_the_present_value_is_chorus_and_not_claudes() -> None:
    arguments = write_arguments()
    change = {"field_name": "economic_buyer", "new_value": BUYER, "previous_value": "invented"}
    arguments["crm_changes"] = [change]
    assert only(draft(arguments, evidence(HELD))).now == "Tomás"


@pytest.mark.parametrize(
    "raw",
    [
        {"field_name": "economic_buyer"},
        {"field_name": "economic_buyer", "new_value": "  "},
        {"field_name": "economic_buyer", "new_value": "Tomás"},
        {"field_name": "", "new_value": "Tomás"},
        {"field_name": " ", "new_value": "Tomás"},
        {"new_value": "Ingrid"},
    ],
)
def test_a_change_that_changes_nothing_or_names_nothing_is_dropped(raw: dict[str, Any]) -> None:
    assert "nothing to propose" in why(draft(write_arguments() | {"crm_changes": [raw]}, evidence(HELD)))


@pytest.mark.parametrize("changes", [None, []])
def test_no_changes_are_no_proposal(changes: Any) -> None:
    assert isinstance(draft(write_arguments() | {"crm_changes": changes}, evidence()), Impossible)


def test_a_field_named_twice_by_whatever_names_is_shown_once_with_the_last_value() -> None:
    arguments = write_arguments()
    names = ("Economic Buyer", "Buyer__c")
    arguments["crm_changes"] = [
        {"field_name": n, "new_value": v} for n, v in zip(names, ("first", BUYER), strict=True)
    ]
    assert only(draft(arguments, evidence(framework=configured("overwrite")))).proposed == BUYER


def test_only_opportunities_are_written_to() -> None:
    assert "not Account" in why(draft(write_arguments(x="y") | {"object_type": "Account"}, evidence()))


def test_a_field_nobody_spoke_about_is_listed_and_never_proposed() -> None:
    silent = a_field("Champion", None, quote=None, change="NO_CHANGE")
    made = draft(write_arguments(economic_buyer=BUYER, champion="Somebody"), evidence(a_field(), silent))
    assert only(made).label == "Economic Buyer"
    assert made.unspoken == ("Champion",)
    assert "Champion: not mentioned in the call" in why(
        draft(write_arguments(champion="S"), evidence(silent))
    )


@pytest.mark.parametrize(
    "field, spoken",
    [
        (a_field(), True),
        (a_field(change="NO_CHANGE"), True),
        (a_field(change="NO_CHANGE", quote=None), False),
        (a_field(new=None), False),
        (a_field(new=" "), False),
        (a_field(quote=None), True),
    ],
)
def test_a_field_is_spoken_of_where_the_call_brought_news_or_a_quote(field: Any, spoken: bool) -> None:
    assert is_spoken(field) is spoken
    assert unspoken(evidence(field)) == ([] if spoken else ["Economic Buyer"])


@pytest.mark.parametrize("name", ["StageName", "Stage", "Amount", "CloseDate", "Owner", "OwnerId"])
def test_forecast_fields_are_never_proposed_until_an_admin_lists_them(name: str) -> None:
    assert f"{name}: never written" in why(draft(write_arguments(**{name: "x"}), evidence()))
    rules = {name.lower(): FieldRule(FieldPolicy.REPLACE)}
    assert only(draft(write_arguments(**{name: "x"}), evidence(rules=rules))).field_name == name


def test_a_framework_field_that_goes_to_the_amount_is_never_proposed_either() -> None:
    framework = (
        FrameworkField(field_id="economic_buyer", name="Economic Buyer", crm_name="Amount", mode="overwrite"),
    )
    rules = {"economicbuyer": FieldRule(FieldPolicy.REPLACE)}
    found = draft(write_arguments(economic_buyer=BUYER), evidence(framework=framework, rules=rules))
    assert "never written" in why(found)


@pytest.mark.parametrize(
    "policy, mode, held, ticked, adding, sent",
    [
        ("only if empty", "overwrite", None, True, Adding.NO, BUYER),
        ("only if empty", "overwrite", "Tomás", False, Adding.NO, BUYER),
        ("only if empty", "append", "Tomás", True, Adding.BY_CHORUS, BUYER),
        ("only if empty", None, "Tomás", False, Adding.NO, BUYER),
        ("replace", "overwrite", "Tomás", True, Adding.NO, BUYER),
        ("replace", "append", "Tomás", True, Adding.BY_CHORUS, BUYER),
        ("append", "overwrite", None, True, Adding.BY_US, f"2026-06-03: {BUYER}"),
        ("append", "overwrite", "Tomás", False, Adding.BY_US, f"Tomás\n2026-06-03: {BUYER}"),
        ("append", "append", "Tomás", True, Adding.BY_CHORUS, f"2026-06-03: {BUYER}"),
        ("append", None, None, True, Adding.NO, f"2026-06-03: {BUYER}"),
    ],
)
def test_each_policy_meets_each_way_in_which_chorus_writes(
    policy: str, mode: str | None, held: str | None, ticked: bool, adding: Adding, sent: str
) -> None:
    rules = {"economicbuyer": FieldRule(FieldPolicy(policy))}
    known = evidence(a_field(previous_value=held), rules=rules, framework=configured(mode), day="2026-06-03")
    change = only(draft(write_arguments(economic_buyer=BUYER), known))
    assert (change.ticked, change.adding, change.sent) == (ticked, adding, sent)


def test_what_the_call_says_and_the_crm_shows_is_listed_though_claude_left_it_out() -> None:
    there = a_field("Pain", "Slow", previous_value="Slow", change="NO_CHANGE")
    made = draft(write_arguments(economic_buyer=BUYER), evidence(a_field(), there))
    assert made.unchanged == ("Pain",)


def test_what_the_crm_holds_already_is_listed() -> None:
    there = a_field("Champion", "Lena", previous_value="Lena")
    made = draft(write_arguments(economic_buyer=BUYER, champion="Lena"), evidence(a_field(), there))
    assert made.unchanged == ("Champion",)


def test_what_shall_only_be_added_to_is_locked_where_nobody_says_that_it_adds() -> None:
    rules = {"economicbuyer": FieldRule(FieldPolicy.APPEND)}
    change = only(draft(write_arguments(economic_buyer=BUYER), evidence(HELD, rules=rules)))
    assert change.locked
    assert "would be lost" in change.remark


def test_a_value_that_is_not_on_the_picklist_is_locked_and_names_its_values() -> None:
    rules = {"economicbuyer": FieldRule(FieldPolicy.REPLACE, ("Board", "CFO"))}
    change = only(draft(write_arguments(economic_buyer=BUYER), evidence(rules=rules)))
    assert (change.locked, change.ticked, change.choices) == (True, False, ("Board", "CFO"))
    assert "Board, CFO" in change.remark


def test_a_value_too_long_to_read_is_locked() -> None:
    long = "x" * 9_000
    assert only(draft(write_arguments(economic_buyer=long), evidence(a_field(new=long)))).locked


@pytest.mark.parametrize(
    "field, written",
    [
        (a_field(previous_value=f"Tomás\n{BUYER}"), ()),
        (HELD, (wrote("economicbuyer", added=(BUYER,)),)),
    ],
)
def test_what_was_added_once_is_not_added_again(field: Any, written: tuple[Written, ...]) -> None:
    known = evidence(field, written=written, framework=configured("append"))
    assert "holds it already" in why(draft(write_arguments(economic_buyer=BUYER), known))


def test_a_persons_own_value_is_ticked_and_theirs() -> None:
    made = judge({"field_name": "economic_buyer", "new_value": "Ingrid S."}, evidence(), "UANA")
    assert isinstance(made, Change)
    assert (made.ticked, made.edited_by, made.quote) == (True, "UANA", "Ingrid, our CFO. She signs.")


def test_without_a_deal_there_is_no_draft() -> None:
    bare = evidence(opportunity_id=None)
    bare = type(bare)(bare.meeting, bare.qualification.model_copy(update={"opportunity_id": None}))
    arguments = write_arguments(economic_buyer=BUYER)
    del arguments["opportunity_id"]
    assert "nothing is ever created" in why(draft(arguments, bare))
    assert draft(arguments, bare, [DEAL]).deal.id == DEAL
