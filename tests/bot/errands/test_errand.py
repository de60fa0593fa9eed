"""One call that waits: what was shown, the first decision, and the words that have to be typed."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.errands.errand import (
    SHOWN,
    State,
    Status,
    decided,
    errand_id,
    expired,
    from_json,
    to_json,
    withdrawn,
)
from tests.builders import CALL, NOON, a_thing, an_errand
from tools.policy import Effect
from tools.tasks import Sought

NOW = NOON.timestamp()


def test_it_comes_back_from_json_as_it_was() -> None:
    errand = replace(an_errand(), outcome={"status": "done"}, decision={"by": "UANA"}, state=State.APPROVED)
    assert from_json(json.loads(json.dumps(to_json(errand)))) == errand


@pytest.mark.parametrize(
    "other",
    [
        {"path_id": "B" * 32},
        {"query": {"id": CALL, "force_delete": True}},
        {"body": {"name": "x"}},
        {"resource": "engagements"},
        {"method": "bulk"},
        {"effect": Effect.WRITE},
        {"things": (a_thing(name="Another call"),)},
    ],
)
def test_the_digest_names_everything_that_is_sent_and_shown(other: dict[str, Any]) -> None:
    assert an_errand(**other).digest != an_errand().digest
    assert an_errand().is_shown_as(an_errand().digest[:SHOWN])
    assert not an_errand().is_shown_as(an_errand(**other).digest[:SHOWN])


def test_the_first_decision_stands() -> None:
    first = decided(an_errand(), State.APPROVED, "UANA", NOW, "t1")
    assert (first.state, (first.decision or {})["by"]) == (State.APPROVED, "UANA")
    assert decided(first, State.DECLINED, "USAM", NOW, "t2") is first


def test_a_late_click_finds_it_expired_and_decides_nothing() -> None:
    late = decided(an_errand(), State.APPROVED, "UANA", NOW + 86_400, "t1")
    assert late.state is State.EXPIRED
    assert "by" not in (late.decision or {})


def test_time_ends_only_what_is_open_and_overdue() -> None:
    assert expired(an_errand(), NOW, "expiry").state is State.PENDING
    assert expired(an_errand(), NOW + 86_400, "expiry").state is State.EXPIRED
    declined = decided(an_errand(), State.DECLINED, "UANA", NOW, "t1")
    assert expired(declined, NOW + 90_000, "expiry") is declined
    assert withdrawn(declined, NOW) is declined
    assert withdrawn(an_errand(), NOW).state is State.WITHDRAWN


def test_what_destroys_has_to_be_typed_by_name_and_the_nameless_by_a_word() -> None:
    assert an_errand().phrase == "Northwind discovery"
    assert an_errand(things=(a_thing(name=" \u200b "),)).phrase == "DELETE"
    assert an_errand(things=(a_thing(name="x" * 200),)).phrase == "DELETE"
    assert an_errand(things=(a_thing(), a_thing("B"))).phrase == "DELETE"
    assert an_errand(things=()).phrase == "DELETE"
    assert an_errand(effect=Effect.WRITE).phrase is None


@pytest.mark.parametrize(
    ("typed", "good"),
    [
        ("Northwind discovery", True),
        ("  northwind\u00a0  DISCOVERY ", True),
        ("Northwind\u200b discovery", True),
        ("Northwind", False),
        ("DELETE", False),
        ("", False),
    ],
)
def test_only_the_right_words_confirm_it(typed: str, good: bool) -> None:
    assert an_errand().is_confirmed(typed) is good


def test_a_write_needs_no_words() -> None:
    assert an_errand(effect=Effect.WRITE).is_confirmed("")


def test_everything_that_is_sent_is_listed_by_name() -> None:
    errand = an_errand(query={"id": CALL, "force_delete": True}, body={"meta": {"tags": ["a"], "note": ""}})
    assert errand.arguments == [
        ("id", CALL),
        ("force_delete", "true"),
        ("meta.tags", '["a"]'),
        ("meta.note", ""),
    ]


def test_it_sends_exactly_what_was_kept() -> None:
    request = an_errand().request
    assert (request.resource, request.method, request.id) == ("conversations", "delete", CALL)
    assert request.query == {"id": CALL}


def test_an_outcome_counts_only_after_an_approval() -> None:
    assert an_errand(outcome={"status": "done"}).status is None
    done = an_errand(outcome={"status": "done"}, state=State.APPROVED)
    assert done.status is Status.DONE


def test_it_knows_what_would_show_that_it_is_done() -> None:
    asked = an_errand(outcome={"status": "accepted", "tasks": ["task-81"]})
    assert asked.sought == Sought(gone=(("conversations", CALL),))
    assert replace(asked, task_read="tasks").sought.tasks == (("tasks", "task-81"),)


def test_a_repeated_step_makes_the_same_errand() -> None:
    assert errand_id("turn:1", "toolu_1") == errand_id("turn:1", "toolu_1") != errand_id("turn:1", "toolu_2")
