"""The whole package against the sandbox's Truto: discovery, reads in all shapes, effects, limits and faults."""

import asyncio
import resource
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from sandbox.clock import Clock
from sandbox.company import Company
from sandbox.truto import TrutoServer
from sandbox.truto.styles import STYLES
from tools import chorus
from tools.catalog import Catalog, catalog_from, invalid, request_for
from tools.errors import (
    BinaryAnswer,
    Blocked,
    NeedsReconnect,
    NotThere,
    RateLimited,
    Refused,
    Unavailable,
    UpstreamError,
)
from tools.rate import BACKOFF_BASE, Pace
from tools.requests import Request
from tools.truto import Truto

LIST = "list_all_chorus_conversations"
JOIN = "chorus_conversations_join"
LINK = "https://zoom.us/j/987654321"
ATTEMPTS = 6
"""As many as a run makes: bot/workflows/settle.py."""


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 6, 3, 15, 0, tzinfo=UTC), speed=0)


@pytest.fixture
async def server(clock: Clock) -> AsyncIterator[TrutoServer]:
    server = TrutoServer(clock, Company(seed=1, now=clock.now()))
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def truto(server: TrutoServer, clock: Clock) -> AsyncIterator[Truto]:
    async def sleep(seconds: float) -> None:
        clock.advance(seconds)

    pace = Pace(now=lambda: clock.now().timestamp(), sleep=sleep, today=clock.now)
    async with Truto(
        token=server.token, base_url=server.url, account_id=server.account_id, pace=pace, now=clock.now
    ) as truto:
        yield truto


async def all_calls(truto: Truto) -> list[chorus.Engagement]:
    found: list[chorus.Engagement] = []
    cursor: str | None = ""
    while cursor is not None:
        page = chorus.engagements(
            await truto.call(Request("conversations", "list", query={"next_cursor": cursor}))
        )
        found += page.rows
        cursor = page.next_cursor if page.rows else None
    return found


@pytest.mark.parametrize("key", ["result", "results"])
async def test_every_readable_tool_is_offered_and_the_other_named(
    truto: Truto, server: TrutoServer, key: str
) -> None:
    server.options.tools_key = key
    catalog = catalog_from(await truto.tools())
    assert [item.name for item in catalog.disabled] == ["chorus_integrations_connect"]
    assert {LIST, JOIN, "list_all_chorus_me"} <= {offer.name for offer in catalog.offers}
    assert Catalog.from_json(catalog.to_json()) == catalog


@pytest.mark.parametrize("shape", ["data", "raw", "flat"])
async def test_every_shape_gives_the_same_facts(truto: Truto, server: TrutoServer, shape: str) -> None:
    server.options.unwrapping = shape
    meeting = server.company.last_finished(server.company.person("ana"))
    call = chorus.conversation(await truto.call(Request("conversations", "get", meeting.id)))
    assert (call.conversation_id, call.status, call.duration) == (meeting.id, "done", meeting.duration)
    assert call.owner_email == "ana.ruiz@seller.example"
    found = chorus.qualification(await truto.call(Request("sales_qualifications", "get", meeting.id)))
    assert found.recording_id == meeting.id
    assert [f.field_id for f in found.fields if f.is_summary] == ["notes", "next_steps"]
    assert any(f.quote for f in found.fields)
    me = chorus.me(await truto.call(Request("me", "list")))
    assert me.email == "rosa.marino@seller.example"
    people = chorus.users(await truto.call(Request("users", "list")))
    assert "elif.sahin@seller.example" in {user.email for user in people}


async def test_all_pages_hold_every_visible_call_once(truto: Truto, server: TrutoServer) -> None:
    found = await all_calls(truto)
    visible = {meeting.id for meeting in server.company.meetings if not meeting.private}
    assert len(found) == len({call.conversation_id for call in found})
    assert {call.conversation_id for call in found if call.type == "meeting"} <= visible
    assert sum(call.is_finished_meeting for call in found) > 100
    assert not [entry for entry in server.journal if entry.status == 429]


async def test_a_recorder_is_sent_with_the_property_the_schema_names(
    truto: Truto, server: TrutoServer
) -> None:
    for name in ("invitation_text", "link"):
        server.options.join_property = name
        offer = catalog_from(await truto.tools()).by_name(JOIN)
        assert offer is not None
        assert invalid(offer, {}) == f"{name}: is required"
    answer = await truto.call(request_for(offer, {"link": f"Join {LINK} please"}), idempotency_key="k")
    call = chorus.conversation(answer)
    assert (call.status, call.is_live) == ("scheduled", False)
    assert [join.conversation_id for join in server.chorus.joins] == [call.conversation_id]
    with pytest.raises(Refused) as caught:
        await truto.call(request_for(offer, {"link": "https://us02web.zoom.us/j/987654321?pwd=2"}))
    assert caught.value.status == 409


@pytest.mark.parametrize("manner", ["normal", "ignores_accept", "ignores_info", "audio"])
async def test_media_come_as_facts_from_any_server(truto: Truto, server: TrutoServer, manner: str) -> None:
    server.options.media = manner
    meeting = server.company.last_finished(server.company.person("ana"))
    offer = catalog_from(await truto.tools()).by_name("get_single_chorus_media_by_id")
    assert offer is not None
    found = chorus.media(await truto.call(request_for(offer, {"id": meeting.id})))
    assert found.url is not None
    assert found.media_type == ("audio" if manner == "audio" else "video")


async def test_a_file_is_left_alone(truto: Truto, server: TrutoServer) -> None:
    server.options.media = "ignores_accept"
    meeting = server.company.last_finished(server.company.person("ana"))
    with pytest.raises(BinaryAnswer):
        await truto.call(Request("media", "get", meeting.id))


@pytest.mark.parametrize(
    "kind, error, blame",
    [
        ("429", RateLimited, None),
        ("500", Unavailable, None),
        ("502html", Unavailable, "truto"),
        ("504", Unavailable, None),
        ("401", NeedsReconnect, "account"),
        ("401_token", NeedsReconnect, "token"),
        ("404", NotThere, "request"),
        ("reset", Unavailable, "network"),
        ("truncated", Unavailable, None),
        ("lost_reply", Unavailable, "network"),
        ("empty_message", Refused, None),
        ("text_error", UpstreamError, None),
    ],
)
async def test_every_fault_becomes_a_sentence(
    truto: Truto, server: TrutoServer, kind: str, error: type[UpstreamError], blame: str | None
) -> None:
    server.faults.add(kind, match=LIST)
    with pytest.raises(error) as caught:
        await truto.call(Request("conversations", "list"))
    assert str(caught.value).endswith((".", "…"))
    assert blame is None or caught.value.blame == blame


@pytest.mark.parametrize("manner", ["ignores_accept", "mislabelled"])
async def test_500_megabytes_of_media_are_not_read(truto: Truto, server: TrutoServer, manner: str) -> None:
    server.options.media, server.options.media_bytes = manner, 500 * 1024 * 1024
    meeting = server.company.last_finished(server.company.person("ana"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BinaryAnswer, match="524,288,000 bytes, not read"):
        await truto.call(Request("media", "get", meeting.id))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < 5, "megabytes, the sandbox's own included"
    assert server.journal[-1].media_bytes < 20 * 1024 * 1024, "what the sockets hold"


async def storm(truto: Truto, jobs: int) -> None:
    """Jobs side by side that are refused as often as a run tries."""

    async def job() -> None:
        for attempt in range(ATTEMPTS):
            with pytest.raises(RateLimited):
                await truto.call(Request("me", "list"), attempt=attempt)

    await asyncio.gather(*(job() for _ in range(jobs)))


@pytest.mark.parametrize("style", [*STYLES, "truto"])
async def test_in_every_style_of_429_nobody_comes_too_early_and_a_storm_is_bounded(
    truto: Truto, server: TrutoServer, style: str
) -> None:
    jobs, said = 20, 40
    server.faults.add("429", match="list_all_chorus_me", times=None, style=style, retry_after=said)
    await storm(truto, jobs)
    came = [call.at for call in server.calls("list_all_chorus_me")]
    assert len(came) <= jobs * ATTEMPTS
    first = [at for at in came if at == came[0]]
    assert len(first) <= jobs, "those who were on their way before the first 429 was there"
    for at in came[len(first) :]:
        pause = (at - max(earlier for earlier in came if earlier < at)).total_seconds()
        assert pause >= (said if style not in UNSAID else BACKOFF_BASE)


UNSAID = ("none", "negative", "garbage")
"""Styles that do not say until when."""


@pytest.mark.parametrize("status, error", [("needs_reauth", NeedsReconnect), ("blocked", Blocked)])
async def test_a_sick_account_is_told_from_a_sick_call(
    truto: Truto, server: TrutoServer, status: str, error: type[UpstreamError]
) -> None:
    server.options.account_status = status
    with pytest.raises(error):
        await truto.call(Request("conversations", "list"))


async def test_a_sandbox_account_refuses_writes(truto: Truto, server: TrutoServer) -> None:
    server.options.account_status = "sandbox"
    with pytest.raises(Refused) as caught:
        await truto.call(Request("conversations", "join", body={"invitation_text": LINK}))
    assert caught.value.status == 405
