"""The Chorus account that a workspace shares: asked for on record, looked for by its tenant, kept once."""

from pathlib import Path
from typing import Any

from bot.database_url import in_file
from bot.main_account import SHARED, MainAccount
from bot.store import Database
from bot.store.accounts import Accounts
from bot.store.audit import Audit
from tools.accounts import Linking
from tools.requests import Request


class Pages:
    """Truto, as far as accounts go: it holds what the test puts there."""

    def __init__(self) -> None:
        self.held: list[dict[str, Any]] = []

    async def page(self, verb: str, path: str, query: Any = None, body: Any = None) -> Any:
        if path == "/link-token":
            return {"link_token": f"for {body['tenant_id']}"}
        return {"result": self.held}

    async def call(self, request: Request) -> Any:
        raise AssertionError("whose account it is does not matter here")


async def test_what_is_connected_by_the_link_becomes_the_workspaces_account_once(tmp_path: Path) -> None:
    pages, kept, now = Pages(), list[str](), [9.0]

    async def keep(account: str) -> None:
        kept.append(account)

    async with Database.open(in_file(tmp_path / "chorister.sqlite")) as db:
        audit, rows = Audit(db), Accounts(db)
        main = MainAccount(rows, Linking(pages), audit, "https://x/c", "chorister:T1", lambda: now[0], keep)
        assert not await main.look()
        assert (
            await main.link("UROSA", "click")
            == "https://x/c?link_token=for%20chorister%3AT1%3Aworkspace%3A9.000"
        )
        now[0] = 60.0
        again = await main.link("USAM", "another click")
        assert again.endswith("%3A9.000"), "two admins' links lead to one account, whoever is first"
        assert not await main.look()
        pages.held = [
            {"id": "of an earlier time", "tenant_id": "chorister:T1:workspace:1.000", "status": "active"},
            {"id": "theirs", "tenant_id": "chorister:T2", "status": "active"},
            {"id": "old", "tenant_id": "chorister:T1:workspace:9.000", "status": "needs_reauth"},
            {"id": "new", "tenant_id": "chorister:T1:workspace:9.000", "status": "active"},
        ]
        assert await main.look()
        assert not await main.look()
        assert kept == ["new"]
        assert await rows.get(SHARED) is None
        told = [row["what"] for row in await audit.all()]
        assert told == ["account asked for", "account asked for", "account connected"]
