from sandbox.tour.threads import find_button, is_over, is_resting, paragraphs, says, ticked


def planned(title: str, *statuses: str) -> dict:
    tasks = [{"type": "task_card", "title": "Step", "status": status} for status in statuses]
    return {"bot_id": "B", "ts": "1.1", "blocks": [{"type": "plan", "title": title, "tasks": tasks}]}


ANSWER = {"bot_id": "B", "text": "Sent.", "metadata": {"event_payload": {"key": "turn:1:answer:0"}}}
ASKED = {"user": "U", "text": "Approve"}


def test_a_run_is_over_when_its_plan_is_closed_and_answered():
    assert not is_over([ASKED])
    assert not is_over([ASKED, planned("Working on it…", "in_progress")])
    assert not is_over([ASKED, planned("Done in 1 step", "complete")])
    assert not is_over([ASKED, planned("Working on it…", "complete"), ANSWER])
    assert is_over([ASKED, planned("Done in 1 step", "complete"), ANSWER])
    assert is_over([ASKED, planned("This did not work out", "error"), ANSWER])


def test_a_plain_sentence_in_place_of_the_plan_is_the_end_too():
    assert is_over([ASKED, {"bot_id": "B", "text": "I do not know you."}])


def test_a_plan_rests_when_nothing_is_under_way():
    assert is_resting([planned("Waiting", "complete", "complete")])
    assert not is_resting([planned("Waiting", "complete", "in_progress")])


def test_only_what_the_bot_says_counts():
    assert says([ASKED, ANSWER], "Sent")
    assert not says([ASKED, ANSWER], "Approve")


def test_a_button_is_found_by_its_words_and_ticks_by_their_values(card):
    button = find_button([ASKED, card], "Decline")
    assert button
    assert (button.action_id, button.block_id, button.message) == ("decline", "decide", card)
    assert find_button([card], "Send") is None
    assert ticked(card) == {"Metrics"}
    assert paragraphs(card)[0].startswith("*Metrics*\n_empty_ → *new*")
