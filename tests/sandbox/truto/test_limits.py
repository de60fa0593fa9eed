from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.truto.limits import Window

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)


def test_a_window_slides() -> None:
    window = Window(10)
    admitted = [window.admits(NOON + timedelta(seconds=second), 2) for second in (0, 4, 9, 10, 11, 14)]
    assert admitted == [True, True, False, True, False, True]


async def test_the_51st_call_of_an_account_is_refused_by_truto_itself(site: Any) -> None:
    answers = [await site.call("GET", "me") for _ in range(51)]
    assert [answer.status_code for answer in answers] == [200] * 50 + [429]
    assert answers[-1].headers["retry-after"] == "10"
    assert "truto_is_remote_error" not in answers[-1].json()
    site.clock.advance(10)
    assert (await site.call("GET", "me")).status_code == 200


async def test_the_token_limit_counts_what_is_not_a_proxy_call(site: Any) -> None:
    site.server.options.token_limit = 2
    path = f"/integrated-account/{site.server.account_id}"
    assert [(await site.client.get(path)).status_code for _ in range(3)] == [200, 200, 429]


async def test_chorus_may_punish_those_who_go_over_its_own_limit(site: Any) -> None:
    site.server.options.vendor_limit, site.server.options.vendor_penalty = 10, 600
    statuses = [(await site.call("GET", "me")).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    site.clock.advance(120)
    assert (await site.call("GET", "me")).json()["truto_is_remote_error"] is True
    site.clock.advance(600)
    assert (await site.call("GET", "me")).status_code == 200
