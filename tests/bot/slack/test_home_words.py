"""The Home tab: the list with a button for a new digest, or the one sentence for those who have none; taken by Slack."""

from dataclasses import replace

from bot.slack.home_words import closed, home
from bot.slack.schedule_words import MOST, NEW, NONE_YET
from sandbox.slack import check_view
from sandbox.slack.elements import interactive
from sandbox.slack.render import lines_of
from tests.bot.slack.test_schedule_words import a_listing
from tests.builders import a_schedule


def test_it_lists_the_digests_with_their_buttons_and_a_new_one() -> None:
    view = home(a_listing(a_schedule()), "Paused.")
    assert check_view(view) == []
    assert [element["action_id"] for _, element in interactive(view["blocks"])] == [
        NEW,
        "schedule_run",
        "schedule_pause",
        "schedule_edit",
        "schedule_delete",
    ]
    assert "Paused." in lines_of(view["blocks"])


def test_without_digests_it_says_how_to_make_one() -> None:
    view = home(a_listing())
    assert check_view(view) == []
    assert NONE_YET in "\n".join(lines_of(view["blocks"]))


def test_slack_takes_as_many_as_it_shows() -> None:
    many = [replace(a_schedule(), id=f"d{n}") for n in range(5 * MOST)]
    assert check_view(home(a_listing(*many), "x" * 3000)) == []


def test_for_others_it_is_one_sentence() -> None:
    view = closed("Not for <you>.")
    assert check_view(view) == []
    assert lines_of(view["blocks"]) == ["Not for <you>."]
