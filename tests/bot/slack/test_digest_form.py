"""The form of a schedule: kept by tests/golden, taken by Slack at its edges, read back as it was filled in."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.digests.filled import Filled, of
from bot.digests.schedule import EVERYBODY
from bot.slack.digest_form import (
    CHOSEN,
    FORM,
    PEOPLE,
    Choice,
    filled_in,
    form,
    kept,
    notice,
    schedule_id,
)
from sandbox.slack import check_view
from sandbox.slack.elements import state_of
from sandbox.slack.render import lines_of
from tests.builders import a_schedule
from tests.golden.samples.schedules import HERE, START, TEAM


def made(filled: Filled = START, people: list[tuple[str, str]] = TEAM, **more: Any) -> dict[str, Any]:
    id = more.pop("id", "")
    return form(filled, Choice("Sam Okafor", people, **more), id)


def fits(view: dict[str, Any]) -> bool:
    """Whether Slack takes a view; the assertion inside says why not."""
    assert check_view(view) == []
    assert len(json.dumps(view)) < 250_000
    return True


def sent(view: dict[str, Any], **filled: Any) -> dict[str, Any]:
    state = {(field, "value"): value for field, value in filled.items()}
    return view | {"state": {"values": state_of(view["blocks"], state)}}


def element(view: dict[str, Any], field: str) -> dict[str, Any]:
    return next(b["element"] for b in view["blocks"] if b["block_id"] == field)


def test_a_form_that_nobody_touched_says_what_it_began_with() -> None:
    assert filled_in(sent(made())) == START
    schedule = a_schedule(reps=("2",), quiet_days=("2026-12-24",), hide_amounts=True, days=tuple(range(7)))
    view = made(of(schedule), id="d1")
    assert fits(view)
    assert filled_in(sent(view)) == of(schedule)
    assert schedule_id(view) == "d1"
    assert (view["callback_id"], schedule_id(made())) == (FORM, "")


def test_what_was_filled_in_comes_back() -> None:
    view = sent(
        made(profiles=["enterprise"]),
        channel="C2",
        days=["5", "0"],
        at="17:45",
        zone="Asia/Tokyo",
        reps=["3"],
        grouping="deal",
        quiet="2026-12-24",
        profile="rules:enterprise",
        more=["hide", "each"],
    )
    wanted = ("C2", (0, 5), "17:45", "Asia/Tokyo", ("3",), "deal", "2026-12-24", True, "enterprise", True)
    assert filled_in(view) == Filled(*wanted)


def test_the_rules_are_asked_for_where_there_are_profiles_and_a_lost_one_is_not_chosen() -> None:
    assert "profile" not in [b["block_id"] for b in made()["blocks"]]
    view = made(replace(START, profile="gone"), profiles=["enterprise"])
    assert fits(view)
    assert filled_in(sent(view)).profile not in ("", "enterprise"), "it has to be chosen anew"
    assert filled_in(sent(made(replace(START, profile="big"), profiles=["big"]))).profile == "big"


def test_what_was_left_empty_is_empty() -> None:
    view = sent(made(), channel=None, days=[], at=None, quiet=None)
    assert filled_in(view) == replace(START, channel="", days=(), at="")


def test_somebody_without_reports_is_not_asked_whose_deals() -> None:
    view = made(people=TEAM[:1])
    assert fits(view)
    assert "reps" not in [b["block_id"] for b in view["blocks"]]
    assert filled_in(sent(view)).reps == ()
    assert [o["value"] for o in element(view, "more")["options"]] == ["hide"]


def test_an_admin_may_choose_everybody() -> None:
    view = made(everybody=True)
    assert element(view, "reps")["options"][0]["value"] == EVERYBODY
    assert "*" not in [o["value"] for o in element(made(), "reps")["options"]]


def test_the_persons_own_zone_stands_first_and_is_chosen() -> None:
    zone = element(made(replace(START, zone="Antarctica/Troll")), "zone")
    assert zone["initial_option"] == zone["options"][0]
    assert zone["initial_option"]["value"] == "Antarctica/Troll"


def test_only_channels_of_ones_own_company_are_offered() -> None:
    assert element(made(), "channel")["filter"] == {
        "include": ["public", "private"],
        "exclude_external_shared_channels": True,
        "exclude_bot_users": True,
    }


@pytest.mark.parametrize("many", [2, 100, 101, 500, 2500])
@pytest.mark.parametrize("name", ["Ana", "日本" * 60, "<&>" * 40])
def test_slack_takes_the_form_for_a_company_of_any_size(many: int, name: str) -> None:
    people = [(str(n), f"{name} {n}") for n in range(many)]
    chosen = tuple(sorted(str(many - 1 - n) for n in range(min(many, CHOSEN))))
    profiles = [f"{n} {name}"[:40] for n in range(50)]
    view = made(replace(START, reps=chosen), people, everybody=True, profiles=profiles)
    assert fits(view)
    asked = next(b for b in view["blocks"] if b["block_id"] == "reps")
    assert (f"first {PEOPLE} people" in asked["hint"]["text"]) is (many > PEOPLE)
    assert sorted(filled_in(sent(view)).reps) == sorted(chosen)


def test_what_is_wrong_with_all_of_it_is_said_in_the_forms_place() -> None:
    view = notice("No <!channel> here.")
    assert fits(view)
    assert lines_of(view["blocks"]) == ["No <!channel> here."]


def test_a_kept_schedule_says_when_it_runs_next() -> None:
    view = kept(a_schedule(), HERE)
    assert fits(view)
    assert "Next Thu 08:30." in view["blocks"][0]["text"]["text"]
