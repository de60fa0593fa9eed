import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.company import Company
from sandbox.slack import SlackServer


async def test_a_person_can_be_looked_up_by_id_and_by_address(
    client: AsyncWebClient, company: Company
) -> None:
    ana = company.person("ana")
    by_id = (await client.users_info(user=ana.slack_id))["user"]
    by_address = (await client.users_lookupByEmail(email=ana.email.upper()))["user"]
    assert by_id == by_address
    assert by_id["profile"]["email"] == ana.email


async def test_who_has_left_is_not_found_by_address(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.workspace.users["UANA000001"]["deleted"] = True
    with pytest.raises(SlackApiError, match="users_not_found"):
        await client.users_lookupByEmail(email="ana.ruiz@seller.example")
    assert (await client.users_info(user="UANA000001"))["user"]["deleted"]


async def test_the_list_has_everybody_of_this_workspace_in_pages(client: AsyncWebClient) -> None:
    found: list[str] = []
    async for page in await client.users_list(limit=5):
        found += [member["id"] for member in page["members"]]
    assert len(found) == 14
    assert "UOUTSIDER1" not in found
