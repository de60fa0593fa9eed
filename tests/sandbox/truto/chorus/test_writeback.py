from typing import Any

import httpx
import pytest


def right(site: Any) -> dict[str, Any]:
    return {
        "meeting_id": site.last_call.id,
        "crm_changes": [
            {"field_name": "Economic_Buyer__c", "new_value": "Ingrid Solberg, CFO"},
            {"field_name": "Notes", "new_value": "Second call."},
        ],
        "object_type": "Opportunity",
        "opportunity_id": site.last_call.deal.id,
    }


async def push(site: Any, body: Any) -> httpx.Response:
    answer: httpx.Response = await site.call("POST", "sales_qualifications/writeback_crm", json=body)
    return answer


async def test_fields_are_overwritten_or_appended_and_there_is_no_receipt(site: Any) -> None:
    answer = await push(site, right(site))
    assert (answer.status_code, answer.json()) == (200, {})
    record = site.server.crm.records[site.last_call.deal.id]
    assert record.fields["Economic_Buyer__c"] == "Ingrid Solberg, CFO"
    assert record.fields["Chorus_Notes__c"].endswith("after the fair.\nSecond call.")
    assert [(write.field, write.at) for write in record.history] == [
        ("Economic_Buyer__c", site.clock.now()),
        ("Chorus_Notes__c", site.clock.now()),
    ]


@pytest.mark.parametrize(
    "spoilt, pointer",
    [
        ({"crm_changes": "Notes"}, "crm_changes"),
        ({"crm_changes": ["Notes"]}, "crm_changes"),
        ({"meeting_id": "nobody"}, "meeting_id"),
        ({"meeting_id": None}, "meeting_id"),
        ({"crm_changes": []}, "crm_changes"),
        ({"crm_changes": [{"field_name": "Shoe_Size__c"}]}, "crm_changes/0/field_name"),
        ({"crm_changes": [{"new_value": 1}]}, "crm_changes/0/field_name"),
        ({"object_type": "Account"}, "object_type"),
        ({"object_type": None}, "object_type"),
        ({"opportunity_id": None}, "opportunity_id"),
        ({"opportunity_id": "98234"}, "opportunity_id"),
        ({"opportunity_id": "0065e00000AAAAAAAA"}, "opportunity_id"),
    ],
)
async def test_each_mistake_is_a_remote_400_that_points_at_it(
    site: Any, spoilt: dict[str, Any], pointer: str
) -> None:
    answer = await push(site, {**right(site), **spoilt})
    assert answer.status_code == 400
    (error,) = answer.json()["raw_response"]["errors"]
    assert error["source"]["pointer"] == f"/data/attributes/{pointer}"
    assert site.server.crm.writes == []


async def test_the_first_mistake_in_order_is_named(site: Any) -> None:
    both = {**right(site), "meeting_id": "nobody", "object_type": "Account", "opportunity_id": None}
    assert (await push(site, both)).json()["message"].startswith("meeting_id")
    assert (await push(site, [])).json()["message"] == "The request body is not a crm-field-update."


async def test_another_deal_of_the_same_account_is_not_linked(site: Any) -> None:
    twins = [deal for deal in site.company.deals if deal.account.name == "Pont-Neuf Logistique"]
    call = next(call for call in site.company.meetings if call.deal == twins[0] and not call.private)
    body = {**right(site), "meeting_id": call.id, "opportunity_id": twins[1].id}
    assert (await push(site, body)).status_code == 400
    assert (await push(site, {**body, "opportunity_id": twins[0].id})).status_code == 200


async def test_short_ids_calendar_ids_and_nested_documents_are_understood(site: Any) -> None:
    short = {**right(site), "opportunity_id": site.last_call.deal.id[:15]}
    assert (await push(site, short)).status_code == 200
    calendar = {**right(site), "meeting_id": site.last_call.calendar_id}
    nested = {"data": {"type": "crm-field-update", "attributes": calendar}}
    assert (await push(site, nested)).status_code == 200
    nested["data"]["type"] = "other"
    assert (await push(site, nested)).status_code == 400


async def test_private_calls_cannot_be_written_back(site: Any) -> None:
    private = next(call for call in site.company.meetings if call.private and call.deal)
    body = {**right(site), "meeting_id": private.id, "opportunity_id": private.deal.id}
    assert (await push(site, body)).json()["message"].startswith("meeting_id")


async def test_the_contract_alone_asks_for_less_but_notices_a_changed_crm(site: Any) -> None:
    site.server.options.writeback = "spec"
    body = {key: value for key, value in right(site).items() if key in ("meeting_id", "crm_changes")}
    assert (await push(site, body)).status_code == 200
    body["crm_changes"] = [{"field_name": "NextStep", "new_value": "x", "previous_value": "Send the deck"}]
    assert (await push(site, body)).status_code == 409


async def test_a_success_can_hide_a_field_that_was_not_written(site: Any) -> None:
    site.server.faults.add("partial_crm", match="chorus_sales_qualifications_writeback_crm", field="Notes")
    assert (await push(site, right(site))).status_code == 200
    assert [write.field for write in site.server.crm.writes] == ["Economic_Buyer__c"]


async def test_a_success_can_say_which_field_was_not_written_and_why(site: Any) -> None:
    site.server.faults.add("partial_crm", field="Notes", say="INSUFFICIENT_ACCESS: field is read-only")
    answer = await push(site, right(site))
    assert answer.status_code == 200
    (error,) = answer.json()["errors"]
    assert (error["status"], error["detail"]) == ("400", "INSUFFICIENT_ACCESS: field is read-only")
    assert error["source"] == {"pointer": "/data/attributes/crm_changes/1/new_value"}
    assert {"id", "title"} <= error.keys()
    assert [write.field for write in site.server.crm.writes] == ["Economic_Buyer__c"]


async def test_a_success_that_skipped_nothing_has_no_errors(site: Any) -> None:
    site.server.faults.add("partial_crm", field="Champion", say="No access")
    assert (await push(site, right(site))).json() == {}
    assert len(site.server.crm.writes) == 2


async def test_a_picklist_refuses_other_values_before_anything_is_written(site: Any) -> None:
    site.server.options.picklists = {"Decision_Process__c": ("Yes", "No")}
    changes = [*right(site)["crm_changes"], {"field_name": "Decision Process", "new_value": "Maybe"}]
    answer = await push(site, {**right(site), "crm_changes": changes})
    assert answer.status_code == 400
    (error,) = answer.json()["raw_response"]["errors"]
    assert error["detail"] == "bad value for restricted picklist field Decision_Process__c: Maybe"
    assert error["source"]["pointer"] == "/data/attributes/crm_changes/2/new_value"
    assert site.server.crm.writes == []


@pytest.mark.parametrize("value", ["Yes", None])
async def test_a_picklist_takes_its_own_values_and_null(site: Any, value: str | None) -> None:
    site.server.options.picklists = {"Decision_Process__c": ("Yes", "No")}
    changes = [{"field_name": "Decision_Process__c", "new_value": value}]
    assert (await push(site, {**right(site), "crm_changes": changes})).status_code == 200
    assert site.server.crm.record(site.last_call.deal.id).fields["Decision_Process__c"] == value


async def test_by_the_contract_a_meeting_without_a_deal_takes_any_that_exists(site: Any) -> None:
    site.server.options.writeback = "spec"
    site.server.chorus.unlink(site.last_call.id)
    other = site.company.deals[7].id
    body = {**right(site), "opportunity_id": "0065e00000AAAAAAAA"}
    assert (await push(site, body)).status_code == 400
    assert (await push(site, {**body, "opportunity_id": None})).status_code == 400
    assert (await push(site, {**body, "opportunity_id": other})).status_code == 200
    assert len(site.server.crm.records[other].history) == 2


@pytest.mark.parametrize("mode, linked", [("spec", True), ("strict", False)])
async def test_a_linked_meeting_and_a_strict_workspace_refuse_other_deals(
    site: Any, mode: Any, linked: bool
) -> None:
    site.server.options.writeback = mode
    if not linked:
        site.server.chorus.unlink(site.last_call.id)
    other = next(deal for deal in site.company.deals if deal != site.last_call.deal)
    answer = await push(site, {**right(site), "opportunity_id": other.id})
    assert answer.json()["message"] == "opportunity_id is not linked to this meeting"
