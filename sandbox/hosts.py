"""Whose call a recorder is sent to: the real Chorus knows from calendars, the sandbox's from Slack too."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from sandbox.company import Company, Deal, Person
from sandbox.slack.journal import Delivered
from sandbox.truto.chorus.links import Link, all_links, read_link
from sandbox.truto.chorus.recording import Hosted
from sandbox.world import World


def know_hosts(world: World) -> None:
    """Let Chorus find the host of every call that it joins from now on."""
    world.truto.chorus.hosted = partial(_hosted, world)


def _hosted(world: World, link: Link) -> Hosted:
    """The company's calendar says it; a call that is in none is of whoever named its link last, about their newest deal."""
    for meeting in world.company.meetings:
        if read_link(meeting.meeting_url) == link:
            return Hosted(meeting.owner, meeting.deal)
    told = [*world.slack.delivery.sent, *world.slack.delivery.kept]
    by = next((by for one in reversed(told) if (by := _named(one, link, world.company))), None)
    return Hosted(by, _newest_deal(world.company, by)) if by else Hosted(world.company.person("rosa"))


def _named(delivered: Delivered, link: Link, company: Company) -> Person | None:
    """Who of those with a Chorus user named the link in what Slack told the app: a message, a command, a click."""
    user, payload = _user(delivered.payload), delivered.payload
    found = next((p for p in company.people if p.slack_id == user and p.chorus_user_id), None)
    return found if found and link in all_links(json.dumps(payload)) else None


def _user(payload: Mapping[str, Any]) -> Any:
    event, person = payload.get("event") or {}, payload.get("user") or {}
    return event.get("user") or payload.get("user_id") or person.get("id")


def _newest_deal(company: Company, person: Person) -> Deal | None:
    mine = (call.deal for call in company.meetings if call.owner == person and call.deal)
    return next((deal for deal in mine if deal.is_open), None)
