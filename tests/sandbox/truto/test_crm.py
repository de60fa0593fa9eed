from typing import Any

import pytest


async def test_what_people_edit_is_told_apart_from_what_chorus_writes(site: Any) -> None:
    crm, call = site.server.crm, site.last_call
    body = {
        "meeting_id": call.id,
        "crm_changes": [{"field_name": "NextStep", "new_value": "Send the quote"}],
        "object_type": "Opportunity",
        "opportunity_id": call.deal.id,
    }
    await site.call("POST", "sales_qualifications/writeback_crm", json=body)
    site.clock.advance(60)
    done = crm.edit(call.deal.id[:15], "NextStep", "Call Ingrid", site.clock.now(), by="ben")
    assert (done.old, done.new, done.by, done.idempotency_key) == (
        "Send the quote",
        "Call Ingrid",
        "ben",
        None,
    )
    assert [(write.new, write.by) for write in crm.writes] == [("Send the quote", "chorus")]
    assert crm.edits == [done]
    record = crm.record(call.deal.id)
    assert record.fields["NextStep"] == "Call Ingrid"
    assert [write.by for write in record.history] == ["chorus", "ben"]


def test_only_what_exists_can_be_edited(site: Any) -> None:
    with pytest.raises(KeyError, match="no opportunity"):
        site.server.crm.edit("006000000000000", "NextStep", "x", site.clock.now())
    with pytest.raises(KeyError, match="no field"):
        site.server.crm.edit(site.last_call.deal.id, "Shoe_Size__c", "x", site.clock.now())
    assert site.server.crm.edits == []
