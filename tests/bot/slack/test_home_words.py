"""The Home tab: its parts in their order, never more than Slack takes; or the one sentence for those who have none."""

from dataclasses import replace

from bot.slack.blocks import header, section
from bot.slack.home_words import CUT, MOST, SCHEDULES, admins, closed, digests, home
from bot.slack.schedule_words import NEW, NONE_YET
from sandbox.slack import check_view
from sandbox.slack.elements import interactive
from sandbox.slack.render import lines_of
from tests.bot.slack.test_schedule_words import a_listing
from tests.builders import a_schedule


def test_it_lists_the_digests_with_their_buttons_and_a_new_one() -> None:
    view = home([digests(a_listing(a_schedule()))], "Paused.")
    assert check_view(view) == []
    assert [element["action_id"] for _, element in interactive(view["blocks"])] == [
        NEW,
        "schedule_run",
        "schedule_pause",
        "schedule_edit",
        "schedule_delete",
    ]
    assert lines_of(view["blocks"])[0] == "Paused."


def test_without_digests_it_says_how_to_make_one() -> None:
    view = home([digests(a_listing())])
    assert check_view(view) == []
    assert NONE_YET in "\n".join(lines_of(view["blocks"]))


def test_of_many_digests_the_rest_is_counted() -> None:
    many = [replace(a_schedule(), id=f"d{n}") for n in range(SCHEDULES + 12)]
    view = home([digests(a_listing(*many))], "x" * 3000)
    assert check_view(view) == []
    assert lines_of(view["blocks"])[-1] == "And 12 more: `/chorister digests` lists them."


def test_what_only_admins_see_stands_apart() -> None:
    view = home([[section("mine")], admins([[section("a")], [section("b")]])])
    assert lines_of(view["blocks"])[-3:] == ["For admins", "a", "b"]


def test_what_has_no_room_is_cut_and_said_to_be() -> None:
    view = home([[header(str(n)) for n in range(MOST + 1)]])
    assert check_view(view) == []
    assert lines_of(view["blocks"])[-1] == CUT
    assert CUT not in lines_of(home([[header(str(n)) for n in range(MOST)]])["blocks"])


def test_for_others_it_is_one_sentence() -> None:
    view = closed("Not for <you>.")
    assert check_view(view) == []
    assert lines_of(view["blocks"]) == ["Not for <you>."]
