"""The way in, from the page to the installed workspace: whatever goes wrong is one sentence, and nothing is let in by it."""

import re
from collections.abc import AsyncIterator
from html import unescape
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.installs.doors import Doors
from bot.installs.grants import Granting
from bot.installs.states import States
from bot.store import Database
from bot.store.installations import Installation, Installations
from bot.store.sealing import Sealing
from bot.store.used_states import UsedStates
from sandbox.worlds import GROUP, NORTH, Worlds
from tests.bot.installs.conftest import PUBLIC, agree

DOOR = "/slack/oauth_redirect"


class Visit:
    """A browser at our pages."""

    def __init__(self, doors: Doors, base: str = PUBLIC) -> None:
        app = Starlette(routes=doors.routes())
        self.browser = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=base)

    async def invited(self) -> str:
        """Open the first page; the address of its link."""
        answer = await self.browser.get("/slack/install")
        assert answer.status_code == 200
        return unescape(re.search(r'href="([^"]*)"', answer.text).group(1))

    async def back(self, key: str = NORTH.key, answer: str = "allow") -> str:
        """Go to Slack and answer there; where one is sent back."""
        return await agree(await self.invited(), key, answer)

    async def said(self, address: str, status: int, *words: str) -> httpx.Response:
        """Open an address; the page has this status and these words, and nothing that it must not."""
        answer = await self.browser.get(address)
        assert answer.status_code == status, answer.text
        for word in words:
            assert word in unescape(answer.text)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-frame-options"] == "DENY"
        assert not re.search(r"xox[a-z]|sandbox-client-secret|code=", answer.text)
        return answer


@pytest.fixture
def came() -> list[Installation]:
    return []


@pytest.fixture
def doors(
    worlds: Worlds,
    db: Database,
    granting: Granting,
    installations: Installations,
    sealing: Sealing,
    came: list[Installation],
) -> Doors:
    async def added(installed: Installation) -> None:
        came.append(installed)

    states = States(sealing, UsedStates(db), lambda: worlds.clock.now().timestamp())
    return Doors(PUBLIC, granting, states, installations, added)


@pytest.fixture
async def visit(doors: Doors) -> AsyncIterator[Visit]:
    visit = Visit(doors)
    yield visit
    await visit.browser.aclose()


async def test_a_workspace_adds_us_and_again_later_with_its_settings_kept(
    visit: Visit, installations: Installations, came: list[Installation], worlds: Worlds
) -> None:
    await visit.said(await visit.back(), 200, "Chorister was added to North", "Home tab")
    first = await installations.get(NORTH.key)
    assert came == [first]
    assert first.own == {"CHORISTER_ADMINS": "UROSA00001"}
    await installations.decide(first, {"CHORISTER_ADMINS": "UANA000001", "CHORISTER_WRITES": "off"})
    worlds.clock.advance(60)
    await visit.said(await visit.back(), 200, "added to North")
    again = await installations.get(NORTH.key)
    assert again.token != first.token
    assert again.own == {"CHORISTER_ADMINS": "UANA000001", "CHORISTER_WRITES": "off"}


async def test_an_organisation_adds_us_as_a_whole(visit: Visit, installations: Installations) -> None:
    await visit.said(await visit.back(GROUP.key), 200, "added to The Group", "in which of its workspaces")
    found = await installations.get(GROUP.key)
    assert (found.team, found.enterprise) == (None, "E0GROUP01")


async def test_nobody_comes_back_who_did_not_leave(
    visit: Visit, doors: Doors, installations: Installations, worlds: Worlds
) -> None:
    back = await visit.back()
    stranger = Visit(doors)
    for address in (back, DOOR, f"{DOOR}?code=1&state=forged", f"{DOOR}?code=1.{NORTH.key}.code&state="):
        await stranger.said(address, 400, "This attempt has ended", "start again")
    await stranger.browser.aclose()
    late = await visit.back()
    await visit.said(back, 200)
    assert worlds.slack.journal[-1].ok
    assert (await visit.browser.get(back)).status_code == 400
    worlds.clock.advance(600)
    await visit.said(late, 400, "good for ten minutes")
    assert [i.key for i in await installations.all()] == [NORTH.key]
    assert len(worlds.slack.journal) == 1, "Slack was not even asked"


async def test_who_cancels_is_told_and_may_start_again(visit: Visit, installations: Installations) -> None:
    back = await visit.back(answer="cancel")
    await visit.said(back, 200, "Nothing was added", "You cancelled at Slack", "Start again")
    await visit.said(back, 400, "This attempt has ended")
    assert await installations.all() == []


@pytest.mark.parametrize(
    "fault, status, words",
    [
        ({"kind": "error", "error": "invalid_code"}, 400, "Slack did not accept this attempt"),
        ({"kind": "error", "error": "bad_client_secret"}, 502, "finds the reason in its log under"),
        ({"kind": "503"}, 503, "cannot be reached"),
        ({"kind": "html"}, 503, "cannot be reached"),
        ({"kind": "429"}, 503, "cannot be reached"),
        ({"kind": "reset"}, 503, "cannot be reached"),
        ({"kind": "lost_reply"}, 503, "cannot be reached"),
    ],
)
async def test_what_slack_does_wrong_is_one_sentence_and_nothing_is_added(
    fault: dict[str, Any],
    status: int,
    words: str,
    visit: Visit,
    installations: Installations,
    worlds: Worlds,
    caplog: pytest.LogCaptureFixture,
) -> None:
    back = await visit.back()
    worlds.slack.faults.add(match="oauth.v2.access", **fault)
    await visit.said(back, status, words)
    assert await installations.all() == []
    assert "sandbox-client-secret" not in caplog.text
    await visit.said(await visit.back(), 200, "added to North")


async def test_slack_s_own_errors_are_not_shown_and_nothing_is_added(visit: Visit) -> None:
    back = (await visit.back()).replace("code=", "error=%3Cscript%3E&x=")
    await visit.said(back, 400, "Slack said no")


async def test_what_was_there_before_is_deleted_first(visit: Visit, installations: Installations) -> None:
    await visit.said(await visit.back(), 200)
    await installations.leave(await installations.get(NORTH.key))
    await visit.said(await visit.back(), 503, "One moment", "in a minute")
    await installations.forget(NORTH.key)
    await visit.said(await visit.back(), 200, "added to North")


async def test_a_look_at_the_address_uses_nothing_up(visit: Visit) -> None:
    back = await visit.back()
    assert (await visit.browser.head(back)).status_code == 405
    await visit.said(back, 200)
    assert (await visit.browser.post("/slack/install")).status_code == 405


async def test_the_cookie_is_kept_from_scripts_and_other_hosts(doors: Doors, visit: Visit) -> None:
    plain = (await visit.browser.get("/slack/install")).headers["set-cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=lax" in plain
    assert "Secure" not in plain, "http on one's own computer has no secure cookies"
    assert (await visit.browser.get("/slack/install")).headers["set-cookie"] == plain, "two tabs, one mark"
    safe = Visit(
        Doors("https://bot.test", doors._granting, doors._states, doors._installations, doors._added)
    )
    cookie = (await safe.browser.get("/slack/install")).headers["set-cookie"]
    await safe.browser.aclose()
    assert cookie.startswith("__Host-chorister-install=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
