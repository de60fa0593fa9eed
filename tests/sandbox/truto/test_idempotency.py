import asyncio
from typing import Any

KEY = {"Idempotency-Key": "k-1"}


def change(site: Any, value: str = "New note") -> dict[str, Any]:
    return {
        "meeting_id": site.last_call.id,
        "crm_changes": [{"field_name": "Notes", "new_value": value}],
        "object_type": "Opportunity",
        "opportunity_id": site.last_call.deal.id,
    }


async def push(site: Any, headers: dict[str, str], value: str = "New note") -> int:
    answer = await site.call(
        "POST", "sales_qualifications/writeback_crm", json=change(site, value), headers=headers
    )
    return int(answer.status_code)


async def test_a_repeated_key_writes_once_and_gets_the_same_answer(site: Any) -> None:
    assert [await push(site, KEY), await push(site, KEY, "Other")] == [200, 200]
    assert [write.new[-8:] for write in site.server.crm.writes] == ["New note"]
    assert site.server.crm.writes[0].idempotency_key == "k-1"


async def test_two_at_once_with_one_key_write_once(site: Any) -> None:
    await asyncio.gather(push(site, KEY), push(site, KEY))
    assert len(site.server.crm.writes) == 1


async def test_without_a_key_an_append_is_applied_twice(site: Any) -> None:
    await push(site, {})
    await push(site, {})
    notes = site.server.crm.records[site.last_call.deal.id].fields["Chorus_Notes__c"]
    assert notes.endswith("\nNew note\nNew note")


async def test_a_key_is_forgotten_after_a_day_and_never_kept_when_switched_off(site: Any) -> None:
    await push(site, KEY)
    site.clock.advance(24 * 3600)
    await push(site, KEY)
    assert len(site.server.crm.writes) == 2
    site.server.options.idempotency = False
    await push(site, KEY)
    assert len(site.server.crm.writes) == 3


async def test_what_a_limit_turned_away_is_not_remembered(site: Any) -> None:
    site.server.faults.add("429")
    assert [await push(site, KEY), await push(site, KEY)] == [429, 200]
