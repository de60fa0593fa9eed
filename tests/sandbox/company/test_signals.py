from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sandbox.company import Company, Meeting
from sandbox.company.signal_words import OURS, OVER, RED_FLAGS, TRACKED
from sandbox.company.transcript import transcript

NOW = datetime(2026, 6, 3, 15, tzinfo=UTC)
COMPANY = Company(1, NOW)
HELD = [call for call in COMPANY.meetings if call.status == "done"]


def late(call: Meeting) -> bool:
    return call.deal is not None and call.deal.stage in ("Proposal", "Negotiation")


def test_pricing_is_spoken_of_in_most_late_calls_but_not_in_all_deals() -> None:
    calls = defaultdict(list)
    for call in HELD:
        if call.deal and late(call):
            calls[call.deal.id].append("Pricing" in {tracker.name for tracker in call.trackers})
    assert sum(map(sum, calls.values())) > sum(map(len, calls.values())) / 2
    assert 0 < sum(not any(spoken) for spoken in calls.values()) < len(calls) / 2


def test_each_side_is_heard_speaking_of_a_competitor() -> None:
    heard = {(tracker.name, tracker.type) for call in HELD for tracker in call.trackers}
    assert heard == {(name, side) for name in TRACKED for side in ("cust", "rep")}


def test_what_a_tracker_heard_was_said_by_that_side() -> None:
    for call in HELD:
        said = {line.text: line.speaker.type for line in transcript(call)}
        for tracker in call.trackers:
            sides = {said[quote] for quote in tracker.quotes}
            assert sides == {"rep" if tracker.type == "rep" else "prospect"}


def test_every_line_is_heard_once_at_a_time_that_was_there_before() -> None:
    for call in HELD[:80]:
        before = transcript(replace(call, lines=()))
        now = transcript(call)
        assert [(u.index, u.offset, u.length) for u in now] == [(u.index, u.offset, u.length) for u in before]
        texts = [u.text for u in now]
        assert all(texts.count(line.text) == 1 for line in call.lines)


def test_a_red_flag_is_spoken_by_a_named_buyer_of_an_open_deal() -> None:
    flagged = [call for call in COMPANY.meetings if call.red_flags]
    assert {flag.kind for call in flagged for flag in call.red_flags} <= set(RED_FLAGS)
    assert 3 <= len({call.deal.id for call in flagged if call.deal}) < len(COMPANY.deals) / 2
    for call in flagged:
        assert call.deal is not None
        assert call.deal.is_open
        (flag,) = call.red_flags
        (line,) = [u for u in transcript(call) if u.text == flag.quote]
        assert (line.speaker.type, line.speaker.name) == ("prospect", flag.speaker)


def test_what_only_sounds_like_one_is_no_red_flag() -> None:
    said = {line.text: line.speaker.type for call in HELD for line in call.lines}
    assert {said[text] for text in OURS if text in said} == {"rep"}
    assert {said[text] for text in OVER if text in said} == {"prospect"}
    assert not {flag.quote for call in HELD for flag in call.red_flags} & {*OURS, *OVER}


def test_the_talk_ratio_is_a_share_and_a_no_show_has_none() -> None:
    assert all(0 < call.talk_ratio < 1 for call in HELD if call.talk_ratio is not None)
    assert {call.talk_ratio is None for call in HELD} == {False}
    absent = next(call for call in COMPANY.meetings if call.no_show)
    assert (absent.talk_ratio, absent.trackers, absent.red_flags, absent.lines) == (None, (), (), ())


@pytest.mark.parametrize("seed", range(2, 12))
def test_every_company_has_deals_in_doubt_and_decoys(seed: int) -> None:
    calls = Company(seed, NOW).meetings
    assert any(call.red_flags for call in calls if call.status == "done" and not call.private)
    assert any(line.text in (*OURS, *OVER) for call in calls for line in call.lines)
