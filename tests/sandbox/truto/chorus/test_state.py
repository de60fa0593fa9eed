from typing import Any

import pytest


async def test_a_joined_call_lives_through_all_its_states(site: Any) -> None:
    id = await site.join()
    seen = [await site.status(id)]
    for seconds in (3, 1.5, 1800, 960):
        site.clock.advance(seconds)
        seen.append(await site.status(id))
    assert seen == ["scheduled", "scheduled", "live", "processing", "done"]


async def test_transcript_summary_and_analysis_come_one_after_the_other(site: Any) -> None:
    id = await site.join()
    site.clock.advance(5)
    site.server.chorus.end(id)
    site.clock.advance(10 * 60 + 2)
    seen = []
    for seconds in (0, 30, 60, 150):
        site.clock.advance(seconds)
        known = (await site.call("GET", f"conversations/{id}")).json()["attributes"]
        analysis = (await site.call("GET", f"sales_qualifications/{id}")).status_code
        seen.append((bool(known["recording"]["utterances"]), known["summary"] is not None, analysis))
    assert seen == [(False, False, 404), (True, False, 404), (True, True, 404), (True, True, 200)]


async def test_a_recorder_that_nobody_admits_never_goes_live(site: Any) -> None:
    site.server.options.admit = False
    id = await site.join()
    site.clock.advance(600)
    assert await site.status(id) == "scheduled"
    site.clock.advance(1300)
    known = (await site.call("GET", f"conversations/{id}")).json()["attributes"]
    assert (known["status"], known["recording"]["unrecorded_reason"]) == ("no show", "not_admitted")


async def test_a_call_can_be_stuck_in_processing_or_lack_its_transcript(site: Any) -> None:
    site.server.options.never_finishes = True
    id = await site.join()
    site.clock.advance(86400)
    assert await site.status(id) == "processing"
    site.server.options.never_finishes, site.server.options.without_transcript = False, True
    known = (await site.call("GET", f"conversations/{id}")).json()["attributes"]
    assert (known["status"], known["recording"]["utterances"]) == ("done", [])


async def test_the_list_shows_a_live_call_and_no_scheduled_one(site: Any) -> None:
    id = await site.join()
    assert (await site.call("GET", "conversations")).json()["result"][0]["engagement_id"] != id
    site.clock.advance(5)
    row = (await site.call("GET", "conversations")).json()["result"][0]
    assert (row["engagement_id"], row["processing_state"], row["duration"]) == (id, "live", 1.0)


async def test_the_same_meeting_is_joined_once_at_a_time(site: Any) -> None:
    id = await site.join()
    again = {"invitation_text": "https://us05web.zoom.us/j/987654321?pwd=1"}
    assert (await site.call("POST", "conversations/join", json=again)).status_code == 409
    site.clock.advance(5)
    site.server.chorus.end(id)
    assert (await site.call("POST", "conversations/join", json=again)).status_code == 200
    assert [join.meeting_id for join in site.server.chorus.joins] == ["987654321", "987654321"]


async def test_a_call_that_is_recorded_already_is_not_joined(site: Any) -> None:
    live = next(call for call in site.company.meetings if call.status == "live")
    answer = await site.call("POST", "conversations/join", json={"invitation_text": live.meeting_url})
    assert answer.status_code == 409


async def test_a_deleted_call_can_be_read_a_little_longer_then_not_at_all(site: Any) -> None:
    id = site.last_call.id
    task = (await site.call("DELETE", f"conversations/{id}")).json()
    assert (task["type"], task["attributes"]["status"]) == ("task", "queued")
    assert (await site.call("GET", f"conversations/{id}")).status_code == 200
    site.clock.advance(5)
    assert (await site.call("GET", f"conversations/{id}")).json()["truto_is_remote_error"] is True
    assert (await site.call("DELETE", f"conversations/{id}")).status_code == 404
    rows = (await site.call("GET", "conversations", params={"engagement_id": id})).json()["result"]
    assert rows == []


async def test_an_accepted_deletion_may_never_happen(site: Any) -> None:
    site.server.options.deletes = False
    await site.call("DELETE", f"conversations/{site.last_call.id}")
    site.clock.advance(3600)
    assert (await site.call("GET", f"conversations/{site.last_call.id}")).status_code == 200


async def test_what_playlists_quote_needs_force(site: Any) -> None:
    quoted = next(iter(site.server.chorus.shelves["playlist_moments"].rows.values()))["callid"]
    assert (await site.call("DELETE", f"conversations/{quoted}")).status_code == 409
    forced = await site.call("DELETE", f"conversations/{quoted}", params={"force_delete": "true"})
    assert forced.status_code == 200


@pytest.mark.parametrize("path", ["conversations", "media", "sales_qualifications"])
async def test_private_recordings_look_as_if_they_did_not_exist(site: Any, path: str) -> None:
    private = next(call for call in site.company.meetings_on(site.company.today) if call.private)
    answer = await site.call("GET", f"{path}/{private.id}")
    assert answer.status_code == 404
    assert answer.json()["truto_is_remote_error"] is True


async def test_a_recording_can_be_matched_to_a_deal_later(site: Any) -> None:
    id = await site.join()
    site.server.chorus.match(id, site.company.deals[3])
    known = (await site.call("GET", f"conversations/{id}")).json()["attributes"]
    assert known["deal"]["id"] == site.company.deals[3].id


async def test_a_recording_can_lose_its_deal_and_keep_its_account(site: Any) -> None:
    call = site.last_call
    site.server.chorus.unlink(call.id)
    known = (await site.call("GET", f"conversations/{call.id}")).json()["attributes"]
    assert (known["deal"], known["account"]["name"]) == ({}, call.account.name)
    analysis = (await site.call("GET", f"sales_qualifications/{call.id}")).json()["attributes"]
    assert analysis["opportunity_id"] is None


async def test_a_forgotten_analysis_comes_back_only_when_asked_for(site: Any) -> None:
    id = await site.join()
    site.clock.advance(5)
    site.server.chorus.end(id)
    site.clock.advance(3600)
    assert (await site.call("GET", f"sales_qualifications/{id}")).status_code == 200
    site.server.chorus.forget_qualification(id)
    site.clock.advance(3600)
    assert (await site.call("GET", f"sales_qualifications/{id}")).status_code == 404
    await site.call("POST", "sales_qualifications", json={"recording_id": id})
    assert (await site.call("GET", f"sales_qualifications/{id}")).status_code == 200
