"""Whose call a recorder is in: the calendar's word first, then that of whoever named the link last."""

from sandbox.hosts import know_hosts
from sandbox.truto.chorus.recording import Recording
from sandbox.world import World

LINK = "https://zoom.us/j/987654321"


def joined(world: World, link: str = LINK) -> Recording:
    know_hosts(world)
    return world.truto.chorus.join(f"Join {link} please")


async def test_a_call_in_a_calendar_is_its_owner_s_whoever_names_it(world: World) -> None:
    booked = next(m for m in world.company.meetings if m.status == "done" and m.deal)
    await world.slack.say(world.company.person("hugo"), "deals", f"join {booked.meeting_url}")
    recording = joined(world, booked.meeting_url)
    assert (recording.owner, recording.deal) == (booked.owner, booked.deal)


async def test_an_unplanned_call_is_of_whoever_named_it_last_and_about_a_deal_of_theirs(world: World) -> None:
    for name, text in (("ana", LINK), ("ben", f"get in there: <{LINK}?pwd=1>"), ("hugo", "what a day")):
        await world.slack.say(world.company.person(name), "deals", text)
    recording = joined(world)
    assert recording.owner == world.company.person("ben")
    assert recording.deal is not None
    assert recording.deal.is_open


async def test_somebody_without_a_chorus_user_can_own_no_call(world: World) -> None:
    await world.slack.say(world.company.person("ivo"), "deals", LINK)
    assert joined(world).owner == world.company.person("rosa")


async def test_elsewhere_a_call_is_of_the_token_s_user(world: World) -> None:
    await world.slack.say(world.company.person("ben"), "deals", LINK)
    assert world.truto.chorus.join(LINK).owner == world.company.person("rosa")
