"""Which posted links are looked at: those of people, in conversations of ours, once they are sent."""

from typing import Any

import pytest

from handlers.links import MOST, key_of, links_of
from tests.builders import CALL

URL = f"https://chorus.ai/meeting/{CALL}"


def found(*urls: str, body: dict[str, Any] | None = None, **event: Any) -> list[str]:
    made = {
        "channel": "C0DEALS",
        "message_ts": "100.1",
        "user": "UANA",
        "links": [{"domain": "chorus.ai", "url": url} for url in urls or (URL,)],
        "is_bot_user_member": True,
        "source": "conversations_history",
    }
    read = links_of(body or {}, made | event, "UBOT")
    assert all((posted["channel"], posted["ts"], posted["user"]) for _, posted in read)
    return [posted["url"] for _, posted in read]


def test_a_link_that_somebody_posted_is_looked_at_once() -> None:
    assert found() == found(URL, URL) == found(URL, source=None) == [URL]
    assert found(URL, "https://chorus.ai/playlists/1") == [URL]


@pytest.mark.parametrize(
    "event",
    [
        {"source": "composer"},
        {"channel": "COMPOSER"},
        {"user": "UBOT"},
        {"user": None},
        {"is_bot_user_member": False},
        {"body": {"is_ext_shared_channel": True}},
        {"links": None},
    ],
)
def test_what_is_not_for_us_to_unfold_is_left_alone(event: dict[str, Any]) -> None:
    assert found(**event) == []


def test_of_a_list_only_the_first_few_are_looked_at() -> None:
    assert len(found(*(f"https://chorus.ai/meeting/{n}" for n in range(9)))) == MOST


def test_each_link_of_each_message_has_a_key_of_its_own() -> None:
    links = [{"channel": "C1", "ts": ts, "url": url} for ts in ("1.1", "1.2") for url in (URL, f"{URL}?a=1")]
    assert len({key_of(link) for link in links}) == 4
    assert key_of(links[0]) == key_of(dict(links[0]))
