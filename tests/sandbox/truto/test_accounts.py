"""Accounts that people connect: a link that is used once, credentials of one person, and limits of their own."""

from typing import Any

import pytest


async def link(site: Any, **body: Any) -> Any:
    return await site.client.post("/link-token", json=body)


async def connect(site: Any, name: str = "ana", tenant: str = "chorister:T1:UANA:1") -> str:
    """Connect an account as a browser would; returns its id."""
    token = (await link(site, tenant_id=tenant)).json()["link_token"]
    assert (await submit(site, token, name)).status_code == 200
    rows = (await site.client.get("/integrated-account", params={"tenant_id": tenant})).json()["result"]
    return str(rows[-1]["id"])


async def submit(site: Any, token: str, name: str) -> Any:
    sent = {"link_token": token, "email": site.company.person(name).email}
    return await site.client.post("/connect-account", data=sent, headers={"authorization": ""})


async def test_a_link_shows_a_page_without_any_token_of_ours_and_is_used_up(site: Any) -> None:
    token = (await link(site, tenant_id="t")).json()["link_token"]
    page = await site.client.get(
        "/connect-account", params={"link_token": token}, headers={"authorization": ""}
    )
    assert page.headers["content-type"].startswith("text/html")
    assert "Ana Ruiz" in page.text
    assert (await submit(site, token, "ana")).status_code == 200
    assert (await submit(site, token, "ana")).status_code == 404
    assert (await site.client.get("/connect-account", params={"link_token": token})).status_code == 404


async def test_a_link_that_nobody_used_dies_after_seven_days(site: Any) -> None:
    token = (await link(site, tenant_id="t")).json()["link_token"]
    site.clock.advance(7 * 86_400 + 1)
    assert (await submit(site, token, "ana")).status_code == 404


async def test_a_link_needs_a_tenant_or_an_account_that_is_there(site: Any) -> None:
    assert (await link(site)).status_code == 400
    assert (await link(site, integrated_account_id="nobody")).status_code == 404
    assert (await site.client.post("/link-token", json={}, headers={"authorization": ""})).status_code == 401


async def test_accounts_are_found_by_their_tenant(site: Any) -> None:
    own = await connect(site)
    every = (await site.client.get("/integrated-account")).json()["result"]
    assert [row["id"] for row in every] == [site.server.account_id, own]
    assert (await site.client.get(f"/integrated-account/{own}")).json()["tenant_id"] == "chorister:T1:UANA:1"
    nobody = await site.client.get("/integrated-account", params={"tenant_id": "chorister:T1"})
    assert nobody.json()["result"] == []


async def test_chorus_answers_as_whoever_connected_the_account(site: Any) -> None:
    own = await connect(site)
    mine = (await site.call("GET", "me", params={"integrated_account_id": own})).json()["result"][0]
    main = (await site.call("GET", "me")).json()["result"][0]
    assert mine["attributes"]["email"] == site.company.person("ana").email
    assert main["attributes"]["email"] == site.company.person("rosa").email


@pytest.mark.parametrize("status", ["needs_reauth", "connecting", "validation_error"])
async def test_an_account_that_does_not_work_shows_it(site: Any, status: str) -> None:
    site.server.accounts.after = status
    own = await connect(site)
    assert (await site.client.get(f"/integrated-account/{own}")).json()["status"] == status


async def test_a_lapsed_account_is_refused_until_it_is_connected_again(site: Any) -> None:
    own = await connect(site)
    site.server.accounts.lapse(own)
    answer = await site.call("GET", "me", params={"integrated_account_id": own})
    assert answer.status_code == 401
    assert answer.json()["truto_is_remote_error"] is True
    assert (await site.call("GET", "me")).status_code == 200, "the main account is another one"
    token = (await link(site, integrated_account_id=own)).json()["link_token"]
    await submit(site, token, "ana")
    assert (await site.call("GET", "me", params={"integrated_account_id": own})).status_code == 200
    assert list(site.server.accounts.connected) == [own]


async def test_each_account_has_a_limit_of_its_own(site: Any) -> None:
    own = await connect(site)
    site.server.options.account_limit = 1
    statuses = [
        (await site.call("GET", "teams", params={"integrated_account_id": account})).status_code
        for account in (own, site.server.account_id, own)
    ]
    assert statuses == [200, 200, 429]


async def test_an_idempotency_key_is_of_one_account(site: Any) -> None:
    own = await connect(site)
    key, invitation = {"Idempotency-Key": "j1"}, {"invitation_text": "https://zoom.us/j/987654321"}
    answers = [
        await site.call(
            "POST",
            "conversations/join",
            json=invitation,
            headers=key,
            params={"integrated_account_id": account},
        )
        for account in (site.server.account_id, own)
    ]
    assert [answer.status_code for answer in answers] == [200, 409]
