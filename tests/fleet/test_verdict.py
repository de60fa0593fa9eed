"""The judge of the fleet's stories sees what is lost, doubled or untrue; a judge who sees nothing would let all pass."""

import pytest

from bot.slack.cards import APPROVE
from sandbox.world import World
from tests.fleet.mix import Act
from tests.fleet.people import Staff, Wish
from tests.fleet.verdict import Verdict, judge


@pytest.fixture
def staff() -> Staff:
    """A quiet company: nobody has asked for anything."""
    return Staff(World(seed=1), seed=1)


def wish(staff: Staff, act: Act, **more: object) -> Wish:
    """Somebody's message, as it stands in a channel."""
    world, place = staff.world, staff.floors[0]
    who = world.company.person("ana")
    message = {"type": "message", "user": who.slack_id, "text": "hi"}
    ts = world.slack.workspace.post(world.slack.channel(place), message)["ts"]
    made = Wish(act, who, place, ts, ts, **more)
    staff.wishes.append(made)
    return made


def say(staff: Staff, to: Wish, key: str, text: str = "Done") -> str:
    """The bot says something in a wish's thread; T, C and ts of the wish are filled into the key."""
    named = key.format(said=f"{staff.world.slack.team_id}:{to.channel}:{to.ts}")
    metadata = {"event_type": "e", "event_payload": {"key": named}}
    content = {"text": text, "thread_ts": to.thread, "metadata": metadata}
    channel = staff.world.slack.channel(to.channel)
    return str(staff.world.slack.workspace.post_as_bot(channel, content)["ts"])


async def test_one_answer_to_each_question_is_a_good_end(staff: Staff) -> None:
    staff.world.slack.echo = False
    asked = wish(staff, Act.MENTION)
    say(staff, asked, "progress:{said}")
    say(staff, asked, "turn:{said}:answer:0", "So it is.")
    assert judge(staff) == Verdict()


async def test_no_answer_is_a_loss_and_two_are_one_too_many(staff: Staff) -> None:
    staff.world.slack.echo = False
    asked = wish(staff, Act.DIRECT)
    assert "has no answer" in judge(staff).lost[0]
    say(staff, asked, "turn:{said}:answer:0")
    say(staff, asked, "turn:{said}:answer:0")
    found = judge(staff)
    assert not found.lost
    assert len(found.doubled) == 2, "the key, and the answer"


async def test_a_plan_that_goes_on_for_ever_and_a_recorder_never_told_of_are_untrue(staff: Staff) -> None:
    staff.world.slack.echo = False
    asked, link = wish(staff, Act.MENTION), wish(staff, Act.LINK, link="https://zoom.us/j/900000000")
    say(staff, asked, "progress:{said}", "Working on it…")
    say(staff, link, "follow:auto:{said}:zoom:900000000", "Chorus shows this call as live.")
    found = judge(staff)
    assert len(found.untrue) == 2
    assert "no recorder for https://zoom.us/j/900000000" in found.lost


async def test_an_approved_change_is_to_be_in_the_crm_once_and_no_other(staff: Staff) -> None:
    staff.world.slack.echo = False
    world = staff.world
    meeting = world.company.last_finished(world.company.person("ana"))
    asked = wish(staff, Act.WRITE, meeting=meeting, verdict=APPROVE)
    say(staff, asked, "turn:1:answer:0")
    asked.card = say(staff, asked, "card:1", "CRM update: written")
    assert meeting.deal
    assert judge(staff).lost == [f"{meeting.deal.id} was approved and never written"]
    record = world.truto.crm.records[meeting.deal.id]
    record.write("Metrics__c", "6 h", world.clock.now(), "k")
    assert judge(staff).is_good
    record.write("Metrics__c", "6 h", world.clock.now(), "k2")
    asked.verdict = "declined"
    found = judge(staff)
    assert any("was written 2 times" in said for said in found.doubled)
    assert any("nobody approved" in said for said in found.doubled)
    assert any("the card" in said for said in found.untrue)
