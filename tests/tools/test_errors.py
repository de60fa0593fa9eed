"""Every failure can be told apart by who has to do something about it."""

import pytest

from tools import errors
from tools.errors import BinaryAnswer, RateLimited, Refused, UpstreamError, UsageError

KINDS = [
    errors.NeedsReconnect,
    errors.Blocked,
    errors.Refused,
    errors.BinaryAnswer,
    errors.NotThere,
    errors.Unavailable,
]


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_carries_what_the_other_side_said(kind: type[UpstreamError]) -> None:
    raw = {"errors": []}
    error = kind(
        "No.", status=400, blame="request", remote=True, raw_response=raw, pointer="/a", maybe_done=True
    )
    assert isinstance(error, UpstreamError)
    assert str(error) == "No."
    assert (error.status, error.blame, error.remote, error.raw_response) == (400, "request", True, raw)
    assert (error.pointer, error.maybe_done) == ("/a", True)


def test_a_rate_limit_says_when_to_come_back_and_never_that_something_was_done() -> None:
    error = RateLimited("Slow down.", retry_after=10.0)
    assert (error.retry_after, error.status, error.blame, error.maybe_done) == (10.0, 429, "truto", False)


def test_a_file_is_a_refusal_and_wrong_arguments_are_not_the_other_side_s_fault() -> None:
    assert issubclass(BinaryAnswer, Refused)
    assert not issubclass(UsageError, UpstreamError)


def test_the_tree_in_the_docstring_names_every_class() -> None:
    named = errors.__doc__ or ""
    classes = [n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, Exception)]
    assert [name for name in classes if name not in named] == []
