import pytest


def ask(model, thinking=None, effort=None, **rest):
    def change(body):
        body.update(model=model, **rest)
        body["thinking"] = thinking
        body["output_config"] = {"effort": effort} if effort else {}
        if model.endswith(("4-5", "4-6")):
            body["messages"].pop(1)

    return change


OFF = {"type": "disabled"}
BETWEEN = {"type": "between_tools"}
BUDGET = {"type": "enabled", "budget_tokens": 2048}


@pytest.mark.parametrize(
    "model, thinking, effort, words",
    [
        ("claude-opus-5-5", OFF, None, '"thinking.type.disabled" is not supported for this model.'),
        ("claude-opus-5-5", BUDGET, None, '"thinking.type.enabled" is not supported for this model.'),
        ("claude-sonnet-5-5", OFF, None, "To turn thinking off on this model, send"),
        ("claude-haiku-5-5", BETWEEN, None, '"thinking.type.between_tools" is not supported'),
        ("claude-haiku-5-5", OFF, "max", "output_config.effort 'max' is not supported when thinking is"),
        ("claude-sonnet-5-5", BETWEEN, "xhigh", "output_config.effort 'xhigh' is not supported"),
        ("claude-opus-4-6", None, "xhigh", "Supported levels: high, low, max, medium."),
        ("claude-opus-4-5", {"type": "adaptive"}, None, "adaptive thinking is not supported on this model"),
        ("claude-opus-4-5", {**BUDGET, "budget_tokens": 64000}, None, "must be greater than"),
        ("claude-haiku-4-5", None, "low", "does not support the effort parameter"),
        ("claude-opus-5-5", {"type": "deep"}, None, "thinking: Input tag 'deep'"),
        ("claude-opus-5-5", {"type": "adaptive", "budget_tokens": 1}, None, "Extra inputs"),
        ("claude-opus-5-5", {"type": "adaptive", "block_binding": {}}, None, "block_binding: Extra inputs"),
        ("claude-opus-5-5", {"type": "adaptive", "display": "loud"}, None, "thinking.display"),
        ("claude-opus-5-5", None, "huge", "output_config.effort: Input should be"),
    ],
)
def test_what_a_model_cannot_do_is_refused(refusal, model, thinking, effort, words):
    assert words in (refusal(ask(model, thinking, effort)) or "")


@pytest.mark.parametrize(
    "model, thinking, effort",
    [
        ("claude-opus-5-5", {"type": "adaptive", "display": "summarized"}, "max"),
        ("claude-sonnet-5-5", BETWEEN, "high"),
        ("claude-haiku-5-5", OFF, "high"),
        ("claude-opus-4-5", BUDGET, "low"),
        ("claude-opus-5-5", None, None),
    ],
)
def test_what_a_model_can_do_is_accepted(refusal, model, thinking, effort):
    assert refusal(ask(model, thinking, effort)) is None


def test_block_binding_needs_its_header(refusal):
    thinking = {"type": "adaptive", "block_binding": {"prefix_mismatch_behavior": "drop_block"}}
    betas = frozenset({"thinking-binding-controls-2026-08-01"})
    assert refusal(ask("claude-opus-5-5", thinking), betas=betas) is None


def test_a_budget_excludes_forced_tools(refusal):
    change = ask("claude-opus-4-5", BUDGET, tool_choice={"type": "any"})
    assert refusal(change) == "Thinking may not be enabled when tool_choice forces tool use."
