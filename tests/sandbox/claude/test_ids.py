from sandbox.claude.ids import chance, message_id, request_id, server_tool_use_id, tool_use_id


def test_ids_have_fixed_lengths_and_depend_on_their_seed_alone():
    lengths = {message_id: 28, tool_use_id: 30, server_tool_use_id: 33, request_id: 28}
    for make, length in lengths.items():
        assert len(make("a")) == length
        assert make("a") == make("a") != make("b")


def test_chance_reaches_every_outcome():
    assert {chance(str(at), 3) for at in range(50)} == {0, 1, 2}
