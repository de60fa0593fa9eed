from typing import Any


async def test_an_export_is_a_task_that_nobody_can_read(site: Any) -> None:
    task = (await site.call("POST", "scorecards/export", json={})).json()
    assert task["type"] == "task"
    assert (await site.call("GET", f"tasks/{task['id']}")).status_code == 404


async def test_several_calls_are_deleted_at_once(site: Any) -> None:
    ids = [call.id for call in site.company.meetings if not call.private][:2]
    answer = (await site.call("POST", "conversations/bulk", json={"delete": ids})).json()
    assert len(answer["delete"]) == 2
    site.clock.advance(6)
    assert [(await site.call("GET", f"conversations/{id}")).status_code for id in ids] == [404, 404]


async def test_a_live_call_is_listed_and_can_be_left(site: Any) -> None:
    (live,) = (await site.call("GET", "conversations_live")).json()["result"]
    assert (await site.call("POST", "conversations/disconnect", json={"id": live["id"]})).status_code == 200
    assert (await site.call("GET", "conversations_live")).json()["result"] == []
    assert (await site.call("POST", "conversations/disconnect", json={"id": live["id"]})).status_code == 409


async def test_a_link_can_be_checked_before_joining(site: Any) -> None:
    answers = [
        (await site.call("POST", "conversations/validate", json={"meeting_url": url})).json()
        for url in ("https://zoom.us/j/987654321", "https://zoom.us/my/ana")
    ]
    assert [answer["attributes"]["recordable"] for answer in answers] == [True, False]


async def test_what_the_token_may_not_do_is_a_remote_403(site: Any) -> None:
    answer = await site.call("PATCH", "sales_qualification_configuration/MEDDIC", json={"is_active": False})
    assert answer.status_code == 403
    assert answer.json()["truto_is_remote_error"] is True


async def test_where_the_account_can_a_task_is_read_until_it_has_ended(site: Any) -> None:
    site.server.options.task_read = True
    path = f"tasks/{(await site.call('POST', 'scorecards/export', json={})).json()['id']}"
    assert (await site.call("GET", path)).json()["attributes"]["status"] == "processing"
    site.clock.advance(site.server.options.export_takes)
    assert (await site.call("GET", path)).json()["attributes"]["status"] == "done"
    site.server.options.task_ends = "failed"
    assert (await site.call("GET", path)).json()["attributes"]["status"] == "failed"
    assert (await site.call("GET", "tasks/unheard-of")).status_code == 404
