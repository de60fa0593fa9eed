import pytest


def put(**fields):
    return lambda body: body.update(fields)


@pytest.mark.parametrize("name", ["model", "messages", "max_tokens"])
def test_required_fields_are_required(refusal, name):
    assert refusal(lambda body: body.pop(name)) == f"{name}: Field required"


@pytest.mark.parametrize(
    "change, words",
    [
        (put(colour="red"), "colour: Extra inputs are not permitted"),
        (put(thread={"type": "create"}), "thread: Extra inputs are not permitted"),
        (put(temperature=1.0), "temperature"),
        (put(top_p=1), "top_p"),
        (put(messages=[]), "at least one message"),
        (put(max_tokens=200_000), "max_tokens: 200000 > 128000, which is the maximum allowed number"),
        (put(max_tokens="many"), "max_tokens: Input should be a valid integer"),
        (put(max_tokens=-1), "greater than or equal to 1"),
        (put(stream="yes"), "stream"),
        (put(service_tier="gold"), "service_tier"),
        (put(stop_sequences=[" "]), "non-whitespace"),
        (put(metadata={"email": "a@b.example"}), "metadata.email: Extra inputs are not permitted"),
        (put(system=[{"type": "image"}]), "system.0.type"),
        (put(system=[{"type": "text", "text": ""}]), "text content blocks must be non-empty"),
        (put(diagnostics={"previous_message_id": "x"}), "diagnostics.previous_message_id"),
    ],
)
def test_bad_parameters_are_refused(refusal, change, words):
    assert words in (refusal(change) or "")


def test_sampling_depends_on_version_and_model(refusal):
    def old(model):
        return lambda body: (
            body.update(model=model, temperature=0.2),
            body.pop("thinking"),
            body.pop("output_config"),
            body["messages"].pop(1),
        )

    assert refusal(old("claude-opus-5"), version="2023-06-01") == (
        "`temperature` is deprecated for this model."
    )
    assert refusal(old("claude-haiku-4-5"), version="2023-06-01") is None
    assert "temperature" in (refusal(old("claude-haiku-4-5")) or "")


def test_a_beta_field_passes_with_its_header(refusal):
    change = put(context_management={"edits": []})
    assert refusal(change) == "context_management: Extra inputs are not permitted"
    assert refusal(change, betas=frozenset({"context-management-2025-06-27"})) is None


def test_counting_takes_no_output_parameters(refusal):
    assert refusal(counting=True) == "max_tokens: Extra inputs are not permitted"
