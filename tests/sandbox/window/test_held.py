"""What a browser would remember."""

from sandbox.window.held import Filled, Held


def test_ticks_are_each_person_s_own() -> None:
    held = Held()
    held.messages[("UANA", "C1", "1.0")] = {("b", "a"): ["x"]}
    assert held.of_message("UANA", "C1", "1.0") == {("b", "a"): ["x"]}
    assert held.of_message("UBEN", "C1", "1.0") == {}


def test_a_form_nobody_touched_is_empty_and_right() -> None:
    assert Held().of_view("V1") == Filled({}, {})
