from typing import Any


async def test_me_is_the_tokens_user_not_the_asker(site: Any) -> None:
    (me,) = (await site.call("GET", "me")).json()["result"]
    assert (me["id"], me["attributes"]["email"]) == ("305990", "rosa.marino@seller.example")


async def test_users_are_a_flat_list_without_ivo(site: Any) -> None:
    rows = (await site.call("GET", "users")).json()["result"]
    assert len(rows) == 11
    assert {"id", "email", "manager_id"} <= set(rows[0])


async def test_teams_follow_the_managers(site: Any) -> None:
    rows = (await site.call("GET", "teams")).json()["result"]
    assert [len(row["attributes"]["users"]) for row in rows] == [4, 6]
    one = await site.call("GET", f"teams/{rows[0]['id']}")
    assert one.json() == rows[0]
    assert (await site.call("GET", "teams/1")).status_code == 404
