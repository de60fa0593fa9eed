"""Somebody's own deals at risk: the newest word about each counts, and it is told as of when."""

from typing import Any

from bot.risk.own_deals import Alerted, OwnDeal, Sent, last_read, own_deals
from bot.risk.verdict import Level


def a_reason(name: str = "Long gap", rule: str = "R2") -> dict[str, Any]:
    return {"rule": rule, "name": name, "fact": "no call since 1 Jun", "at": 5.0, "url": None}


def sent(at: float, checked_at: float | None = None, told: bool = True, **levels: int) -> Sent:
    standings = {id: {"name": f"Deal {id}", "level": n, "names": ["Long gap"]} for id, n in levels.items()}
    evidence = {id: {"name": f"Deal {id}", "reasons": [a_reason()]} for id in levels} if told else {}
    return Sent(at, {"standings": standings, "evidence": evidence, "owners": ["7"]}, checked_at or at)


def alerted(deal: str, at: float, rule: str = "R12") -> Alerted:
    return Alerted(at, deal, {"name": f"Deal {deal}", "reasons": [a_reason("Red-flag words", rule)]})


def test_only_ones_own_that_are_at_risk_the_most_serious_first() -> None:
    found = own_deals({"A": "7", "B": "7", "C": "7"}, [sent(1.0, A=2, B=3, C=1, D=3)], [])
    assert [(deal.id, deal.level) for deal in found] == [("B", Level.ACT), ("A", Level.AT_RISK)]


def test_the_newest_digest_counts_and_says_until_when_it_was_found_so() -> None:
    digests = [sent(1.0, A=3), sent(2.0, checked_at=9.0, A=2)]
    (deal,) = own_deals({"A": None}, digests, [])
    assert (deal.level, deal.as_of) == (Level.AT_RISK, 9.0)
    assert own_deals({"A": None}, [*digests, sent(3.0, A=0)], []) == []
    assert last_read({"A": None}, digests) == 9.0
    assert last_read({"X": "8"}, digests) is None


def test_a_newer_alert_says_more_than_the_digest_and_an_older_one_nothing() -> None:
    (deal,) = own_deals({"A": None}, [sent(1.0, A=1)], [alerted("A", 2.0), alerted("B", 2.0)])
    assert (deal.level, deal.reasons[0]["name"], deal.as_of) == (Level.ACT, "Red-flag words", 2.0)
    assert own_deals({"A": None}, [sent(3.0, A=0)], [alerted("A", 2.0)]) == []


def test_a_deal_whose_line_was_hidden_has_the_names_of_its_rules() -> None:
    assert own_deals({"A": None}, [sent(1.0, told=False, A=2)], []) == [
        OwnDeal("A", "Deal A", Level.AT_RISK, ({"name": "Long gap"},), 1.0)
    ]


def test_a_deal_that_a_newer_digest_of_its_owners_does_not_name_is_fine() -> None:
    digests = [sent(1.0, A=3), sent(2.0, B=2)]
    assert own_deals({"A": "7"}, digests, [alerted("A", 1.5)]) == []
    (deal,) = own_deals({"A": "8"}, digests, [])
    assert deal.as_of == 1.0
    assert last_read({"A": "7"}, digests) == 2.0
    assert last_read({"A": "8"}, digests) == 1.0


def test_a_coaching_hint_is_no_risk() -> None:
    assert own_deals({"A": "7"}, [], [alerted("A", 2.0, rule="R16")]) == []
