from datetime import UTC, datetime

from sandbox.company import Company
from sandbox.slack.users import CUSTOMER_TEAM, GUEST, OUTSIDER, directory, in_group

NOW = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
BOT = ("UCHORISTER", "BCHORISTER", "ACHORISTER")


def test_everybody_at_the_company_has_an_account(company: Company) -> None:
    users = directory(company.people, "T0CHORIST", BOT, NOW)
    ana = users["UANA000001"]
    assert ana["profile"]["email"] == "ana.ruiz@seller.example"
    assert (ana["real_name"], ana["tz"], ana["team_id"]) == ("Ana Ruiz", company.tz, "T0CHORIST")
    assert isinstance(ana["tz_offset"], int)
    flags = ("is_bot", "is_restricted", "is_ultra_restricted", "deleted", "is_stranger")
    assert not any(ana[flag] for flag in flags)
    assert len(users) == len(company.people) + 3


def test_a_guest_an_outsider_and_the_bot_can_be_told_apart(company: Company) -> None:
    users = directory(company.people, "T0CHORIST", BOT, NOW)
    assert users[GUEST]["is_ultra_restricted"]
    assert (users[OUTSIDER]["is_stranger"], users[OUTSIDER]["team_id"]) == (True, CUSTOMER_TEAM)
    assert "email" not in users[OUTSIDER]["profile"]
    assert users["UCHORISTER"]["is_bot"]
    assert users["UCHORISTER"]["profile"]["bot_id"] == "BCHORISTER"


def test_a_company_of_nobody_still_has_its_guest() -> None:
    assert GUEST in directory([], "T0CHORIST", BOT, NOW)


def test_people_of_an_organisation_carry_it_and_outsiders_do_not(company: Company) -> None:
    users = in_group(directory(company.people, "T0CHORIST", BOT, NOW), "T0CHORIST", "E1", "Group")
    assert users["UANA000001"]["enterprise_user"]["enterprise_id"] == "E1"
    assert "enterprise_user" not in users[OUTSIDER]
