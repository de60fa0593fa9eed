from typing import Any


async def test_an_analysis_shows_each_field_as_the_company_has_it(site: Any) -> None:
    call = site.last_call
    answer = (await site.call("GET", f"sales_qualifications/{call.id}")).json()
    assert answer["type"] == "sales_qualification_analysis"
    known = answer["attributes"]
    shown = {row["field_name"]: row for row in known["sqf_analysis"]}
    for finding in call.qualification.findings:
        row = shown[finding.field_name]
        assert (row["new_value"], row["previous_value"]) == (finding.value, finding.previous)
        assert (row["change_type"], row["supporting_quote"]) == (finding.change_type, finding.quote)
    assert known["opportunity_id"] == call.deal.id
    assert known["meeting_notes"]["notes"]["new_value"] == call.qualification.notes.value


async def test_an_analysis_that_was_never_made_is_404_until_it_is_made(site: Any) -> None:
    call = next(
        call
        for call in site.company.meetings_on(site.company.today)
        if call.status == "done" and call.deal and not call.qualification
    )
    assert (await site.call("GET", f"sales_qualifications/{call.id}")).status_code == 404
    made = await site.call("POST", "sales_qualifications", json={"recording_id": call.id})
    assert made.status_code == 200
    assert (await site.call("GET", f"sales_qualifications/{call.id}")).json() == made.json()


async def test_a_call_in_processing_cannot_be_analysed(site: Any) -> None:
    call = next(call for call in site.company.meetings if call.status == "processing")
    answer = await site.call("POST", "sales_qualifications", json={"recording_id": call.id})
    assert answer.status_code == 409


async def test_the_configuration_tells_append_from_overwrite(site: Any) -> None:
    rows = (await site.call("GET", "sales_qualification_configuration")).json()["result"]
    active = next(row for row in rows if row["attributes"]["is_active"])
    ways = {field["mapping"]: field["write_back"] for field in active["attributes"]["fields"]}
    assert ways["Chorus_Notes__c"] == "APPEND"
    assert ways["Economic_Buyer__c"] == ways["NextStep"] == "OVERWRITE"
