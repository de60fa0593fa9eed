"""The log: one line for each record, with what it is about, in both forms, and nothing secret in it."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from bot import logs
from bot.whereabouts import Where, at, work_as, worker

SECRET = "planted-secret-1"
log = logging.getLogger("tests.log")


@pytest.fixture
def lines(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What a logger of ours writes, in the form that a test asks for."""
    stream = io.StringIO()
    handler = logs.handler_for(request.param, [SECRET], stream)
    log.addHandler(handler)
    log.propagate = False
    yield stream
    log.removeHandler(handler)
    log.propagate = True


def fail() -> None:
    raise ValueError(f"over {SECRET}")


@pytest.mark.parametrize("lines", ["json"], indirect=True)
def test_a_json_line_says_when_what_and_for_which_run(lines: io.StringIO) -> None:
    before = worker()
    work_as("host-1")
    with at(Where("Ev1", "T1|ask:x", "T1")):
        log.warning("the %s is late", "post")
    work_as(before)
    told = json.loads(lines.getvalue())
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "level": "WARNING",
        "logger": "tests.log",
        "message": "the post is late",
        "run": "T1|ask:x",
        "workspace": "T1",
        "worker": "host-1",
        "event": "Ev1",
    }


@pytest.mark.parametrize("lines", ["json"], indirect=True)
def test_an_exception_is_a_field_of_the_same_line(lines: io.StringIO) -> None:
    try:
        fail()
    except ValueError:
        log.exception("two\nlines")
    (line,) = lines.getvalue().splitlines()
    told = json.loads(line)
    assert told["message"] == "two\nlines"
    assert told["exception"].startswith("Traceback")
    assert "ValueError: over ***" in told["exception"]
    assert "run" not in told, "what is not known is left out"


@pytest.mark.parametrize("lines", ["json", "text"], indirect=True)
def test_a_secret_goes_from_the_message_its_arguments_and_the_exception(lines: io.StringIO) -> None:
    try:
        fail()
    except ValueError:
        log.exception("with %s and %r", SECRET, {"a": SECRET})
    assert SECRET not in lines.getvalue()
    assert lines.getvalue().count("***") == 3


@pytest.mark.parametrize("lines", ["text"], indirect=True)
def test_a_line_for_people_reads_as_ever(lines: io.StringIO) -> None:
    log.error("that is all")
    assert lines.getvalue().endswith(" ERROR tests.log: that is all\n")


@pytest.fixture
def _as_before() -> Iterator[None]:
    """The log is the process's: whoever begins one anew puts things back."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    level, handlers = root.level, list(root.handlers)
    yield
    root.handlers[:], sys.excepthook, threading.excepthook = handlers, *hooks
    root.setLevel(level)


@pytest.mark.usefixtures("_as_before")
def test_what_nobody_caught_goes_through_the_log_too(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin("text", [SECRET], verbose=False)
    try:
        fail()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    told = capsys.readouterr().err
    assert told.count("ValueError: over ***") == 2
    assert SECRET not in told
    assert "KeyboardInterrupt" not in told


@pytest.mark.usefixtures("_as_before")
def test_the_noisy_keep_quiet_however_much_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin("json", [], verbose=True)
    logging.getLogger("httpx").info("POST https://x")
    logging.getLogger("bot").debug("looking")
    assert [json.loads(line)["logger"] for line in capsys.readouterr().err.splitlines()] == ["bot"]


@pytest.mark.usefixtures("_as_before")
def test_a_library_with_a_way_of_its_own_takes_ours(capsys: pytest.CaptureFixture[str]) -> None:
    own = logging.getLogger("tests.own")
    own.addHandler(logging.StreamHandler(sys.stderr))
    own.propagate = False
    logs.begin("json", [SECRET], verbose=False)
    logs.claim("tests.own")
    own.error("with %s", SECRET)
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["message"] == "with ***"
