from collections import Counter
from datetime import UTC, datetime

from sandbox.company import Company

COMPANY = Company(1, datetime(2026, 6, 3, 15, tzinfo=UTC))


def test_sixty_deals_belong_to_the_eight_reps() -> None:
    assert len(COMPANY.deals) == 60
    assert {deal.owner.role for deal in COMPANY.deals} == {"rep"}
    assert len({deal.id for deal in COMPANY.deals}) == 60


def test_exactly_one_account_has_two_open_deals() -> None:
    open_deals = Counter(deal.account.name for deal in COMPANY.deals if deal.is_open)
    assert [name for name, number in open_deals.items() if number == 2] == ["Pont-Neuf Logistique"]
    assert max(open_deals.values()) == 2


def test_addresses_are_ascii_though_names_are_not() -> None:
    contacts = [contact for account in COMPANY.accounts for contact in account.contacts]
    assert all(contact.email.isascii() for contact in contacts)
    assert any(contact.name and not contact.name.isascii() for contact in contacts)
    assert any(contact.name is None for contact in contacts)


def test_the_crm_knows_some_fields_and_lacks_others() -> None:
    buyers = [deal.fields["Economic_Buyer__c"] for deal in COMPANY.deals]
    assert None in buyers
    assert any(buyers)
