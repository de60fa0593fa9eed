import json
import re

import pytest

from sandbox.claude.stream import RAW_JSON, encode, events_of, fragments

USAGE = {
    "input_tokens": 1,
    "cache_creation_input_tokens": 0,
    "cache_read_input_tokens": 0,
    "cache_creation": {},
    "output_tokens": 40,
    "output_tokens_details": {"thinking_tokens": 9},
    "service_tier": "standard",
}


def a_message(*content):
    stops = {"stop_reason": "end_turn", "stop_sequence": None, "stop_details": None}
    return {"id": "msg_01", "type": "message", "content": list(content), "usage": USAGE, **stops}


def test_events_come_in_order_with_a_ping_after_the_first_block_start():
    message = a_message(
        {"type": "thinking", "thinking": "", "signature": "EsEC"}, {"type": "text", "text": "Hi"}
    )
    names = [name for name, _ in events_of(message, "seed")]
    assert names[:5] == [
        "message_start",
        "content_block_start",
        "ping",
        "content_block_delta",
        "content_block_stop",
    ]
    assert names[-2:] == ["message_delta", "message_stop"]
    indexes = [data["index"] for name, data in events_of(message, "seed") if name == "content_block_start"]
    assert indexes == [0, 1]


def test_an_empty_answer_has_no_ping_out_of_place():
    names = [name for name, _ in events_of(a_message(), "seed")]
    assert names == ["message_start", "message_delta", "message_stop"]


def test_usage_starts_small_and_ends_cumulative():
    events = dict(events_of(a_message({"type": "text", "text": "Hi"}), "seed"))
    start = events["message_start"]["message"]
    assert start["usage"]["output_tokens"] < 10
    assert start["stop_reason"] is None
    assert start["content"] == []
    assert events["message_delta"]["usage"]["output_tokens"] == 40
    assert "service_tier" not in events["message_delta"]["usage"]


def test_input_streams_as_an_empty_fragment_and_then_pieces_that_cut_escapes():
    value = {"note": 'é"\n' * 30}
    pieces = []
    for seed in ("a", "b", "c", "d"):
        block = {"type": "tool_use", "id": "toolu_1", "name": "x", "input": value}
        deltas = [d["delta"] for n, d in events_of(a_message(block), seed) if n == "content_block_delta"]
        parts = [delta["partial_json"] for delta in deltas]
        assert parts[0] == ""
        assert json.loads("".join(parts)) == value
        pieces += parts
    assert any(re.search(r"\\(u[0-9a-f]{0,3})?$", part) for part in pieces)


def test_empty_input_streams_nothing_but_the_empty_fragment():
    block = {"type": "tool_use", "id": "toolu_1", "name": "x", "input": {}}
    deltas = [
        data["delta"] for name, data in events_of(a_message(block), "s") if name == "content_block_delta"
    ]
    assert deltas == [{"type": "input_json_delta", "partial_json": ""}]


def test_cut_json_is_streamed_as_it_is_and_marked_nowhere():
    block = {"type": "tool_use", "id": "toolu_1", "name": "x", "input": {}, RAW_JSON: '{"a": "b'}
    events = events_of(a_message(block), "s")
    assert RAW_JSON not in json.dumps(events)
    parts = [data["delta"]["partial_json"] for name, data in events if name == "content_block_delta"]
    assert "".join(parts) == '{"a": "b'


def test_server_results_come_whole():
    block = {"type": "tool_search_tool_result", "tool_use_id": "srvtoolu_1", "content": {"a": 1}}
    events = [event for event in events_of(a_message(block), "s") if event[0].startswith("content_block")]
    assert [name for name, _ in events] == ["content_block_start", "content_block_stop"]
    assert events[0][1]["content_block"] == block


def test_objects_are_padded_before_the_last_brace_except_pings():
    sent = {encode(("message_stop", {"type": "message_stop"}), str(seed)) for seed in range(40)}
    assert len(sent) > 5
    for event in sent:
        assert re.fullmatch(rb'event: message_stop\ndata: \{"type":"message_stop" *\}\n\n', event)
    assert encode(("ping", {"type": "ping"}), "s") == b'event: ping\ndata: {"type": "ping"}\n\n'


@pytest.mark.parametrize("length", [0, 1, 10, 5000])
def test_fragments_join_to_the_text(length):
    text = ("añ\\\n" * 2000)[:length]
    assert "".join(fragments(text, "seed")) == text
