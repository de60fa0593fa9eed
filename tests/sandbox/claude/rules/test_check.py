from sandbox.claude.rules import Asked, first_error


def test_the_recommended_request_is_accepted(refusal):
    assert refusal() is None


def test_an_unknown_model_is_not_found(request_body):
    error = first_error(Asked({**request_body, "model": "claude-2"}))
    assert error is not None
    assert (error.status, error.type, error.message) == (404, "not_found_error", "model: claude-2")
