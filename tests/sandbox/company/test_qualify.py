from sandbox.company.framework import MEDDIC
from sandbox.company.qualify import finding

BUYER = MEDDIC[1]


def test_what_the_crm_lacks_is_added_and_what_it_has_is_updated() -> None:
    assert finding(BUYER, "Ada", "Ada signs", {}).change_type == "ADDED"
    assert finding(BUYER, "Ada", "Ada signs", {"Economic_Buyer__c": "Bob"}).change_type == "UPDATED"
    assert finding(BUYER, "Bob", "Bob signs", {"Economic_Buyer__c": "Bob"}).change_type == "NO_CHANGE"


def test_nothing_found_keeps_the_old_value_and_has_no_quote() -> None:
    kept = finding(BUYER, None, None, {"Economic_Buyer__c": "Bob"})
    assert (kept.value, kept.previous, kept.quote, kept.change_type) == ("Bob", "Bob", None, "NO_CHANGE")
    empty = finding(BUYER, None, "who knows", {})
    assert (empty.value, empty.quote, empty.change_type) == (None, None, "NO_CHANGE")
