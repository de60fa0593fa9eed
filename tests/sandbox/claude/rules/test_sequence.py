import pytest

NO_RESULT = "messages.2: `tool_use` ids were found without `tool_result` blocks immediately after: call_1."


def say(role, words="Well."):
    return {"role": role, "content": words}


def tool_use(id):
    return {"type": "tool_use", "id": id, "name": "list_all_chorus_me", "input": {}}


def tool_result(id):
    return {"type": "tool_result", "tool_use_id": id, "content": "{}"}


def messages(change):
    return lambda body: change(body["messages"])


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.pop(),
        lambda m: m[3].update(content="no result"),
        lambda m: m[3]["content"].insert(0, {"type": "text", "text": "first words"}),
        lambda m: m[2]["content"].append({"type": "text", "text": "after the call"}),
        lambda m: m.insert(3, say("assistant")),
    ],
)
def test_each_call_must_be_answered_at_once(refusal, change):
    assert (refusal(messages(change)) or "").startswith(NO_RESULT)


@pytest.mark.parametrize(
    "change, words",
    [
        (
            lambda m: m[3]["content"].append(tool_result("call_2")),
            "messages.3.content.1: unexpected `tool_use_id` found in `tool_result` blocks: call_2.",
        ),
        (
            lambda m: m[3]["content"].append(tool_result("call_1")),
            "messages.3.content.1: unexpected `tool_use_id` found in `tool_result` blocks: call_1.",
        ),
        (lambda m: m[3]["content"].append(tool_result("srvtoolu_1")), "unexpected `tool_use_id`"),
        (lambda m: m[2]["content"].append(tool_use("call_1")), "`tool_use` ids must be unique"),
        (lambda m: m.append(say("assistant")), "This model does not support assistant message prefill."),
        (lambda m: m.insert(0, m.pop(1)), "must come after a user message"),
        (lambda m: m.insert(2, m.pop(1)), "must come after a user message"),
        (lambda m: m.extend([say("system"), say("user")]), "must be last or followed by an assistant"),
    ],
)
def test_bad_sequences_are_refused(refusal, change, words):
    assert words in (refusal(messages(change)) or "")


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.insert(0, say("user")),
        lambda m: m.insert(0, say("assistant")),
        lambda m: m.append(say("user")),
        lambda m: m.append(say("system")),
        lambda m: m[3]["content"].append({"type": "text", "text": "I meant today."}),
        lambda m: m.insert(2, say("assistant", "Let me see.")),
    ],
)
def test_unusual_sequences_are_accepted(refusal, change):
    assert refusal(messages(change)) is None


def test_parallel_results_may_come_in_any_order_and_in_two_messages(refusal):
    def change(m):
        m[2]["content"].append(tool_use("call_2"))
        m[3]["content"] = [tool_result("call_2")]
        m.append({"role": "user", "content": [tool_result("call_1")]})

    assert refusal(messages(change)) is None


def test_system_messages_need_a_model_that_reads_them(refusal):
    def old(body):
        body.update(model="claude-haiku-4-5", thinking={"type": "disabled"}, output_config={})

    assert refusal(old) == "role 'system' is not supported on this model"


SEARCH = {"type": "server_tool_use", "id": "srvtoolu_1", "name": "tool_search_tool_bm25", "input": {}}
FOUND = {
    "type": "tool_search_tool_result",
    "tool_use_id": "srvtoolu_1",
    "content": {"type": "tool_search_tool_search_result", "tool_references": []},
}


def test_server_calls_need_their_result_in_the_same_turn(refusal):
    def change(m):
        m[2]["content"] = [SEARCH, {"type": "text", "text": "Hm."}]
        m[3]["content"] = "Go on."

    words = "`tool_search_tool_bm25` tool use with id `srvtoolu_1` was found without a corresponding"
    assert (refusal(messages(change)) or "").startswith(words)
    assert refusal(messages(lambda m: m[2]["content"].insert(0, FOUND) or None)) is not None
    assert refusal(messages(lambda m: m[2].update(content=[SEARCH, FOUND, *m[2]["content"]]))) is None


def test_a_paused_turn_is_resent_as_it_is(refusal):
    paused = {"role": "assistant", "content": [{"type": "text", "text": "Looking."}, SEARCH, FOUND]}
    assert refusal(messages(lambda m: m.append(paused))) is None


def test_a_caller_must_exist(refusal):
    def change(m):
        m[2]["content"][0]["caller"] = {"type": "code_execution_20260120", "tool_id": "srvtoolu_9"}

    assert refusal(messages(change)) == "source tool `srvtoolu_9` not found for tool use block `call_1`"
