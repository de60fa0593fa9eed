import pytest


def choose(choice, model="claude-opus-5", **rest):
    return lambda body: body.update(tool_choice=choice, model=model, **rest)


@pytest.mark.parametrize("model", ["claude-opus-5-5", "claude-sonnet-5-5", "claude-fable-5-2"])
def test_newest_models_cannot_be_forced(refusal, model):
    words = 'tool_choice: type "tool" and "any" are not supported for this model.'
    assert refusal(choose({"type": "any"}, model)) == words
    assert refusal(choose({"type": "tool", "name": "list_all_chorus_me"}, model)) == words


@pytest.mark.parametrize(
    "choice, words",
    [
        ({"type": "some"}, "tool_choice: Input tag 'some'"),
        ({"type": "none", "disable_parallel_tool_use": True}, "Extra inputs are not permitted"),
        ({"type": "tool"}, "tool_choice.tool.name: Field required"),
        ({"type": "tool", "name": "nothing"}, "Tool 'nothing' not found"),
    ],
)
def test_bad_choices_are_refused(refusal, choice, words):
    assert words in (refusal(choose(choice)) or "")


def test_choice_needs_tools(refusal):
    words = "tool_choice may only be specified while providing tools"
    assert refusal(choose({"type": "auto"}, tools=[])) == words


@pytest.mark.parametrize("kind", ["auto", "any"])
def test_parallel_calls_can_be_switched_off(refusal, kind):
    assert refusal(choose({"type": kind, "disable_parallel_tool_use": True})) is None
