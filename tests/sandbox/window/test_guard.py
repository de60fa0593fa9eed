"""The window is for this computer's own browser and its own pages."""

import httpx
import pytest
from starlette.datastructures import Headers

from sandbox.window.guard import why_not

HERE = "127.0.0.1:4000"


@pytest.mark.parametrize("host", ["127.0.0.1:4000", "localhost:4000"])
def test_its_own_pages_may_look_and_act(host: str) -> None:
    assert why_not("GET", Headers({"host": host}), 4000) == ""
    assert why_not("POST", Headers({"host": host, "origin": f"http://{host}"}), 4000) == ""


@pytest.mark.parametrize("host", ["evil.example", "evil.example:4000", "127.0.0.1", "127.0.0.1:4001", ""])
def test_a_page_under_another_name_may_not_even_look(host: str) -> None:
    assert why_not("GET", Headers({"host": host}), 4000)


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "https://127.0.0.1:4000", "http://localhost:4000"]
)
def test_nobody_else_s_page_may_act(origin: str | None) -> None:
    headers = {"host": HERE} | ({"origin": origin} if origin else {})
    assert why_not("POST", Headers(headers), 4000)


async def test_every_answer_allows_only_what_the_page_brings_itself(browser: httpx.AsyncClient) -> None:
    for address in ("/ana/deals", "/static/window.js", "/nowhere"):
        policy = (await browser.get(address)).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


async def test_a_refusal_does_nothing(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/clock", data={"step": "hour"}, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
