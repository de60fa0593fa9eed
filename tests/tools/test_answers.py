"""Each answer of Truto is read as one plain sentence with the right party to blame."""

import json
from typing import Any

import pytest

from tools.answers import Answer, error_for, parse
from tools.errors import (
    Blame,
    Blocked,
    NeedsReconnect,
    NotThere,
    RateLimited,
    Refused,
    Unavailable,
    UpstreamError,
)


def an_answer(status: int, body: Any = None, verb: str = "GET", kind: str = "application/json") -> Answer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(verb, status, {}, kind, content)


def an_envelope(status: int, message: Any = "No luck", **more: Any) -> dict[str, Any]:
    return {"statusCode": status, "error": "Error", "message": message, **more}


REMOTE = {"truto_is_remote_error": True}


@pytest.mark.parametrize(
    "status, remote, kind, blame",
    [
        (400, False, Refused, "request"),
        (400, True, Refused, "request"),
        (401, False, NeedsReconnect, "token"),
        (401, True, NeedsReconnect, "account"),
        (403, False, Refused, "token"),
        (403, True, Refused, "account"),
        (404, False, NotThere, "request"),
        (404, True, NotThere, "request"),
        (405, False, Refused, "account"),
        (408, False, Unavailable, "truto"),
        (409, True, Refused, "request"),
        (422, True, Refused, "request"),
        (429, False, RateLimited, "truto"),
        (429, True, RateLimited, "vendor"),
        (500, False, Unavailable, "truto"),
        (502, True, Unavailable, "vendor"),
        (503, False, Blocked, "account"),
        (503, True, Unavailable, "vendor"),
        (504, True, Unavailable, "vendor"),
    ],
)
def test_status_and_remote_flag_decide_class_and_blame(
    status: int, remote: bool, kind: type[UpstreamError], blame: Blame
) -> None:
    error = error_for(an_answer(status, an_envelope(status, **(REMOTE if remote else {}))), wait=4.0)
    assert type(error) is kind
    assert (error.status, error.blame, error.remote) == (status, blame, remote)
    assert str(error)[0].isupper()
    assert str(error)[-1] in ".!?…"


def test_the_wait_is_said_and_carried() -> None:
    error = error_for(an_answer(429, an_envelope(429)), wait=10.0)
    assert isinstance(error, RateLimited)
    assert error.retry_after == 10.0
    assert str(error) == "Truto asks us to slow down for 10 seconds."


def test_the_vendor_s_reason_pointer_and_body_are_kept() -> None:
    raw = {"errors": [{"detail": "x", "source": {"pointer": "/data/attributes/opportunity_id"}}]}
    body = an_envelope(400, "opportunity_id is not linked to this meeting", **REMOTE, raw_response=raw)
    error = error_for(an_answer(400, body))
    assert (
        str(error) == "Chorus refused the request (error 400): opportunity_id is not linked to this meeting."
    )
    assert (error.pointer, error.raw_response) == ("/data/attributes/opportunity_id", raw)


@pytest.mark.parametrize(
    "message, end",
    [("Internal Server Error", "."), ("", "."), ("The index is rebuilt", ": The index is rebuilt.")],
)
def test_the_name_of_a_status_is_no_reason(message: str, end: str) -> None:
    error = error_for(an_answer(500, an_envelope(500, message, **REMOTE)))
    assert str(error) == f"Chorus is not available at the moment; it answered with an error (500){end}"


@pytest.mark.parametrize(
    "message, raw, said",
    [
        ("", {"errors": [{"detail": "no such deal"}]}, "no such deal."),
        (None, {"errors": [{"title": "Bad request"}]}, "Bad request."),
        ("", "plain text from the vendor!", "plain text from the vendor!"),
        (["a is missing", "b is missing"], None, "a is missing; b is missing."),
        ("", None, "Error."),
        ("", {"errors": "odd"}, "Error."),
        ("", {"errors": [None]}, "Error."),
        ({"odd": 1}, [1], "Error."),
    ],
)
def test_an_empty_message_is_filled_from_the_vendor_s_body(message: Any, raw: Any, said: str) -> None:
    error = error_for(an_answer(400, an_envelope(400, message, **REMOTE, raw_response=raw)))
    assert str(error) == f"Chorus refused the request (error 400): {said}"


@pytest.mark.parametrize(
    "source, pointer",
    [
        ({"parameter": "limit"}, "limit"),
        ({"path": "a.b"}, "a.b"),
        ({}, None),
        (None, None),
        ("odd", None),
    ],
)
def test_the_place_of_the_fault_has_several_spellings(source: Any, pointer: str | None) -> None:
    raw = {"errors": [{"source": source}]}
    assert error_for(an_answer(400, an_envelope(400, raw_response=raw))).pointer == pointer


def test_what_a_stranger_writes_is_cleaned_before_it_is_shown() -> None:
    message = "<b>Bad</b>\n\n &lt;link&gt; https://media.example/a?sig=secret " + "x" * 400
    said = str(error_for(an_answer(400, an_envelope(400, message))))
    assert "secret" not in said
    assert "<b>" not in said
    assert "\n" not in said
    assert len(said) < 320
    assert said.endswith("…")


@pytest.mark.parametrize("status", [200, 404, 500, 502, 503])
def test_a_web_page_is_no_answer_whatever_its_status(status: int) -> None:
    answer = an_answer(status, b"<html>Bad gateway</html>", kind="text/html")
    if status == 200:
        with pytest.raises(Unavailable, match="a web page"):
            parse(answer)
    else:
        assert type(error_for(answer)) is Unavailable
        assert "html" not in str(error_for(answer))


def test_an_unreadable_404_does_not_prove_that_something_is_gone() -> None:
    assert type(error_for(an_answer(404, b""))) is Unavailable


@pytest.mark.parametrize("status", [408, 500, 502, 504])
def test_a_failed_call_with_an_effect_may_have_been_done(status: int) -> None:
    body = an_envelope(status)
    assert error_for(an_answer(status, body, "POST")).maybe_done
    assert not error_for(an_answer(status, body, "GET")).maybe_done


@pytest.mark.parametrize("status", [400, 401, 404, 405, 409, 429, 503])
def test_a_refusal_is_not_done(status: int) -> None:
    assert not error_for(an_answer(status, an_envelope(status), "POST")).maybe_done


@pytest.mark.parametrize("content", [b"", b"  \n"])
def test_an_empty_success_is_none(content: bytes) -> None:
    assert parse(an_answer(201, content)) is None


@pytest.mark.parametrize("value", [None, {}, [], {"result": {}}, "text", 3])
def test_a_success_is_its_json(value: Any) -> None:
    assert parse(an_answer(200, value)) == value


def test_json_that_is_cut_off_may_hide_an_effect() -> None:
    with pytest.raises(Unavailable, match="cut off") as caught:
        parse(an_answer(200, b'{"a": [1, 2', "POST"))
    assert caught.value.maybe_done
    with pytest.raises(Unavailable) as caught:
        parse(an_answer(200, b"\xff\xfe{", "GET"))
    assert not caught.value.maybe_done
