"""The maker, their managers and admins change a schedule; its people are those whom the maker manages."""

from bot.digests.rights import allowed, in_reach, may_change, shown_name
from bot.digests.schedule import EVERYBODY
from tests.builders import a_person, a_schedule, a_user

USERS = [
    a_user("1", "sam@s.example", name="Sam"),
    a_user("2", "ana@s.example", name="Ana"),
    a_user("3", "ben@s.example", name="ben", active=False),
    a_user("4", "zoe@s.example"),
]


def test_the_maker_their_manager_and_an_admin_may_change_it() -> None:
    schedule = a_schedule(by="UANA", by_email="ana@s.example")
    assert may_change(a_person("UANA"), schedule)
    assert may_change(a_person("USAM", report_emails=("ana@s.example",)), schedule)
    assert may_change(a_person("UROSA", is_admin=True), schedule)
    assert not may_change(a_person("UBEN"), schedule)
    assert not may_change(a_person("UBEN", report_emails=("",)), a_schedule(by_email=""))


def test_one_may_choose_oneself_and_those_below_by_name_and_nobody_who_left() -> None:
    sam = a_person("USAM", chorus_id="1", reports=("2", "3"))
    assert [user.id for user in in_reach(sam, USERS)] == ["2", "1"]
    assert allowed(sam, USERS) == {"1", "2"}


def test_an_admin_may_choose_everybody() -> None:
    rosa = a_person("UROSA", chorus_id="9", is_admin=True)
    assert [shown_name(user) for user in in_reach(rosa, USERS)] == ["Ana", "Sam", "zoe@s.example"]
    assert allowed(rosa, USERS) == {"1", "2", "4", EVERYBODY}


def test_a_user_without_a_name_is_told_by_what_there_is() -> None:
    assert shown_name(a_user("7", None)) == "7"
