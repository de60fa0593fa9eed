"""Whether everybody who is present may hear of a call."""

from dataclasses import replace

import pytest

from bot.audience import UNTRACED, Audience, Present, all_may_hear
from bot.people import OUTSIDER, Attendance, Policy
from tests.builders import a_participant, a_person

ANA = a_person()
BEN = a_person("UBEN", email="ben@seller.example", chorus_id="2")
SAM = a_person("USAM", email="sam@seller.example", chorus_id="9", reports=("305921", "2"))
ROSA = a_person("UROSA", email="rosa@seller.example", chorus_id="8", is_admin=True)
OF_ANA = Attendance("305921", None, (a_participant(),))
PRIVATE = replace(OF_ANA, private=True)


@pytest.mark.parametrize(
    "present, audience, may",
    [
        ([ANA], "strict", True),
        ([ANA, SAM, ROSA], "strict", True),
        ([ANA, BEN], "strict", False),
        ([ANA, BEN], "seats", True),
        ([ANA, OUTSIDER], "seats", False),
        ([ANA, OUTSIDER], "strict", False),
        (None, "seats", False),
        (None, "strict", False),
        ([], "strict", True),
    ],
)
def test_a_call_is_told_of_where_everybody_present_may_hear_it(
    present: list[Present] | None, audience: Audience, may: bool
) -> None:
    assert all_may_hear(present, [OF_ANA], "participants", audience) is may


def test_where_everybody_in_chorus_may_read_everybody_with_a_seat_may_hear() -> None:
    assert all_may_hear([ANA, BEN], [OF_ANA], "workspace", "strict")
    assert not all_may_hear([ANA, OUTSIDER], [OF_ANA], "workspace", "strict")


@pytest.mark.parametrize("policy", ["participants", "workspace"])
@pytest.mark.parametrize("audience", ["seats", "strict"])
def test_a_private_call_is_told_of_among_those_who_were_in_it_alone(
    policy: Policy, audience: Audience
) -> None:
    assert all_may_hear([ANA], [PRIVATE], policy, audience)
    for other in (BEN, SAM, ROSA):
        assert not all_may_hear([ANA, other], [PRIVATE], policy, audience)


def test_one_call_that_somebody_may_not_hear_of_is_enough() -> None:
    assert all_may_hear([BEN], [Attendance("2", None)], "participants", "strict")
    assert not all_may_hear([BEN], [Attendance("2", None), OF_ANA], "participants", "strict")


def test_what_cannot_be_traced_to_a_call_is_for_admins() -> None:
    assert all_may_hear([ROSA], [UNTRACED], "participants", "strict")
    assert not all_may_hear([ROSA, SAM], [UNTRACED], "participants", "strict")


def test_where_no_call_is_told_of_anybody_may_be_present() -> None:
    assert all_may_hear(None, [], "participants", "strict")
    assert all_may_hear([OUTSIDER], [], "participants", "strict")
