from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo


async def test_every_visible_call_is_seen_once_newest_first(site: Any) -> None:
    site.server.options.rate_limits = False
    rows = await site.every_page()
    expected = [call.id for call in site.company.meetings if not call.private]
    assert [row["engagement_id"] for row in rows] == expected


async def test_a_cursor_holds_a_space_and_the_last_page_has_one_too(site: Any) -> None:
    first = (await site.call("GET", "conversations")).json()
    assert " " in first["next_cursor"]
    assert first["result_count"] == 10
    last = site.company.meetings[-1]
    beyond = (
        await site.call("GET", "conversations", params={"next_cursor": f"{last.start.timestamp()} {last.id}"})
    ).json()
    assert (beyond["result"], beyond["next_cursor"]) == ([], None)


async def test_new_rows_at_the_top_do_not_move_the_pages(site: Any) -> None:
    first = (await site.call("GET", "conversations")).json()
    await site.join()
    site.clock.advance(10)
    second = (await site.call("GET", "conversations", params={"next_cursor": first["next_cursor"]})).json()
    ids = [row["engagement_id"] for row in first["result"] + second["result"]]
    assert ids == [call.id for call in site.company.meetings if not call.private][:20]


async def test_pages_may_repeat_a_row_or_a_cursor(site: Any) -> None:
    site.server.options.duplicate_row = site.server.options.repeated_cursor = True
    first = (await site.call("GET", "conversations")).json()
    second = (await site.call("GET", "conversations", params={"next_cursor": first["next_cursor"]})).json()
    assert second["result"][0] == first["result"][-1]
    last = site.company.meetings[-1]
    cursor = f"{last.start.timestamp()} {last.id}"
    beyond = (await site.call("GET", "conversations", params={"next_cursor": cursor})).json()
    assert beyond["next_cursor"] == cursor


async def test_the_days_calls_are_found_by_date(site: Any) -> None:
    midnight = site.clock.now().astimezone(ZoneInfo(site.company.tz)).replace(hour=0, minute=0, second=0)
    rows = await site.every_page(min_date=midnight.isoformat())
    today = [call.id for call in site.company.meetings_on(site.company.today) if not call.private]
    assert [row["engagement_id"] for row in rows] == today
    epoch = await site.every_page(min_date=str(midnight.timestamp()))
    assert epoch == rows


async def test_filters_work_together_and_unknown_ones_are_ignored(site: Any) -> None:
    ana = site.company.person("ana")
    since = (site.clock.now() - timedelta(days=10)).isoformat()
    rows = await site.every_page(
        min_date=since,
        user_id=str(ana.chorus_user_id),
        min_duration="1800.1",
        engagement_type="meeting",
        processing_state="done",
    )
    assert rows
    assert all(row["user_email"] == ana.email and row["duration"] > 1800 for row in rows)
    assert {row["processing_state"] for row in rows} == {"done", "no show", "processing"}


async def test_participants_are_matched_by_one_address(site: Any) -> None:
    address = "ingrid.solberg@northwindfreight.example"
    rows = await site.every_page(participants_email=address)
    assert site.last_call.id in [row["engagement_id"] for row in rows]
    assert all(address in [person["email"] for person in row["participants"]] for row in rows)


async def test_a_limit_may_be_honoured_or_ignored(site: Any) -> None:
    assert (await site.call("GET", "conversations", params={"limit": "3"})).json()["result_count"] == 3
    site.server.options.honour_limit = False
    assert (await site.call("GET", "conversations", params={"limit": "3"})).json()["result_count"] == 10


async def test_a_bad_date_is_chorus_own_400(site: Any) -> None:
    answer = await site.call("GET", "conversations", params={"min_date": "yesterday"})
    assert answer.status_code == 400
    assert answer.json()["truto_is_remote_error"] is True


async def test_sparse_truth_is_shown_as_it_is(site: Any) -> None:
    rows = {row["engagement_id"]: row for row in await site.every_page(min_date="2026-06-01T00:00:00Z")}
    internal = next(call for call in site.company.meetings_on(site.company.today) if call.account is None)
    assert rows[internal.id]["account_id"] == ""
    assert rows[internal.id]["opportunity_id"] is None
    assert any(person["name"] is None for row in rows.values() for person in row["participants"])
    assert any("<br>" in (row.get("meeting_summary") or "") for row in rows.values())
    unprocessed = next(row for row in rows.values() if row["processing_state"] == "live")
    assert "meeting_summary" not in unprocessed


async def test_trackers_come_when_asked_for_and_tell_what_each_heard(site: Any) -> None:
    site.server.options.rate_limits = False
    rows = {row["engagement_id"]: row for row in await site.every_page(with_trackers="true")}
    calls = [call for call in site.company.meetings if not call.private]
    for call in calls:
        heard = [
            {"name": tracker.name, "num_matches": len(tracker.quotes), "type": tracker.type}
            for tracker in call.trackers
        ]
        assert rows[call.id]["tracker_matches"] == (heard if call.status == "done" else [])
    assert {bool(row["tracker_matches"]) for row in rows.values()} == {True, False}
    assert "tracker_matches" not in (await site.call("GET", "conversations")).json()["result"][0]
