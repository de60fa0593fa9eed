"""Microsoft Teams: the six spellings meet in one meeting."""

import base64
import json
from urllib.parse import quote

import pytest

from tools.meeting_links import Link, RefusedLink, read_link

TENANT = "11111111-2222-3333-4444-555555555555"
ORGANIZER = "66666666-7777-8888-9999-000000000000"
THREAD = "19:meeting_NjYyZTk1-Zg@thread.v2"
CONTEXT = quote(json.dumps({"Tid": TENANT, "Oid": ORGANIZER}), safe="")
JOIN = f"/l/meetup-join/{quote(THREAD, safe='')}/0?context={CONTEXT}"
COORDS = {"conversationId": THREAD, "tenantId": TENANT, "organizerId": ORGANIZER, "messageId": "0"}


def coords(facts: object) -> str:
    return quote(base64.b64encode(json.dumps(facts).encode()).decode(), safe="")


@pytest.mark.parametrize(
    "url",
    [
        f"https://teams.microsoft.com{JOIN}",
        f"https://teams.microsoft.com{JOIN.lower().replace('njyyztk1-zg', 'NjYyZTk1-Zg')}&anon=true",
        f"https://teams.microsoft.com/_#{JOIN}",
        f"https://teams.microsoft.com/v2/?meetingjoin=true#{JOIN}",
        "https://teams.microsoft.com/dl/launcher/launcher.html?type=meetup-join&directDl=true&url="
        + quote(f"/_#{JOIN}&anon=true", safe=""),
        f"https://teams.microsoft.com/light-meetings/launch?agent=web&coords={coords(COORDS)}",
    ],
)
def test_six_spellings_are_one_meeting(url: str) -> None:
    link = read_link(url)
    assert isinstance(link, Link)
    assert link.key == f"teams:{THREAD}"
    assert TENANT in link.url
    assert ORGANIZER in link.url
    assert read_link(link.url) == link


@pytest.mark.parametrize(
    "url, canonical",
    [
        (
            "https://teams.microsoft.com/meet/1234567890123?p=aBcDeF&x=1",
            "https://teams.microsoft.com/meet/1234567890123?p=aBcDeF",
        ),
        (
            "https://teams.live.com/meet/9876543210123?p=xYz12",
            "https://teams.live.com/meet/9876543210123?p=xYz12",
        ),
        (
            "https://teams.microsoft.com/v2/?meetingjoin=true#/meet/1234567890123?p=aBcDeF&anon=true",
            "https://teams.microsoft.com/meet/1234567890123?p=aBcDeF",
        ),
        (
            "https://gov.teams.microsoft.us/meet/1234567890123?p=aBcDeF",
            "https://gov.teams.microsoft.us/meet/1234567890123?p=aBcDeF",
        ),
    ],
)
def test_a_short_link_keeps_its_passcode(url: str, canonical: str) -> None:
    link = read_link(url)
    assert isinstance(link, Link)
    assert link.url == canonical


def test_meetings_of_one_channel_are_told_apart() -> None:
    thread = quote("19:abc@thread.tacv2", safe="")
    links = [
        read_link(f"https://teams.microsoft.com/l/meetup-join/{thread}/{n}?context={CONTEXT}")
        for n in (1700000000001, 2)
    ]
    assert [link.key for link in links if isinstance(link, Link)] == [
        "teams:19:abc@thread.tacv2/1700000000001",
        "teams:19:abc@thread.tacv2/2",
    ]


def test_a_link_without_an_organizer_is_still_a_meeting() -> None:
    context = quote(json.dumps({"Tid": TENANT}), safe="")
    url = f"https://teams.microsoft.com/l/meetup-join/{quote(THREAD, safe='')}/0?context={context}"
    assert isinstance(read_link(url), Link)


@pytest.mark.parametrize(
    "url, lost",
    [
        ("https://teams.microsoft.com/meet/1234567890123", "?p="),
        ("https://teams.microsoft.com/meet/1234567890123?p=", "?p="),
        (f"https://teams.microsoft.com/l/meetup-join/{quote(THREAD, safe='')}/0", "context="),
        (f"https://teams.microsoft.com/l/meetup-join/{quote(THREAD, safe='')}/0?context=%7B", "context="),
        (f"https://teams.microsoft.com/l/meetup-join/{quote(THREAD, safe='')}/0?context=%5B1%5D", "context="),
        (f"https://teams.microsoft.com/l/meetup-join/rubbish/0?context={CONTEXT}", "id"),
        ("https://teams.microsoft.com/l/meetup-join/", "id"),
        ("https://teams.microsoft.com/meet/12", "id"),
        ("https://teams.microsoft.com/light-meetings/launch?coords=%%%", "id"),
        (f"https://teams.microsoft.com/light-meetings/launch?coords={coords([1])}", "id"),
        (
            f"https://teams.microsoft.com/light-meetings/launch?coords={coords(COORDS | {'tenantId': 3})}",
            "context=",
        ),
        ("https://teams.microsoft.com/light-meetings/launch?coords=%2F%2F%2F%2Fw%3D%3D", "id"),
        ("https://teams.microsoft.com/light-meetings/launch", "id"),
    ],
)
def test_a_link_that_lost_its_half_is_refused_with_what_is_missing(url: str, lost: str) -> None:
    link = read_link(url)
    assert isinstance(link, RefusedLink)
    assert lost in link.reason
    assert "whole link" in link.reason


@pytest.mark.parametrize(
    "url",
    [
        "https://teams.microsoft.com/",
        "https://teams.microsoft.com/l/channel/19%3aabc%40thread.tacv2/General",
        "https://teams.microsoft.com/l/message/19:abc@thread.v2/1",
        "https://teams.microsoft.com/v2/#/calendar",
        "https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fchat%2F0",
    ],
)
def test_another_place_in_teams_is_no_meeting(url: str) -> None:
    assert read_link(url) is None
