from typing import Any

import pytest


def shown(answer: Any) -> dict[str, Any]:
    """The rows of an analysis by the names of their fields, notes and next steps included."""
    known = answer.json()["attributes"]
    rows = [*known["sqf_analysis"], *known["meeting_notes"].values()]
    return {row["field_name"]: row for row in rows}


async def test_an_analysis_shows_each_field_as_the_company_has_it(site: Any) -> None:
    call = site.last_call
    answer = (await site.call("GET", f"sales_qualifications/{call.id}")).json()
    assert answer["type"] == "sales_qualification_analysis"
    known = answer["attributes"]
    listed = {row["field_name"]: row for row in known["sqf_analysis"]}
    for finding in call.qualification.findings:
        row = listed[finding.field_name]
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
    assert made.status_code == 201
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


async def test_an_analysis_compares_with_the_crm_of_its_own_time(site: Any) -> None:
    call = site.last_call
    site.server.crm.edit(call.deal.id, "Economic_Buyer__c", "Somebody else", site.clock.now())
    row = shown(await site.call("GET", f"sales_qualifications/{call.id}"))["Economic Buyer"]
    assert row["previous_value"] == call.qualification.field("Economic Buyer").previous


async def test_a_live_analysis_compares_with_the_crm_of_now(site: Any) -> None:
    site.server.options.previous = "live"
    call, crm = site.last_call, site.server.crm
    crm.edit(call.deal.id, "Economic_Buyer__c", "Ingrid Solberg, CFO", site.clock.now())
    crm.edit(call.deal.id, "Metrics__c", "Ten hours", site.clock.now())
    crm.edit(call.deal.id, "NextStep", None, site.clock.now())
    rows = shown(await site.call("GET", f"sales_qualifications/{call.id}"))
    changes = {name: (rows[name]["change_type"], rows[name]["previous_value"]) for name in rows}
    assert changes["Economic Buyer"] == ("NO_CHANGE", "Ingrid Solberg, CFO")
    assert changes["Metrics"] == ("UPDATED", "Ten hours")
    assert changes["Next Steps"] == ("ADDED", None)
    assert rows["Metrics"]["new_value"] == call.qualification.field("Metrics").value


async def test_a_live_analysis_shows_the_record_where_nobody_spoke_of_a_field(site: Any) -> None:
    site.server.options.previous = "live"
    call, silent = next(
        (call, found)
        for call in site.company.meetings
        if call.qualification and call.deal and not call.private
        for found in call.qualification.findings
        if found.change_type == "NO_CHANGE" and found.quote is None and found.field_id == "champion"
    )
    site.server.crm.edit(call.deal.id, "Champion__c", "Written by hand", site.clock.now())
    row = shown(await site.call("GET", f"sales_qualifications/{call.id}"))[silent.field_name]
    assert (row["change_type"], row["new_value"], row["previous_value"]) == (
        "NO_CHANGE",
        "Written by hand",
        "Written by hand",
    )


@pytest.mark.parametrize("mode, named", [("linked", 0), ("null", None), ("other", 1)])
async def test_an_analysis_may_name_another_deal_than_its_conversation(
    site: Any, mode: Any, named: int | None
) -> None:
    twins = [deal for deal in site.company.deals if deal.account.name == "Pont-Neuf Logistique"]
    id = site.last_call.id
    site.server.chorus.match(id, twins[0])
    site.server.options.qualified_deal = mode
    analysis = (await site.call("GET", f"sales_qualifications/{id}")).json()["attributes"]
    assert analysis["opportunity_id"] == (None if named is None else twins[named].id)
    conversation = (await site.call("GET", f"conversations/{id}")).json()["attributes"]
    assert conversation["deal"]["id"] == twins[0].id


async def test_an_account_with_one_deal_has_no_other_to_name(site: Any) -> None:
    site.server.options.qualified_deal = "other"
    analysis = (await site.call("GET", f"sales_qualifications/{site.last_call.id}")).json()
    assert analysis["attributes"]["opportunity_id"] is None


async def test_an_analysis_that_takes_its_time_is_there_when_the_time_has_passed(site: Any) -> None:
    site.server.options.create_takes = 40
    id = site.last_call.id
    site.server.chorus.forget_qualification(id)
    body = {"recording_id": id}
    begun = await site.call("POST", "sales_qualifications", json=body)
    assert begun.status_code == 201
    attributes = begun.json()["attributes"]
    assert attributes == {"recording_id": id, "generated_at": None, "sqf_analysis": []}
    again = await site.call("POST", "sales_qualifications", json=body)
    assert (again.status_code, "already being generated" in again.json()["message"]) == (409, True)
    site.clock.advance(39)
    assert (await site.call("GET", f"sales_qualifications/{id}")).status_code == 404
    assert (site.server.chorus.next_change() - site.clock.now()).total_seconds() == 1
    site.clock.advance(1)
    ready = await site.call("GET", f"sales_qualifications/{id}")
    assert (ready.status_code, ready.json()["id"]) == (200, begun.json()["id"])
    repeated = await site.call("POST", "sales_qualifications", json=body)
    assert (repeated.status_code, repeated.json()) == (201, ready.json())


async def test_a_slow_analysis_of_a_call_in_processing_is_refused_as_before(site: Any) -> None:
    site.server.options.create_takes = 40
    call = next(call for call in site.company.meetings if call.status == "processing")
    answer = await site.call("POST", "sales_qualifications", json={"recording_id": call.id})
    assert answer.json()["message"] == "The recording is still being processed."
