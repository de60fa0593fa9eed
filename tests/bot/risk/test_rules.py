"""Each rule: where it fires, where it does not, and where nobody can tell."""

from dataclasses import replace
from typing import Any

import pytest

from bot.risk.facts import Deal, Field, RedFlag
from bot.risk.rule_file import read_rules
from bot.risk.rules import HINTS, NEED_CRM, RULES, judge, name_of, off
from bot.risk.verdict import Level, Verdict
from tests.bot.risk.deals import CFO, NO_TITLE, NOW, OPS, a_call, a_deal, fields, judging

FLAG = RedFlag("budget frozen", "The budget is frozen until next year.", "Ingrid Solberg", "C1", NOW, 860.0)


def fired(deal: Deal, rules: str = "") -> dict[str, str]:
    """The rules that fire, with their facts."""
    return {r.rule: r.fact for r in verdict(deal, rules).reasons}


def verdict(deal: Deal, rules: str = "") -> Verdict:
    return judge(deal, judging(read_rules(rules).own))


def unknown(deal: Deal) -> dict[str, str]:
    return {u.rule: u.why for u in verdict(deal).unknown}


def test_nothing_speaks_against_a_healthy_deal() -> None:
    found = verdict(a_deal())
    assert (found.level, found.reasons, found.unknown, found.hints, found.doubts) == (
        Level.FINE,
        (),
        (),
        (),
        (),
    )


ALONE = a_deal(a_call(10, theirs=(OPS,)), a_call(2, theirs=(OPS,)))


@pytest.mark.parametrize(
    "rule, fact, deal",
    [
        ("R1", "nothing was agreed in the call of 2 Jun", a_deal(a_call(action_items=()))),
        ("R2", "no meeting held for 31 days, since 3 May", a_deal(a_call(31))),
        ("R2", "no meeting held for 15 days, since 19 May", a_deal(a_call(15), amount=30_000.0)),
        ("R2", "no meeting held for 8 days, since 26 May", a_deal(a_call(8), amount=12_000.0)),
        (
            "R2",
            "no meeting held for 40 days, since before 24 Apr",
            a_deal(a_call(40, held=False, no_show=True), amount=12_000.0),
        ),
        (
            "R3",
            "only Tomás Herrera since 24 May",
            a_deal(a_call(10, theirs=(OPS,)), a_call(2, theirs=(OPS,))),
        ),
        (
            "R4",
            "nobody VP or above in 2 calls up to 1 Jun",
            a_deal(
                a_call(10, theirs=(OPS,)),
                a_call(2, theirs=(OPS,)),
                fields=fields(economic_buyer="Ingrid Solberg"),
            ),
        ),
        (
            "R5",
            "MEDDIC lacks Champion and Metrics as of 2 Jun",
            a_deal(fields=fields(champion="", metrics="TBD")),
        ),
        ("R6", "named in the call of 1 Jun", a_deal(a_call(2, topics=("Competitors", "Pricing")), a_call(1))),
        (
            "R11",
            "in none of 2 calls up to 2 Jun",
            a_deal(a_call(3, topics=()), a_call(1, topics=("Security",))),
        ),
        ("R12", "budget frozen, said on 3 Jun", a_deal(red_flags=(FLAG,))),
        (
            "R13",
            "Tomás Herrera last came on 14 May, not to 3 calls since",
            a_deal(a_call(20), *(a_call(n, theirs=(CFO,)) for n in (9, 5, 1))),
        ),
        (
            "R13",
            "Tomás Herrera last came on 23 Apr, not to 1 call since",
            a_deal(a_call(41), a_call(1, theirs=(CFO,))),
        ),
        (
            "R14",
            "the last 2 meetings have no recording, since 24 May",
            a_deal(a_call(30), a_call(10, recorded=False), a_call(1, recorded=False)),
        ),
        (
            "R15",
            "2 in 30 days, the last on 1 Jun",
            a_deal(a_call(20), *(a_call(n, held=False, no_show=True) for n in (9, 2))),
        ),
    ],
)
def test_a_rule_fires_with_its_dated_fact(rule: str, fact: str, deal: Deal) -> None:
    assert fired(deal).get(rule) == fact


@pytest.mark.parametrize(
    "rule, deal",
    [
        (
            "R1",
            a_deal(
                a_call(action_items=()),
                fields=(*fields(), Field("Next Steps", "Quote by Friday", "", "C1", NOW)),
            ),
        ),
        ("R1", a_deal(a_call(2, action_items=()), a_call(1))),
        ("R2", a_deal(a_call(30), stage="Negotiation")),
        ("R2", a_deal(a_call(31), stage="Discovery")),
        ("R2", a_deal(a_call(29), amount=None)),
        ("R3", a_deal(a_call(theirs=(OPS,)), stage="Discovery", amount=49_000.0)),
        ("R4", a_deal(a_call(9), a_call(1, theirs=(OPS,)))),
        ("R4", a_deal(a_call(theirs=(OPS,)), amount=99_000.0)),
        ("R4", a_deal(a_call(theirs=(OPS,)), fields=fields(economic_buyer="Tomás Herrera"))),
        ("R5", a_deal(a_call(minutes=20), stage="Discovery", fields=fields(economic_buyer="", metrics=""))),
        ("R6", a_deal(a_call(2, topics=("Competitors",)), stage="Discovery")),
        ("R6", a_deal(a_call(9, topics=("Competitors",)), a_call(2), a_call(1))),
        ("R11", a_deal(a_call(topics=()), stage="Discovery")),
        ("R12", a_deal(red_flags=(replace(FLAG, at=a_call(31).at),))),
        ("R13", a_deal(*(a_call(n, theirs=(CFO,)) for n in (9, 5, 1)))),
        ("R14", a_deal(a_call(9, recorded=False), a_call(1))),
        ("R15", a_deal(*(a_call(n, held=False, no_show=True) for n in (9, 5)), a_call(1))),
        ("R15", a_deal(a_call(50), *(a_call(n, held=False, no_show=True) for n in (40, 5)))),
    ],
)
def test_a_rule_does_not_fire_where_its_gate_or_its_way_out_says_so(rule: str, deal: Deal) -> None:
    found = verdict(deal)
    assert rule not in {r.rule for r in found.reasons}
    assert rule not in {u.rule for u in found.unknown}


def test_the_economic_buyer_has_to_be_known_after_a_long_call_at_any_stage() -> None:
    deal = a_deal(a_call(minutes=31), stage="Discovery", fields=fields(economic_buyer="?"))
    assert fired(deal)["R5"] == "MEDDIC lacks Economic Buyer as of 2 Jun"


@pytest.mark.parametrize(
    "value", ["", " ", "TBD", "n/a", "?", "Economic Buyer", "economic_buyer", "CFO", "the VP of Finance"]
)
def test_what_is_no_statement_is_empty(value: str) -> None:
    assert "Economic Buyer" in fired(a_deal(fields=fields(economic_buyer=value)))["R5"]


@pytest.mark.parametrize(
    "rule, why, deal",
    [
        ("R1", "no analysis says what the next step is", a_deal(a_call(action_items=()), fields=None)),
        ("R3", "Chorus shows nobody of theirs in its calls", a_deal(a_call(theirs=()))),
        ("R3", "its amount is not known", a_deal(a_call(theirs=(OPS,)), stage="Discovery", amount=None)),
        (
            "R4",
            "Chorus does not show everybody's title",
            a_deal(a_call(theirs=(OPS, NO_TITLE))),
        ),
        ("R4", "its stage is not known", a_deal(stage=None)),
        ("R5", "no analysis of its calls could be read", a_deal(fields=None)),
        ("R5", "the rules have no method “Challenger”", a_deal(framework="Challenger")),
        ("R5", "the stage “Legal” is not in the rules", a_deal(stage="Legal")),
        ("R5", "its MEDDIC has no field Champion", a_deal(fields=fields()[:-1])),
        ("R6", "Chorus does not tell what its calls were about", a_deal(a_call(topics=None))),
        ("R11", "Chorus does not tell what its calls were about", a_deal(a_call(topics=None))),
        ("R12", "nobody looked for red-flag words in 2 calls", a_deal(unlooked=2)),
        ("R13", "no analysis says who the champion is", a_deal(fields=None)),
    ],
)
def test_what_nobody_can_tell_is_unknown_and_no_risk(rule: str, why: str, deal: Deal) -> None:
    assert unknown(deal)[rule] == why
    assert rule not in fired(deal)


@pytest.mark.parametrize(
    "reasons, level",
    [
        ({}, Level.FINE),
        ({"a": 1}, Level.WATCH),
        ({"a": 1, "c": 1}, Level.AT_RISK),
        ({"a": 1, "c": 1, "p": 1}, Level.ACT),
    ],
)
def test_one_reason_is_watch_two_are_at_risk_three_are_act(reasons: dict[str, int], level: Level) -> None:
    more: dict[str, Any] = {}
    if "a" in reasons:
        more["action_items"] = ()
    if "p" in reasons:
        more["topics"] = ()
    deal = a_deal(a_call(**more), fields=fields(champion="") if "c" in reasons else fields())
    assert verdict(deal).level is level


def test_a_hard_reason_is_act_at_once_comes_first_and_ends_when_somebody_acknowledges_it() -> None:
    deal = a_deal(a_call(action_items=()), red_flags=(FLAG, replace(FLAG, quote="We go with Routely then.")))
    found = verdict(deal)
    assert (found.level, [r.rule for r in found.reasons]) == (Level.ACT, ["R12", "R12", "R1"])
    parts = found.reasons[0].parts
    again = judge(deal, judging(), parts)
    assert [r.rule for r in again.reasons] == ["R12", "R1"], "only what was acknowledged is over"
    assert judge(deal, judging(), found.parts).level is Level.WATCH, "a soft one stays"


def test_a_one_sided_discovery_call_is_a_hint_and_no_risk() -> None:
    found = verdict(a_deal(a_call(talk_ratio=0.8), stage="Discovery"))
    assert [(h.rule, h.fact) for h in found.hints] == [("R16", "our side talked 80% of the call of 2 Jun")]
    assert found.level is Level.FINE
    for call in (a_call(talk_ratio=0.65), a_call(talk_ratio=None), a_call(talk_ratio=0.9, minutes=19)):
        assert verdict(a_deal(call, stage="Discovery")).hints == ()
    assert verdict(a_deal(a_call(talk_ratio=0.9))).hints == (), "only in discovery"


def test_a_filled_field_may_be_doubtful() -> None:
    old = tuple(replace(f, quote="", as_of=a_call(61).at) if f.name == "Metrics" else f for f in fields())
    assert verdict(a_deal(fields=old)).doubts == ("Metrics has no support in a call since 3 Apr",)
    same = verdict(a_deal(fields=fields(champion="Ingrid Solberg, CFO"))).doubts
    assert same == ("Economic Buyer and Champion are the same person",)
    never = verdict(a_deal(fields=fields(economic_buyer="Mona Never"))).doubts
    assert never == ("the Economic Buyer named was in no call",)


def test_a_rule_can_be_switched_off_and_what_needs_the_crm_is_listed_as_off() -> None:
    book = read_rules("rules: {R1: {enabled: false}}").own
    assert "R1" not in fired(a_deal(a_call(action_items=())), "rules: {R1: {enabled: false}}")
    assert off(book) == {"R1": "switched off"} | dict.fromkeys(("R7", "R8", "R9", "R10"), "no CRM data")
    assert set(HINTS) < set(RULES)
    assert not set(NEED_CRM) & set(RULES)
    assert name_of("R8") == "Overdue"
