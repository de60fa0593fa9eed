from typing import Any

import pytest


async def tools(site: Any, **query: str) -> dict[str, Any]:
    answer = await site.client.get(f"/integrated-account/{site.server.account_id}/tools", params=query)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def names(site: Any, **query: str) -> set[str]:
    return {raw["name"] for raw in (await tools(site, **query))["result"]}


async def test_tools_without_a_description_are_hidden_by_default(site: Any) -> None:
    shown, every = await names(site), await names(site, has_description="false")
    assert every - shown == {"chorus_users_register_token", "chorus_users_deregister_token"}


async def test_methods_filter_by_name_and_by_group(site: Any) -> None:
    methods = {raw["method"] for raw in (await tools(site, methods="list,join"))["result"]}
    assert methods == {"list", "join"}
    groups = {raw["method"] for raw in (await tools(site, methods="read"))["result"]}
    assert groups == {"list", "get"}
    assert "join" in {raw["method"] for raw in (await tools(site, methods="custom"))["result"]}
    bracketed = {raw["method"] for raw in (await tools(site, **{"methods[]": "get"}))["result"]}
    assert bracketed == {"get"}


async def test_tags_and_methods_are_combined(site: Any) -> None:
    assert await names(site, tags="me,media", methods="list") == {"list_all_chorus_me"}


async def test_the_list_comes_in_pages_when_it_is_told_to(site: Any) -> None:
    site.server.options.tools_page_size = 25
    found, cursor = [], ""
    while cursor is not None:
        answer = await tools(site, next_cursor=cursor)
        found += [raw["name"] for raw in answer["result"]]
        cursor = answer["next_cursor"]
    assert len(found) == len(set(found)) == len(await names(site)) + 34


async def test_the_array_may_be_called_results(site: Any) -> None:
    site.server.options.tools_key = "results"
    assert "results" in await tools(site)


async def test_the_account_and_its_capabilities_can_be_read(site: Any) -> None:
    id = site.server.account_id
    assert (await site.client.get("/integrated-account")).json()["result"][0]["id"] == id
    assert (await site.client.get(f"/integrated-account/{id}")).json()["status"] == "active"
    found = (
        await site.client.get(f"/integrated-account/{id}/capabilities", params={"resource": "me"})
    ).json()
    assert found["proxy"] == [{"resource": "me", "methods": found["proxy"][0]["methods"]}]
    assert found["account"]["id"] == id


@pytest.mark.parametrize("path", ["/integrated-account/other", "/integrated-account/other/tools", "/nowhere"])
async def test_other_pages_do_not_exist(site: Any, path: str) -> None:
    assert (await site.client.get(path)).status_code == 404
