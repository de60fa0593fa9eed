"""Who somebody is, and what they may read and decide."""

from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.people import (
    Attendance,
    Person,
    Policy,
    SlackPeople,
    Stranger,
    may_decide,
    may_read,
    owns,
    recognise,
)
from bot.slack.allowances import PEOPLE
from sandbox.world import World
from tests.bot.slack.conftest import Hasty
from tests.builders import a_member, a_participant, a_person, a_user, an_engagement

ANA, SAM = a_user("1", manager_id="9"), a_user("9", "sam@seller.example")


def known(**more: Any) -> Person:
    found = recognise(a_member(**more), "T1", [ANA, SAM], ())
    assert isinstance(found, Person)
    return found


def test_a_member_is_the_chorus_user_with_the_same_address_whatever_its_case() -> None:
    found = recognise(a_member(), "T1", [a_user("1", "Ana.Ruiz@Seller.Example")], ["UANA"])
    assert isinstance(found, Person)
    assert (found.chorus_id, found.is_admin) == ("1", True)


def test_where_there_is_no_users_list_the_address_alone_identifies() -> None:
    found = recognise(a_member(), "T1", None, ())
    assert isinstance(found, Person)
    assert (found.chorus_id, found.is_admin, found.reports) == (None, False, ())


@pytest.mark.parametrize(
    "change, words",
    [
        ({"is_gone": True}, "full members"),
        ({"is_guest": True}, "full members"),
        ({"team": "T2"}, "full members"),
        ({"email": ""}, "confirmed e-mail"),
        ({"email": "new@seller.example"}, "no Chorus user"),
    ],
)
def test_whoever_we_do_not_work_for_is_told_so(change: dict[str, Any], words: str) -> None:
    found = recognise(a_member(**change), "T1", [ANA], ())
    assert isinstance(found, Stranger)
    assert words in found.say


def test_a_member_whose_team_slack_does_not_say_is_ours() -> None:
    assert known(team="").chorus_id == "1"


def test_a_deactivated_user_is_nobody_unless_they_have_a_new_seat() -> None:
    gone = a_user("1", active=False)
    assert isinstance(recognise(a_member(), "T1", [gone], ()), Stranger)
    found = recognise(a_member(), "T1", [gone, a_user("2")], ())
    assert isinstance(found, Person)
    assert found.chorus_id == "2"


def test_a_user_without_an_address_matches_nobody() -> None:
    assert isinstance(recognise(a_member(email=""), "T1", [a_user("1", "")], ()), Stranger)


def test_a_managers_reports_are_all_below_at_any_depth() -> None:
    users = [
        a_user("1"),
        a_user("2", "Two@seller.example", manager_id="1"),
        a_user("3", "three@seller.example", manager_id="2"),
        a_user("4", None, manager_id="3"),
        a_user("5", "five@seller.example", manager_id="8"),
    ]
    found = recognise(a_member(), "T1", users, ())
    assert isinstance(found, Person)
    assert found.reports == ("2", "3", "4")
    assert found.report_emails == ("two@seller.example", "three@seller.example")


def test_a_loop_in_the_chain_of_managers_ends() -> None:
    users = [a_user("1", manager_id="3"), a_user("2", "b@x.example", manager_id="1")]
    users += [a_user("3", "c@x.example", manager_id="2"), a_user("4", "d@x.example", manager_id="4")]
    found = recognise(a_member(), "T1", users, ())
    assert isinstance(found, Person)
    assert found.reports == ("2", "3"), "never oneself"


def test_a_person_survives_being_stored() -> None:
    person = a_person(reports=("2",), report_emails=("b@x.example",))
    assert Person.from_json(person.to_json()) == person


OWN = Attendance("305921", None)
BY_MAIL = Attendance(None, "Ana.Ruiz@seller.example")
GUEST = Attendance("7", "x@seller.example", (a_participant(email="ANA.RUIZ@seller.example"),))
SEAT = Attendance("7", None, (a_participant(user_id="305921", email=None),))
OTHERS = Attendance("7", "ben@seller.example", (a_participant(),))
NOBODYS = Attendance(None, None, (a_participant(email=None),))


@pytest.mark.parametrize("call", [OWN, BY_MAIL, GUEST, SEAT])
def test_an_owner_and_a_participant_may_read(call: Attendance) -> None:
    assert may_read(a_person(), call, "participants")


@pytest.mark.parametrize("call", [OTHERS, NOBODYS])
def test_nobody_else_may_read_unless_policy_or_office_says_so(call: Attendance) -> None:
    assert not may_read(a_person(), call, "participants")
    assert may_read(a_person(), call, "workspace")
    assert may_read(a_person(is_admin=True), call, "participants")


@pytest.mark.parametrize("policy", ["participants", "workspace"])
def test_a_private_call_is_for_those_who_were_in_it_alone(policy: Policy) -> None:
    for call in (OWN, BY_MAIL, GUEST, SEAT):
        assert may_read(a_person(), replace(call, private=True), policy)
    private = replace(OTHERS, private=True)
    for other in (a_person(), a_person(is_admin=True), a_person(reports=("7",))):
        assert not may_read(other, private, policy)


def test_an_attendance_is_known_once_somebody_is_named() -> None:
    assert not Attendance(None, None).is_known
    assert OWN.is_known
    assert BY_MAIL.is_known
    assert Attendance(None, None, (a_participant(),)).is_known


def test_the_attendance_of_a_call_has_all_that_the_right_hangs_on() -> None:
    call = an_engagement(owner_email="a@x.example", participants=(a_participant(),), private=True)
    assert Attendance.of(call) == Attendance("305921", "a@x.example", (a_participant(),), private=True)


def test_an_unknown_seat_does_not_match_an_unknown_owner() -> None:
    assert not may_read(a_person(chorus_id=None), NOBODYS, "participants")
    assert not may_read(a_person(chorus_id="", email=""), Attendance("", ""), "participants")


def test_a_manager_may_read_what_a_report_may() -> None:
    assert may_read(a_person(reports=("7",)), OTHERS, "participants")
    assert may_read(a_person(report_emails=("ben@seller.example",)), OTHERS, "participants")


@pytest.mark.parametrize(
    "person, may",
    [
        (a_person(), True),
        (a_person(chorus_id=None), True),
        (a_person(email="other@seller.example"), True),
        (a_person(email="other@seller.example", chorus_id="7"), False),
        (a_person(email="other@seller.example", chorus_id="7", is_admin=True), True),
        (a_person(email="other@seller.example", chorus_id="7", reports=("305921",)), True),
        (a_person(email="o@x.example", chorus_id="7", report_emails=("ana.ruiz@seller.example",)), True),
    ],
)
def test_the_owner_their_manager_and_admins_decide(person: Person, may: bool) -> None:
    assert may_decide(person, "305921", "Ana.Ruiz@seller.example") is may


def test_a_meeting_without_an_owner_is_for_admins_to_decide() -> None:
    assert not may_decide(a_person(), None, None)
    assert not may_decide(a_person(chorus_id=None, email=""), None, None)
    assert may_decide(a_person(is_admin=True), None, None)


def test_a_participant_alone_does_not_decide() -> None:
    assert may_read(a_person(), GUEST, "participants")
    assert not may_decide(a_person(), GUEST.owner_id, GUEST.owner_email)


@pytest.fixture
def people(world: World) -> SlackPeople:
    return SlackPeople(AsyncWebClient(world.slack.bot_token, base_url=world.slack.url))


async def test_slack_is_asked_who_somebody_is(world: World, people: SlackPeople) -> None:
    ana = world.company.person("ana")
    found = await people.member(ana.slack_id)
    assert (found.name, found.email, found.zone) == (ana.name, ana.email, ana.tz)
    assert (found.team, found.is_guest, found.is_gone) == (world.slack.team_id, False, False)


async def test_guests_and_outsiders_are_seen_as_such(people: SlackPeople) -> None:
    assert (await people.member("UGUEST0001")).is_guest
    outsider = await people.member("UOUTSIDER1")
    assert outsider.is_guest or outsider.team != "T0CHORIST"


class OneRow:
    """Slack's client, as far as it answers one question."""

    def __init__(self, **row: Any) -> None:
        self.row = {"id": "U1"} | row

    async def users_info(self, *, user: str) -> dict[str, Any]:
        return {"user": self.row}


@pytest.mark.parametrize(
    "row, name, email, zone",
    [
        ({}, "U1", "", "UTC"),
        ({"name": "ana", "tz": None, "profile": None}, "ana", "", "UTC"),
        ({"real_name": "Ana", "profile": {"email": "A@X.example"}}, "Ana", "a@x.example", "UTC"),
        ({"is_email_confirmed": False, "profile": {"email": "a@x.example"}}, "U1", "", "UTC"),
        ({"tz": "Mars/Olympus_Mons"}, "U1", "", "UTC"),
        ({"tz": "../etc"}, "U1", "", "UTC"),
        ({"tz": "Asia/Tokyo"}, "U1", "", "Asia/Tokyo"),
    ],
)
async def test_what_slack_leaves_out_has_a_safe_default(
    row: dict[str, Any], name: str, email: str, zone: str
) -> None:
    found = await SlackPeople(OneRow(**row)).member("U1")
    assert (found.name, found.email, found.zone) == (name, email, zone)


@pytest.mark.parametrize("many, known", [(40, 40), (100, 100), (101, None), (350, None)])
async def test_the_people_of_a_channel_are_read_over_all_pages_unless_they_are_too_many(
    people: SlackPeople, world: World, many: int, known: int | None
) -> None:
    world.slack.channel("deals").members[:] = [f"U{n:05}" for n in range(many)]
    found = await people.present(world.slack.channels["deals"])
    assert (None if found is None else len(found)) == known
    assert len([c for c in world.slack.journal if c.method == "conversations.members"]) <= 2


@pytest.mark.parametrize(
    "owner, is_owner",
    [
        (("7", None), True),
        ((None, "ANA@x.example"), True),
        (("8", "ben@x.example"), False),
        ((None, None), False),
    ],
)
def test_an_owner_is_known_by_id_or_address_and_nobody_is_where_chorus_names_none(
    owner: tuple[str | None, str | None], is_owner: bool
) -> None:
    assert owns(a_person(chorus_id="7", email="ana@x.example"), *owner) is is_owner
    assert not owns(a_person(chorus_id=None, email=""), None, "")


async def test_the_bot_itself_is_an_app(people: SlackPeople, world: World) -> None:
    assert (await people.member(world.slack.bot_user_id)).is_app
    assert not (await people.member("UANA000001")).is_app


async def test_who_has_to_be_known_soon_waits_for_no_rate_limit_and_tells_all_of_it(world: World) -> None:
    allowances, ana = Hasty(), world.company.person("ana").slack_id
    people = SlackPeople(AsyncWebClient(world.slack.bot_token, base_url=world.slack.url), allowances)
    assert (await people.soon(ana)).slack_id == ana
    world.slack.faults.add("429", match="users.info", retry_after=30)
    with pytest.raises(SlackApiError):
        await people.soon(ana)
    assert await allowances.free(PEOPLE) == pytest.approx(30)
    asked = len(world.slack.calls("users.info"))
    with pytest.raises(TimeoutError):
        await people.soon(ana)
    assert len(world.slack.calls("users.info")) == asked
