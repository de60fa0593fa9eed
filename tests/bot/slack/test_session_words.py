"""What is said of a stopped run: by whom, what was done, and never more than that."""

from bot.slack import session_words as words
from bot.slack.progress import Plan


def test_it_says_who_stopped_it_and_what_was_done_before() -> None:
    text, _ = words.stopped("UANA", ["the alert was posted", "a <b> was asked for"])
    done = "the alert was posted and a &lt;b&gt; was asked for"
    assert text == f"Stopped by <@UANA>. Done before: {done}. Nothing was written."
    assert words.stopped("UANA", [])[0] == "Stopped by <@UANA>. Nothing was sent or written."


def test_after_a_decision_it_leaves_what_was_written_to_the_card() -> None:
    assert words.stopped("UANA", [], decided=True)[0] == f"Stopped by <@UANA>. {words.DECIDED}"


def test_the_plan_says_step_by_step_what_was_done_and_what_was_not() -> None:
    plan = Plan(
        "Working on it…", {"a": ("Read your request", "complete"), "b": ("Reading a call", "in_progress")}
    )
    assert words.stopped_plan(plan).text() == "Stopped\n✓ Read your request\n✗ Reading a call (stopped)"
    assert plan.tasks["b"] == ("Reading a call", "in_progress")
    done = Plan("Working on it…", {"a": ("Read your request", "complete")})
    assert words.stopped_plan(done).text() == "Stopped\n✓ Read your request\n✗ The rest was not done"


def test_a_title_is_the_first_words_of_a_request_on_one_line() -> None:
    assert words.title_of("summarise\nmy   last call") == "summarise my last call"
    assert len(words.title_of("word " * 100)) <= words.TITLE
    assert words.title_of("  ") == words.NO_TITLE


def test_where_nothing_runs_it_says_what_goes_on_all_the_same() -> None:
    assert words.nothing_to_stop(waits=False, sending=False, recorder=False) == words.NOTHING
    assert words.nothing_to_stop(waits=True, sending=True, recorder=True) == " ".join(
        [words.NOTHING, words.CARD_WAITS, words.BEING_SENT, words.RECORDER]
    )
