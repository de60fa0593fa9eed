"""What would show that accepted work is done, and what was seen of it."""

from typing import Any

import pytest

from tools.requests import Request
from tools.tasks import Fate, Sought, accepted, doomed, fate, pause, reading, sought, task_read

TASK = {"id": "task-81", "type": "task", "attributes": {"status": "queued"}}
READABLE = {"conversations", "playlists"}


@pytest.mark.parametrize(
    ("answer", "ids"),
    [
        (TASK, ["task-81"]),
        ({"data": TASK}, ["task-81"]),
        ({"id": "9", "status": "queued"}, ["9"]),
        ({"delete": [TASK, {**TASK, "id": "task-82"}]}, ["task-81", "task-82"]),
        ([TASK, {**TASK, "id": "task-82"}], ["task-81", "task-82"]),
        ({"id": "7", "type": "playlist", "attributes": {"name": "x"}}, []),
        ({}, []),
        (None, []),
    ],
)
def test_an_answer_is_an_acceptance_in_whatever_form_its_tasks_come(answer: Any, ids: list[str]) -> None:
    assert [task.id for task in accepted(answer)] == ids


@pytest.mark.parametrize(
    ("request_", "looks"),
    [
        (Request("conversations", "delete", "A", query={"id": "A"}), [("conversations", "A")]),
        (Request("engagements", "delete", "A,B"), [("conversations", "A"), ("conversations", "B")]),
        (Request("engagements", "delete", query={"engagement_id": ["A"]}), [("conversations", "A")]),
        (
            Request("conversations", "bulk", body={"data": {"delete": ["A", "B"]}}),
            [("conversations", "A"), ("conversations", "B")],
        ),
        (Request("playlists", "delete", "7,8"), [("playlists", "7,8")]),
        (Request("conversations", "export", body={}), []),
        (Request("filters", "actions.replace", body={"id": "5"}), []),
    ],
)
def test_a_deletion_names_what_will_be_no_more(request_: Request, looks: list[tuple[str, str]]) -> None:
    assert list(doomed(request_)) == looks


def test_a_deletion_is_looked_for_by_reading_what_is_to_be_gone() -> None:
    found = sought(Request("conversations", "delete", "A"), ["task-81"], READABLE)
    assert found == Sought(gone=(("conversations", "A"),))
    assert sought(Request("moments", "delete", "5"), ["task-81"], READABLE) == Sought()


def test_a_task_is_asked_about_only_where_the_account_offers_to_read_one() -> None:
    export = Request("conversations", "export", body={})
    assert not sought(export, ["task-81"], READABLE).is_visible
    found = sought(export, ["task-81"], READABLE | {"tasks"})
    assert found.tasks == (("tasks", "task-81"),)
    assert task_read({"playlists"}) is None
    assert Sought.from_json(found.to_json()) == found


def test_a_look_at_a_call_reads_as_little_as_there_is() -> None:
    assert reading(("conversations", "A")).query == {"fields": "status"}
    assert reading(("playlists", "7")).path == "/proxy/playlists/7"


@pytest.mark.parametrize(
    ("gone", "statuses", "stands"),
    [
        ([True], [], Fate.DONE),
        ([True], ["failed"], Fate.DONE),
        ([True, False], ["done"], Fate.GOING),
        ([None], ["done"], Fate.GOING),
        ([False], ["Failed"], Fate.FAILED),
        ([], ["done"], Fate.DONE),
        ([], ["Completed", "queued"], Fate.GOING),
        ([], ["queued", "cancelled"], Fate.FAILED),
        ([], [None], Fate.GOING),
        ([], ["a word nobody knows"], Fate.GOING),
        ([], [], Fate.GOING),
    ],
)
def test_a_deletion_is_done_when_the_thing_is_gone_and_other_work_when_its_task_says_so(
    gone: list[bool | None], statuses: list[str | None], stands: Fate
) -> None:
    assert fate(gone, statuses) is stands


def test_the_looks_come_ever_more_seldom_but_never_stop() -> None:
    pauses = [pause(n) for n in range(1000)]
    assert pauses[0] == 3.0
    assert pauses == sorted(pauses)
    assert pauses[-1] == 120.0
