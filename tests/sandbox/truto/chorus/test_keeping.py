from typing import Any

import pytest


async def test_a_playlist_can_be_made_changed_and_removed(site: Any) -> None:
    made = (await site.call("POST", "playlists", json={"name": "Größe zählt"})).json()
    path = f"playlists/{made['id']}"
    changed = (await site.call("PATCH", path, json={"description": "x"})).json()
    assert changed["attributes"] == {"name": "Größe zählt", "description": "x"}
    assert (await site.call("DELETE", path)).status_code == 200
    assert (await site.call("GET", path)).status_code == 404


async def test_what_is_required_is_required(site: Any) -> None:
    answer = await site.call("POST", "playlists", json={"description": "nameless"})
    assert answer.json()["raw_response"]["errors"][0]["source"]["pointer"] == "/data/attributes/name"


@pytest.mark.parametrize(
    "days, status", [("2026-01-01:2026-06-30", 200), ("2024-01-01:2026-01-01", 400), ("", 400)]
)
async def test_moments_need_a_range_of_at_most_a_year(site: Any, days: str, status: int) -> None:
    answer = await site.call("GET", "moments", params={"filter[shared_on]": days})
    assert answer.status_code == status


async def test_lists_come_in_pages(site: Any) -> None:
    first = (await site.call("GET", "emails", params={"page[size]": "5"})).json()
    assert (first["result_count"], first["next_cursor"]) == (5, "2")
    rest = (await site.call("GET", "emails", params={"page[size]": "50"})).json()
    assert rest["next_cursor"] is None


async def test_a_filters_values_are_replaced(site: Any) -> None:
    (row,) = (await site.call("GET", "filters")).json()["result"]
    body = {"id": row["id"], "filter_values": ["a"]}
    changed = await site.call("POST", "filters/actions.replace", json=body)
    assert changed.json()["attributes"]["filter_values"] == ["a"]
