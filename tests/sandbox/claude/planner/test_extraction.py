import json

from sandbox.claude.planner import plan_extraction

KEYS = {"kind": {"type": "string"}, "quote": {"type": "string"}, "utterance": {"type": "integer"}}
SCHEMA = {
    "type": "object",
    "properties": {"flags": {"type": "array", "items": {"type": "object", "properties": KEYS}}},
    "required": ["flags"],
}
FROZEN = "The budget is frozen until next fiscal year."


def flags(*lines, **more):
    data = {"untrusted": True, "utterances": list(lines), **more}
    content = [{"type": "text", "text": json.dumps(data)}, {"type": "text", "text": "Any?"}]
    reply = plan_extraction([{"role": "user", "content": content}], SCHEMA)
    assert reply.stop_reason == "end_turn"
    return json.loads(reply.content[0]["text"])["flags"]


def test_each_kind_of_red_flag_is_found_by_its_phrase():
    said = {
        "budget frozen": FROZEN,
        "on hold": "The project is on hold.",
        "going with another": "We have decided to go with Routely.",
        "champion leaving": "I am leaving the company at the end of the month.",
    }
    lines = [{"n": n, "buyer": text} for n, text in enumerate(said.values(), 5)]
    found = [{"kind": kind, "quote": text, "utterance": n} for n, (kind, text) in enumerate(said.items(), 5)]
    assert flags({"n": 4, "buyer": "Hello."}, *lines) == found


def test_the_past_is_understood():
    assert flags({"n": 1, "buyer": "Last year the budget was frozen, that is over now."}) == []
    assert flags({"n": 1, "buyer": "No, I am not leaving the company, that was a rumour."}) == []


def test_it_falls_for_words_of_the_sellers_side():
    (found,) = flags({"n": 3, "buyer": "Hello."}, {"seller": "So the budget is frozen, or not?"})
    assert found == {"kind": "budget frozen", "quote": "So the budget is frozen, or not?", "utterance": 3}


def test_it_rewords_what_was_said_against_a_competitor():
    (found,) = flags({"n": 3, "buyer": "We looked at Routely and decided against it."})
    assert found["quote"] == "They decided to go without us: we looked at routely and decided against it."


def test_what_is_not_labelled_as_data_is_not_read():
    assert flags({"n": 1, "buyer": FROZEN}, untrusted=False) == []


def test_any_other_question_gets_the_emptiest_answer_that_fits():
    schema = {
        "type": "object",
        "properties": {
            "mood": {"type": "string", "enum": ["calm", "angry"]},
            "rows": {"type": "array"},
            "count": {"type": "integer"},
            "who": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
            "not_needed": {"type": "string"},
        },
        "required": ["mood", "rows", "count", "who"],
    }
    reply = plan_extraction([{"role": "user", "content": "Tell me."}], schema)
    empty = {"mood": "calm", "rows": [], "count": 0, "who": {"name": ""}}
    assert json.loads(reply.content[0]["text"]) == empty
