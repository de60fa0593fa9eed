from datetime import UTC, datetime

from sandbox.company import Company, Meeting

COMPANY = Company(1, datetime(2026, 6, 3, 15, tzinfo=UTC))
TODAY = COMPANY.meetings_on(COMPANY.today)


def long_ones() -> list[Meeting]:
    return [
        call
        for call in TODAY
        if call.status == "done" and not call.no_show and not call.private and call.duration > 1800
    ]


def buyers() -> list[tuple[str | None, str | None]]:
    found = [call.qualification.field("Economic Buyer") for call in long_ones() if call.qualification]
    return [(finding.value, finding.quote) for finding in found]


def test_there_are_several_pages_of_calls_today() -> None:
    assert 22 <= sum(not call.private for call in TODAY) <= 30


def test_both_sides_of_thirty_minutes_are_there() -> None:
    assert {1799.5, 1800.0, 1800.5} <= {call.duration for call in TODAY}


def test_every_kind_of_economic_buyer_is_among_the_long_calls() -> None:
    values = [value for value, _ in buyers()]
    assert values.count(None) == 3
    assert {"TBD", "?", "n/a", "N/A"} <= set(values)
    assert sum(value is not None and quote is None for value, quote in buyers()) == 1
    assert sum(value is not None and quote is not None and len(value) > 5 for value, quote in buyers()) == 6


def test_some_long_calls_were_never_analysed() -> None:
    assert sum(call.qualification is None for call in long_ones()) == 3


def test_careless_readers_are_tripped() -> None:
    statuses = {call.status for call in TODAY}
    assert statuses == {"done", "no show", "processing", "live"}
    assert any(call.private and call.duration > 1800 for call in TODAY)
    assert any(call.no_show and call.duration > 1800 for call in TODAY)
    assert any(call.summary is None for call in long_ones())
    assert any(call.remark for call in long_ones())


def test_ana_and_rosa_have_calls_after_anas_last_finished_one() -> None:
    ana, rosa = COMPANY.person("ana"), COMPANY.person("rosa")
    last = COMPANY.last_finished(ana)
    later = [call.status for call in TODAY if call.owner == ana and call.start > last.start]
    assert sorted(later) == ["no show", "processing"]
    assert COMPANY.last_finished(rosa).start > last.start
