import pytest

from sandbox.claude.errors import ApiError
from sandbox.claude.rules.transport import MAX_BODY, header_error, parse

GOOD = {"authorization": "Bearer k", "anthropic-version": "2026-10-21"}


@pytest.mark.parametrize(
    "headers, status, words",
    [
        ({"anthropic-version": "2026-10-21"}, 401, "x-api-key header is required"),
        ({**GOOD, "authorization": "Bearer other"}, 401, "Invalid bearer token"),
        ({"x-api-key": "other", "anthropic-version": "2026-10-21"}, 401, "invalid x-api-key"),
        ({"authorization": "Bearer k"}, 400, "anthropic-version: header is required"),
        ({**GOOD, "anthropic-version": "2027-01-01"}, 400, "not a valid version"),
        ({**GOOD, "anthropic-beta": "compact-2026-09-04,magic"}, 400, "Unexpected value(s) `magic`"),
    ],
)
def test_bad_headers_are_refused(headers, status, words):
    error = header_error(headers, "k")
    assert error is not None
    assert error.status == status
    assert words in error.message


@pytest.mark.parametrize("version", ["2023-06-01", "2026-10-21"])
def test_both_ways_to_send_the_key_are_accepted(version):
    assert header_error({"x-api-key": "k", "anthropic-version": version}, "k") is None
    assert header_error({"authorization": "Bearer k", "anthropic-version": version}, "k") is None


def test_known_betas_are_accepted_comma_joined():
    betas = "compact-2026-09-04,thinking-binding-controls-2026-08-01"
    assert header_error({**GOOD, "anthropic-beta": betas}, "k") is None


def test_a_body_must_be_a_json_object_of_bounded_size():
    broken, a_list, huge = parse(b"{"), parse(b"[]"), parse(b" " * (MAX_BODY + 1))
    assert isinstance(broken, ApiError)
    assert "JSON" in broken.message
    assert isinstance(a_list, ApiError)
    assert isinstance(huge, ApiError)
    assert (huge.status, huge.type) == (413, "request_too_large")
    assert parse(b'{"a": 1}') == {"a": 1}
