"""Which opportunities a person named, in every form their CRM's address bar has, and in no other words."""

import pytest

from sandbox.company.dice import hex_id, salesforce_id
from tools.crm_links import opportunity_ids, same_record

LONG = "0065e00000AbCdEAAV"
SHORT = LONG[:15]
GUID = "9a3f0c1e-7b2d-4e55-8f60-1c2d3e4f5a6b"


@pytest.mark.parametrize(
    "text, ids",
    [
        (f"push it to {LONG}", [LONG]),
        (f"it belongs to ({SHORT}).", [SHORT]),
        (f"opp={LONG}, please", [LONG]),
        (f"see https://seller.lightning.force.com/lightning/r/Opportunity/{LONG}/view?channel=x", [LONG]),
        (f"https://seller.lightning.force.com/lightning/r/{LONG}/view", [LONG]),
        (f"https://seller.my.salesforce.com/{SHORT}?srPos=0&srKp=006", [SHORT]),
        (f"https://seller.lightning.force.com/one/one.app#/sObject/{LONG}/view", [LONG]),
        (f"<https://seller.my.salesforce.com/{LONG}|Northwind 2026>", [LONG]),
        ("https://app.hubspot.com/contacts/4711/deal/9988776655/", ["9988776655"]),
        ("https://app-eu1.hubspot.com/contacts/4711/record/0-3/9988776655?eschref=x", ["9988776655"]),
        (
            f"https://org.crm4.dynamics.com/main.aspx?appid=1&pagetype=entityrecord&etn=opportunity&id={GUID}",
            [GUID],
        ),
        (f"https://org.crm.dynamics.com/main.aspx?etn=opportunity&amp;id=%7B{GUID}%7D", [GUID]),
        ("https://seller.pipedrive.com/deal/42", ["42"]),
    ],
)
def test_a_deal_is_read_in_every_form_a_person_may_paste(text: str, ids: list[str]) -> None:
    assert opportunity_ids(text) == ids


@pytest.mark.parametrize(
    "text",
    [
        "",
        "put the notes into the CRM, uncharacteristically soon",
        "the account is 0015e00000AbCdEAAV",
        "https://seller.lightning.force.com/lightning/r/Account/0015e00000AbCdEAAV/view",
        f"https://chorus.ai/meeting/006{hex_id('call')[3:]}",
        "0065e00000AbCdEAAW",
        "call me: 006512345678901",
        "006abc",
        f"x_{SHORT} and {SHORT}_x",
        "https://app.hubspot.com/contacts/4711/record/0-1/9988776655",
        "https://app.hubspot.com.evil.example/contacts/4711/deal/9988776655",
        "https://seller.pipedrive.com/person/42",
        f"https://org.crm4.dynamics.com/main.aspx?etn=account&id={GUID}",
        "https://org.crm4.dynamics.com/main.aspx?etn=opportunity&id=none",
    ],
)
def test_nothing_else_is_taken_for_a_deal(text: str) -> None:
    assert opportunity_ids(text) == []


def test_several_deals_keep_their_order_and_each_is_named_once() -> None:
    other = salesforce_id("006", "another deal")
    text = f"{other}, https://x.pipedrive.com/deal/7 and {LONG}; that is {SHORT} or {other}"
    assert opportunity_ids(text) == [other, "7", LONG]


def test_every_id_of_the_company_has_a_right_checksum() -> None:
    ids = [salesforce_id("006", n) for n in range(50)]
    assert opportunity_ids(" ".join(ids)) == ids


@pytest.mark.parametrize(
    "a, b, same",
    [
        (LONG, SHORT, True),
        (LONG, LONG, True),
        (SHORT, SHORT.upper(), False),
        (LONG, salesforce_id("006", 1), False),
        (GUID, f"{{{GUID.upper()}}}", True),
        ("42", "42", True),
        ("42", "4", False),
    ],
)
def test_one_record_has_two_ids_in_salesforce(a: str, b: str, same: bool) -> None:
    assert same_record(a, b) is same
