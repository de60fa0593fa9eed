from sandbox.slack.render import text_of
from sandbox.tour.press import numbered, pressables, ticked_values, toggled


def test_boxes_and_buttons_are_numbered_from_top_to_bottom(card):
    found = [(p.number, p.label, p.is_tick) for p in pressables(card)]
    assert found == [
        (1, "Metrics", True),
        (2, "Champion", True),
        (3, "Approve", False),
        (4, "Decline", False),
    ]
    shown = text_of(numbered(card))
    assert "[x] 1 Write" in shown
    assert "[ ] 2 Write" in shown
    assert "[ 3 Approve ] [ 4 Decline ]" in shown
    assert "1 Write" not in text_of(card)


def test_a_press_turns_a_box_and_leaves_the_others(card):
    metrics, champion, *_ = pressables(card)
    by_hand = toggled(card, champion, {})
    assert by_hand == {("tick:Champion", "tick"): ["Champion"]}
    by_hand = toggled(card, metrics, by_hand)
    assert ticked_values(card, "tick:Metrics", "tick", by_hand) == []
    assert ticked_values(card, "tick:Champion", "tick", by_hand) == ["Champion"]
    assert toggled(card, metrics, by_hand)[("tick:Metrics", "tick")] == ["Metrics"]
    assert ticked_values(card, "tick:Metrics", "tick", {}) == ["Metrics"]


def test_a_message_without_blocks_has_nothing_to_press():
    assert pressables({"text": "Hello"}) == []
