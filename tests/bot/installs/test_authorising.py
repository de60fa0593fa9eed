"""Whose request it is, and as whom we act: from our rows alone; what is nobody's is answered well."""

import asyncio
from typing import Any

import pytest
from slack_bolt import BoltResponse
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.installs.authorising import Authorising, key_in, result
from bot.installs.known import Known
from bot.store.installations import Installations
from bot.workspace import HOME, current, there_are
from sandbox.slack.events import Envelopes, farewell
from sandbox.slack.identity import Identity
from sandbox.slack.interactions import _frame, slash_command
from sandbox.worlds import GROUP, NORTH
from tests.bot.store.test_installations import ORG, SELLER, rows

__all__ = ["rows"]

PART = Identity(team_id="T9", enterprise_id="E9")
"""A team of an organisation that added us for itself alone."""
SOMEBODY = {"id": "UANA", "name": "ana", "team_id": "T9"}


def context_of(body: dict[str, Any]) -> AsyncBoltContext:
    return AsyncBoltRequest(body=body, mode="socket_mode").context


@pytest.mark.parametrize("me, key", [(NORTH, NORTH.key), (GROUP, "E0GROUP01"), (PART, "T9")])
def test_each_kind_of_request_names_its_workspace(me: Identity, key: str) -> None:
    from sandbox.slack.channels import Channel

    user = SOMEBODY | {"team_id": me.team_id}
    command = slash_command(
        me, user, Channel("C1", "deals"), command="/c", text="", trigger_id="t", response_url="u"
    )
    bodies = [
        Envelopes(me).wrap({"type": "message", "channel": "C1", "user": "UANA"}, 1.0),
        farewell(me, {"type": "app_uninstalled"}, 1.0, 1),
        _frame("block_actions", me, user),
        command,
    ]
    assert [key_in(context_of(body)) for body in bodies] == [key] * 4


def test_bolt_is_told_what_we_know() -> None:
    made = result(SELLER)
    assert (made.team_id, made.bot_user_id, made.bot_id, made.bot_token) == (
        "T1",
        "UBOT",
        "B1",
        SELLER.token,
    )
    assert (result(ORG).team_id, result(ORG).enterprise_id) == (None, "E1")


class Installed:
    def __init__(self, *keys: str) -> None:
        self.keys = keys

    async def open(self, workspace: str) -> bool:
        return workspace in self.keys

    async def all(self) -> list[str]:
        return list(self.keys)


async def test_what_is_nobody_s_is_answered_well_and_goes_no_further(rows: Installations) -> None:
    await rows.put(SELLER)
    asked = Authorising(Known(rows, lambda: 0.0))
    there_are(Installed("T1"))
    went: list[str] = []

    async def next_one() -> BoltResponse:
        found = await asked(context=None)
        went.append(current())
        return BoltResponse(status=299, body=found.bot_token if found else "")

    async def answered(body: dict[str, Any]) -> BoltResponse:
        # Each request is a task of its own, and so is what it works for.
        return await asyncio.ensure_future(asked.only_installed(context_of(body), body, next_one))

    try:
        ours = await answered({"team_id": "T1", "type": "event_callback", "event": {"type": "message"}})
        assert (ours.status, ours.body) == (299, SELLER.token)
        theirs = await answered({"team_id": "T2", "type": "event_callback", "event": {"type": "message"}})
        assert (theirs.status, theirs.body) == (200, "")
        assert (await answered({"type": "event_callback", "event": {}})).status == 200
        assert went == ["T1"]
        for check in ({"type": "url_verification", "challenge": "x"}, {"ssl_check": "1", "token": "t"}):
            assert (await answered(check)).status == 299
        assert went[1:] == [HOME, HOME]
    finally:
        there_are(None)
