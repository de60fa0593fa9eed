"""Everybody with a Chorus seat, read over all pages and kept for a while."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.directory import FRESH, NOW, Directory
from bot.people import Person, Stranger
from tests.builders import a_member
from tools.errors import Unavailable, UpstreamError
from tools.requests import Request

MEMBERS = {
    "UGUEST": {"is_guest": True},
    "UAPP": {"is_app": True, "is_guest": True},
    "ULEFT": {"is_gone": True},
}
CHANNELS = {"CTEAM": ["U1", "UAPP", "ULEFT"], "CMIXED": ["U1", "U7", "UGUEST"], "CHUGE": None}
USERS_TOOL = {"resource": "users", "method": "list"}


class Rows:
    """Truto, as far as it lists tools and users."""

    def __init__(self, *pages: Any, tools: list[dict[str, Any]] | None = None) -> None:
        self.pages, self.offered = list(pages), [USERS_TOOL] if tools is None else tools
        self.asked: list[Any] = []

    async def tools(self) -> list[dict[str, Any]]:
        return self.offered

    async def call(self, request: Request) -> Any:
        self.asked.append(request.query["next_cursor"])
        page = self.pages[min(len(self.asked), len(self.pages)) - 1]
        if isinstance(page, Exception):
            raise page
        return page


def page(*ids: int, cursor: str | None = None) -> dict[str, Any]:
    rows = [{"id": n, "email": f"u{n}@seller.example"} for n in ids]
    return {"result": rows, "next_cursor": cursor}


@pytest.fixture
def now() -> list[float]:
    return [1000.0]


@pytest.fixture
def directory(now: list[float]) -> Callable[[Rows], Directory]:
    class Known:
        def __init__(self) -> None:
            self.looked_at: list[str] = []

        async def soon(self, user: str) -> Any:
            return await self.member(user)

        async def member(self, user: str) -> Any:
            self.looked_at.append(user)
            return a_member(user, email=f"{user.lower()}@seller.example", **MEMBERS.get(user, {}))

        async def with_email(self, email: str) -> str | None:
            return None

        async def present(self, channel: str) -> list[str] | None:
            return CHANNELS[channel]

    return lambda rows: Directory(Known(), rows, ("UANA",), lambda: now[0], moment=0.05)


async def ids(directory: Directory) -> list[str] | None:
    users = await directory.users()
    return None if users is None else [user.id for user in users]


async def test_every_page_is_read_and_everybody_is_in_it_once(directory: Callable[[Rows], Directory]) -> None:
    rows = Rows(page(1, 2, cursor="b"), page(2, 3, cursor="c"), page(4))
    assert await ids(directory(rows)) == ["1", "2", "3", "4"]
    assert rows.asked == [None, "b", "c"]


@pytest.mark.parametrize("last", [page(1, cursor="b"), page(cursor="b"), page(1, 2, cursor="b")])
async def test_a_cursor_that_leads_round_ends_the_reading(
    directory: Callable[[Rows], Directory], last: Any
) -> None:
    rows = Rows(page(1, 2, cursor="b"), last)
    assert await ids(directory(rows)) == ["1", "2"]
    assert len(rows.asked) == 2


async def test_without_a_users_list_there_is_no_directory(directory: Callable[[Rows], Directory]) -> None:
    rows = Rows(page(1), tools=[{"resource": "users", "method": "get"}])
    made = directory(rows)
    assert await made.users() is None
    assert rows.asked == []
    found = await made.recognise(a_member(), "T1")
    assert isinstance(found, Person)
    assert (found.chorus_id, found.is_admin) == (None, True)


async def test_what_was_read_is_kept_for_five_minutes_and_no_longer(
    directory: Callable[[Rows], Directory], now: list[float]
) -> None:
    rows = Rows(page(1))
    made = directory(rows)
    await made.users()
    now[0] += FRESH
    await made.users()
    assert len(rows.asked) == 1
    now[0] += 0.1
    await made.users()
    assert len(rows.asked) == 2


async def test_a_failure_is_not_kept(directory: Callable[[Rows], Directory]) -> None:
    made = directory(Rows(Unavailable("Away.", status=500, blame="truto"), page(1)))
    with pytest.raises(UpstreamError):
        await made.users()
    assert await ids(made) == ["1"]


async def test_a_list_that_cannot_be_read_is_a_failure_of_chorus_and_no_crash(
    directory: Callable[[Rows], Directory],
) -> None:
    with pytest.raises(UpstreamError, match="without an id"):
        await directory(Rows({"result": [{"name": "nobody"}]})).users()


async def test_a_member_is_recognised_among_the_users(directory: Callable[[Rows], Directory]) -> None:
    made = directory(Rows(page(1)))
    known = await made.recognise(a_member(email="u1@seller.example"), "T1")
    assert isinstance(known, Person)
    assert isinstance(await made.recognise(await made.member("UBEN"), "T1"), Stranger)


async def test_those_present_are_known_in_chorus_or_strangers_and_apps_are_nobody(
    directory: Callable[[Rows], Directory],
) -> None:
    known = directory(Rows(page(1)))
    (one,) = await known.present("CTEAM", "T1") or ()
    assert isinstance(one, Person)
    kinds = [type(person) for person in await known.present("CMIXED", "T1") or ()]
    assert kinds == [Person, Stranger, Stranger]
    assert await known.present("CHUGE", "T1") is None


async def test_who_is_in_a_channel_is_told_without_asking_who_they_are(
    directory: Callable[[Rows], Directory],
) -> None:
    known = directory(Rows())
    assert await known.is_in("CTEAM", "U1")
    assert not await known.is_in("CTEAM", "UBEN")
    assert not await known.is_in("CHUGE", "U1")
    assert known._members.looked_at == []


async def test_who_is_present_is_looked_up_once_in_some_minutes(
    directory: Callable[[Rows], Directory], now: list[float]
) -> None:
    known = directory(Rows(page(1)))
    looked_at = known._members.looked_at
    await known.present("CTEAM", "T1")
    await known.present("CMIXED", "T1")
    assert looked_at.count("U1") == 1
    now[0] += FRESH + 1
    await known.present("CTEAM", "T1")
    assert looked_at.count("U1") == 2


async def test_of_many_who_ask_at_once_one_reads(
    directory: Callable[[Rows], Directory], now: list[float]
) -> None:
    rows = Rows(page(1))
    known = directory(rows)
    await asyncio.gather(*(known.users() for _ in range(20)), *(known.member("U1") for _ in range(20)))
    assert (len(rows.asked), known._members.looked_at) == (1, ["U1"])
    now[0] += NOW + 1
    await known.member("U1")
    assert len(known._members.looked_at) == 2, "who asks later is looked at anew"


async def test_who_waits_for_a_person_to_be_known_does_not_wait_behind_others(
    directory: Callable[[Rows], Directory],
) -> None:
    known = directory(Rows(page(1)))
    assert (await known.soon("U1")).slack_id == "U1"
    async with known._one_reads["U2"]:  # as somebody does who waits out a rate limit
        with pytest.raises(TimeoutError):
            await known.soon("U2")
    assert known._members.looked_at == ["U1"]
