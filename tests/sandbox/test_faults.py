from sandbox.faults import Faults


def test_a_fault_happens_as_often_as_ordered() -> None:
    faults = Faults()
    faults.add("429", match="list_things", times=2, retry_after=3)
    taken = [faults.take("list_things") for _ in range(3)]
    assert [fault.get("retry_after") if fault else None for fault in taken] == [3, 3, None]


def test_a_plain_word_must_be_the_whole_name_and_a_path_any_part() -> None:
    faults = Faults()
    faults.add("500", match="chat.post")
    faults.add("reset", match="/proxy/me", times=None)
    assert faults.take("chat.postMessage") is None
    assert faults.take("list_all_chorus_me", "GET /proxy/me") is not None
    assert faults.take("list_all_chorus_me", "GET /proxy/me") is not None


def test_a_callable_gets_the_request_or_else_the_first_key() -> None:
    faults = Faults()
    faults.add("500", match=lambda request: request == "third", times=None)
    assert faults.take("a", request="first") is None
    assert faults.take("a", request="third") is not None
    assert faults.take("third") is not None


def test_after_lets_the_first_ones_through() -> None:
    faults = Faults()
    faults.add("500", after=2)
    assert [bool(faults.take("a")) for _ in range(4)] == [False, False, True, False]


def test_the_first_ordered_fault_is_used_up_first_and_clear_forgets_the_rest() -> None:
    faults = Faults()
    faults.add("500")
    faults.add("429")
    first = faults.take("a")
    assert first is not None
    assert first.kind == "500"
    faults.clear()
    assert faults.take("a") is None
    assert [key for key, _ in faults.taken] == ["a"]
