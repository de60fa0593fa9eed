import copy
from datetime import timedelta

import pytest

from sandbox.claude.caching import Cache, count_tokens
from sandbox.claude.models import MODELS

MODEL = MODELS["claude-opus-5-5"]


@pytest.fixture
def measure(clock):
    cache = Cache()

    def ask(body):
        measured = cache.measure(body, MODELS[body["model"]], clock.now())
        cache.remember(measured, clock.now())
        return measured

    return ask


def grown(body):
    body = copy.deepcopy(body)
    body["messages"].append({"role": "user", "content": "And what else is there to know about it?"})
    return body


def test_a_grown_conversation_reads_what_it_wrote(measure, request_body):
    first = measure(request_body)
    assert first.read == 0
    assert first.written["1h"] > 512
    assert first.written["5m"] > 0
    assert first.fresh == 0
    second = measure(grown(request_body))
    assert second.read == first.total
    assert second.written["1h"] == 0
    assert 0 < second.written["5m"] < 40


@pytest.mark.parametrize(
    "edit",
    [
        lambda body: body["tools"].reverse(),
        lambda body: body["tools"][0].update(description="x"),
        lambda body: body["system"][0].update(text="Now it is Monday. " * 200),
        lambda body: body.update(model="claude-sonnet-5-5"),
    ],
)
def test_a_changed_prefix_reads_nothing(measure, request_body, edit):
    measure(request_body)
    edit(request_body)
    assert measure(request_body).read == 0


def test_changed_settings_keep_tools_and_system(measure, request_body):
    first = measure(request_body)
    request_body["output_config"] = {"effort": "high"}
    assert measure(request_body).read == first.written["1h"]


def test_entries_expire_and_are_refreshed_by_reading(measure, clock, request_body):
    first = measure(request_body)
    clock.advance(timedelta(minutes=4))
    assert measure(request_body).read == first.total
    clock.advance(timedelta(minutes=4))
    assert measure(request_body).read == first.total
    clock.advance(timedelta(minutes=6))
    assert measure(request_body).read == first.written["1h"]
    clock.advance(timedelta(minutes=61))
    assert measure(request_body).read == 0


def test_short_prefixes_are_not_cached(measure, request_body):
    request_body["system"] = "Short."
    first = measure(request_body)
    assert first.usage()["cache_creation_input_tokens"] == 0
    assert first.fresh == first.total


def test_without_breakpoints_nothing_is_cached(measure, request_body):
    del request_body["cache_control"], request_body["system"][0]["cache_control"]
    assert measure(request_body).fresh == measure(request_body).total


def test_deferred_tools_cost_nothing_until_they_are_found(measure, request_body, tool):
    before = measure(request_body)
    hidden = tool("hidden", defer_loading=True)
    hidden["description"] = "Long. " * 100
    request_body["tools"].append(hidden)
    assert measure(request_body).read == before.total
    request_body["messages"][-1]["content"][0]["content"] = [
        {"type": "tool_reference", "tool_name": "hidden"}
    ]
    found = measure(request_body)
    assert found.read == before.written["1h"]
    assert found.total > before.total + 100


def test_look_back_ends_after_twenty_positions(measure, request_body):
    first = measure(request_body)
    near = grown(request_body)
    near["messages"][-1]["content"] = [{"type": "text", "text": f"line {at}"} for at in range(15)]
    far = copy.deepcopy(near)
    far["messages"][-1]["content"] = [{"type": "text", "text": f"line {at}"} for at in range(30)]
    assert measure(far).read == first.written["1h"]
    assert measure(near).read == first.total


def test_tokens_are_about_a_quarter_of_the_letters():
    assert count_tokens("a" * 400) == 100
    assert count_tokens({}) == 1
