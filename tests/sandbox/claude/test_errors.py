from sandbox.claude.errors import ApiError, extra, missing, refused


def test_an_envelope_names_type_sentence_and_request():
    error = ApiError("No.", 429, "rate_limit_error", {"error_code": "x"})
    assert error.envelope("req_1") == {
        "type": "error",
        "error": {"type": "rate_limit_error", "message": "No.", "details": {"error_code": "x"}},
        "request_id": "req_1",
    }


def test_common_refusals_use_the_words_of_the_api():
    assert extra("a.b").message == "a.b: Extra inputs are not permitted"
    assert missing("a").message == "a: Field required"
    assert refused("No.").status == 400
