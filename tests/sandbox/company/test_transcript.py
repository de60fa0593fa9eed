from datetime import UTC, datetime

from sandbox.company import Company
from sandbox.company.transcript import transcript

COMPANY = Company(1, datetime(2026, 6, 3, 15, tzinfo=UTC))


def test_every_quote_was_said_by_somebody_else_than_us() -> None:
    call = COMPANY.last_finished(COMPANY.person("ana"))
    assert call.qualification is not None
    said = {line.text: line.speaker for line in transcript(call)}
    for finding in call.qualification.all:
        if finding.quote:
            assert said[finding.quote].type == "prospect"


def test_a_no_show_is_silent() -> None:
    absent = next(call for call in COMPANY.meetings if call.no_show)
    assert transcript(absent) == ()


def test_the_words_fit_into_the_call() -> None:
    call = COMPANY.meetings[10]
    lines = transcript(call)
    assert [line.index for line in lines] == list(range(len(lines)))
    assert lines[-1].offset + lines[-1].length <= call.duration
