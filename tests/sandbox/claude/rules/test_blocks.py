import pytest


def block(**fields):
    """Adds a block behind the last message's result."""
    return lambda body: body["messages"][-1]["content"].append(fields)


def result(**fields):
    return lambda body: body["messages"][-1]["content"][0].update(fields)


def call(**fields):
    return lambda body: body["messages"][2]["content"][0].update(fields)


def message(**fields):
    return lambda body: body["messages"].append(fields)


@pytest.mark.parametrize(
    "change, words",
    [
        (block(type="text", text=""), "messages: text content blocks must be non-empty"),
        (block(type="text", text=" \n"), "messages: text content blocks must contain non-whitespace text"),
        (
            block(type="text", text="", cache_control={"type": "ephemeral"}),
            "cache_control cannot be set for empty text blocks",
        ),
        (
            block(type="song", words="la"),
            "messages.3.content.1: Input tag 'song' found using 'type' does not",
        ),
        (block(type="text", text="a", parsed_output=None), "messages.3.content.1.text.parsed_output: Extra"),
        (block(type="thinking", thinking=""), "messages.3.content.1.thinking.signature: Field required"),
        (
            block(type="image", source={"type": "base64", "media_type": "image/bmp", "data": ""}),
            "messages.3.content.1.image.source.base64.media_type: Input should be 'image/jpeg'",
        ),
        (block(type="text", text="a", citations=[{"type": "x"}]), "citations"),
        (result(content=[]), "messages.3.content.0.tool_result.content: List should have at least 1 item"),
        (result(content=[{"type": "tool_use"}]), "tool_result.content.0: Input tag 'tool_use'"),
        (result(is_error="yes"), "is_error: Input should be a valid boolean"),
        (call(id="a b"), "messages.2.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'"),
        (call(input="{}"), "tool_use.input: Input should be a valid dictionary"),
        (message(role="user", content=[]), "messages.4: all messages must have non-empty content except for"),
        (message(role="user", content="  "), "non-whitespace"),
        (message(role="tool", content="x"), "messages.4.role"),
        (message(role="user", content="x", id="msg_1"), "messages.4.id: Extra inputs are not permitted"),
        (message(role="user"), "messages.4.content: Field required"),
        (
            message(role="assistant", content=[{"type": "document", "source": {}}]),
            "messages.4.content.0: `document` blocks are not allowed",
        ),
        (message(role="system", content=[{"type": "image", "source": {}}]), "expected tags: 'text'"),
    ],
)
def test_bad_blocks_are_refused(refusal, change, words):
    assert words in (refusal(change) or "")


@pytest.mark.parametrize(
    "change",
    [
        result(content=None, is_error=False),
        lambda body: body["messages"][-1]["content"][0].pop("content"),
        result(content=[{"type": "text", "text": "a"}], is_error=None),
        call(caller={"type": "direct"}),
        call(caller=None, toolset_name=None),
        block(type="text", text="And so?", citations=None),
        message(role="user", content="And so?"),
    ],
)
def test_unusual_blocks_are_accepted(refusal, change):
    assert refusal(change) is None
