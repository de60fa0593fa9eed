from datetime import UTC, datetime

from sandbox.company import Company

COMPANY = Company(1, datetime(2026, 6, 3, 15, tzinfo=UTC))


def test_anas_last_call_shows_every_kind_of_change() -> None:
    call = COMPANY.last_finished(COMPANY.person("ana"))
    assert call.qualification is not None
    assert call.deal is not None
    found = {finding.field_name: finding for finding in call.qualification.all}
    assert [
        found[name].change_type for name in ("Metrics", "Economic Buyer", "Identified Pain", "Notes")
    ] == [
        "ADDED",
        "UPDATED",
        "NO_CHANGE",
        "UPDATED",
    ]
    assert found["Decision Criteria"].value
    assert found["Decision Criteria"].quote is None
    assert found["Next Steps"].previous == call.deal.fields["NextStep"] == "Book demo"


def test_her_customers_were_all_there() -> None:
    call = COMPANY.last_finished(COMPANY.person("ana"))
    names = [person.name for person in call.participants]
    assert {"Jürgen Weiß", "Ingrid Solberg", None} <= set(names)
