"""A workspace without a Chorus account says so, and an admin connects one on the Home tab: for this workspace alone."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from bot.database_url import in_file
from bot.durable import start_once
from bot.slack.main_account_words import DONE
from bot.workflows.connect_workspace import connect_workspace
from bot.workflows.home_clicks import WAIT
from bot.workspace import within
from sandbox.company.model import Person
from tests.bot.test_furnishing import Site, said, two_workspaces
from tests.stories.test_connecting_an_account import link_in

ADMIN = "CHORISTER_ADMINS"


def without_account(site: Site, key: str) -> None:
    row = site.rows[key]
    site.rows[key] = replace(row, own={ADMIN: row.own[ADMIN]})


async def press_connect(site: Site, who: Person, token: str) -> str:
    """Press the button of the Home tab in T1; what the modal says then."""
    slack = site.rows["T1"].world.slack
    trigger = slack.workspace.tickets.trigger(who.slack_id)
    with within("T1"):
        click = {"user": who.slack_id, "token": token, "trigger": trigger}
        await start_once(f"home workspace:{token}", connect_workspace, click)
    return str(await slack.wait_for(lambda: said_in(slack.modal(who))))


def said_in(modal: dict[str, Any] | None) -> str | None:
    """A modal's words once they are not those of waiting."""
    text = modal["blocks"][0]["text"]["text"] if modal else WAIT
    return None if text == WAIT else text


async def test_nobody_is_answered_before_an_admin_has_connected_chorus_for_this_workspace(
    tmp_path: Path,
) -> None:
    async with two_workspaces(in_file(tmp_path / "chorister.sqlite")) as site:
        without_account(site, "T1")
        world = site.rows["T1"].world
        assert "No Chorus account is connected in this workspace yet" in await said(site, "T1")
        rosa, ana = (world.company.person(name) for name in ("rosa", "ana"))
        assert "Only an admin" in await press_connect(site, ana, "click1")
        link = link_in(await press_connect(site, rosa, "click2"))
        async with httpx.AsyncClient() as browser:
            sent = {"link_token": link.rpartition("link_token=")[2], "email": rosa.email}
            assert (await browser.post(link.partition("?")[0], data=sent)).status_code == 200
        told = world.slack.dm(rosa)
        await world.slack.wait_for(lambda: DONE in str(world.slack.messages(told)))
        (account,) = world.truto.accounts.connected
        assert site.rows["T1"].own["TRUTO_INTEGRATED_ACCOUNT_ID"] == account
        assert site.rows["T2"].own["TRUTO_INTEGRATED_ACCOUNT_ID"] != account
        before = len(world.truto.journal)
        assert "No Chorus account" not in await said(site, "T1", "V2")
        asked = [call.query.get("integrated_account_id") for call in world.truto.journal[before:]]
        assert set(filter(None, asked)) == {account}
