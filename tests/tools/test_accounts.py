"""The accounts beside the main one: how a link is asked for, and which account of a tenant is gone by."""

from collections.abc import Mapping
from typing import Any

import pytest

from tools.accounts import Held, Linking, connect_page, held, usable
from tools.errors import UpstreamError
from tools.requests import Request


class Pages:
    """Truto, as far as its own pages go."""

    def __init__(self, answer: Any = None) -> None:
        self.answer, self.asked = answer, list[Any]()

    async def page(
        self,
        verb: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Any:
        self.asked.append((verb, path, query, body))
        return self.answer

    async def call(self, request: Request) -> Any:
        self.asked.append(request)
        return self.answer


def row(id: str, tenant: str = "t", status: str = "active", integration: Any = None) -> dict[str, Any]:
    return {"id": id, "tenant_id": tenant, "status": status, "integration": integration}


async def test_a_new_account_is_asked_for_by_its_tenant() -> None:
    pages = Pages({"link_token": "tok"})
    assert await Linking(pages).token(tenant="t") == "tok"
    assert pages.asked == [("POST", "/link-token", None, {"tenant_id": "t"})]


async def test_an_account_is_connected_again_by_its_id_and_without_a_tenant() -> None:
    pages = Pages({"link_token": "tok"})
    assert await Linking(pages).renewal("a1") == "tok"
    ((*_, body),) = pages.asked
    assert body == {"integrated_account_id": "a1", "persist_previous_context": True}


@pytest.mark.parametrize("answer", [None, {}, {"link_token": ""}, []])
async def test_an_answer_without_a_link_is_a_failure(answer: Any) -> None:
    with pytest.raises(UpstreamError, match="gave no link"):
        await Linking(Pages(answer)).token(tenant="t")


@pytest.mark.parametrize("key", ["result", "results"])
async def test_only_chorus_accounts_of_the_very_tenant_count_whatever_truto_filters(key: str) -> None:
    rows = [
        row("a"),
        row("b", "other"),
        row("c", integration={"name": "hubspot"}),
        row("d", integration={"name": "Chorus"}),
    ]
    pages = Pages({key: rows, "next_cursor": None})
    assert [found.id for found in await Linking(pages).of_tenant("t")] == ["a", "d"]
    assert pages.asked == [("GET", "/integrated-account", {"tenant_id": "t"}, None)]


def test_rows_without_an_id_tell_nothing() -> None:
    assert held({"result": [{"tenant_id": "t"}, row("a", status="connecting")]}) == [
        Held("a", "t", "connecting")
    ]


def test_the_known_account_is_gone_by_while_it_works_else_one_that_does() -> None:
    known, other, dead = Held("a", "t", "active"), Held("b", "t", "active"), Held("a", "t", "needs_reauth")
    assert usable([other, known], "a") == known
    assert usable([dead, other], "a") == other
    assert usable([dead], "a") is None


@pytest.mark.parametrize(
    "answer, email",
    [
        (
            {"result": [{"id": "1", "type": "user", "attributes": {"email": "Ana@Seller.example"}}]},
            "ana@seller.example",
        ),
        ({"result": [{"id": 1}]}, ""),
        ({"result": []}, ""),
    ],
)
async def test_whose_an_account_is_is_asked_on_the_account_itself(answer: Any, email: str) -> None:
    pages = Pages(answer)
    assert await Linking(pages).email("a1") == email
    assert pages.asked == [Request("me", "list", account="a1")]


async def test_a_me_that_cannot_be_read_is_a_failure_of_chorus() -> None:
    with pytest.raises(UpstreamError):
        await Linking(Pages({"result": [{"name": "nobody"}]})).email("a1")


def test_the_token_stands_in_the_address_of_the_page() -> None:
    assert connect_page("https://x.example/c", "a/b") == "https://x.example/c?link_token=a%2Fb"
    assert (
        connect_page("https://x.example/c?theme=dark", "t") == "https://x.example/c?theme=dark&link_token=t"
    )
