"""Whoever asks gets what they may read, through every tool, and nobody gets more."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.app import App
from bot.slack import cards
from sandbox.claude import tool_use
from sandbox.company import Meeting, Participant
from sandbox.world import World
from tests.conftest import Start
from tests.play import Play

GET = "get_single_chorus_conversation_by_id"
LIST = "list_all_chorus_conversations"
QUALIFICATION = "get_single_chorus_sales_qualification_by_id"
WRITE = "chorus_sales_qualifications_writeback_crm"
MEDIA = "get_single_chorus_media_by_id"
VALIDATE = "chorus_conversations_validate"
PLAYLISTS = "list_all_chorus_playlists"
ALL = (GET, LIST, QUALIFICATION, MEDIA)


def last_of_ana(world: World) -> Meeting:
    """Ana's last meeting, which Chloé has sat in as well."""
    meeting, chloe = (
        world.company.last_finished(world.company.person("ana")),
        world.company.person("chloe"),
    )
    seat = Participant(
        person_id=chloe.person_id,
        user_id=chloe.chorus_user_id,
        name=chloe.name,
        email=chloe.email,
        title=chloe.title,
        company_name="Seller",
        type="rep",
    )
    both = replace(meeting, participants=(*meeting.participants, seat))
    world.truto.chorus.recordings[meeting.id].meeting = both
    return both


async def results(play: Play, who: str, *calls: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """What Claude gets when it makes these calls for somebody, in their order."""
    before = len(play.world.claude.asked)
    play.world.claude.script([tool_use(name, arguments) for name, arguments in calls], "That is all.")
    await play.ask(who, "look into it")
    await play.world.claude.wait_for(lambda: len(play.world.claude.asked) >= before + 2)
    message = play.world.claude.asked[-1].body["messages"][-1]
    return [block for block in message["content"] if block["type"] == "tool_result"]


def through_every_tool(meeting: Meeting) -> list[tuple[str, dict[str, Any]]]:
    day = {"min_date": meeting.start.isoformat(), "max_date": meeting.end.isoformat()}
    return [(tool, day if tool == LIST else {"id": meeting.id}) for tool in ALL]


@pytest.mark.parametrize(
    "who, may",
    [("ana", True), ("chloe", True), ("sam", True), ("rosa", True), ("ben", False), ("mia", False)],
    ids=["owner", "participant", "manager", "admin", "colleague", "another team's manager"],
)
async def test_a_call_is_read_by_its_owner_its_participants_their_managers_and_admins(
    play: Play, who: str, may: bool
) -> None:
    meeting = last_of_ana(play.world)
    got = await results(play, who, *through_every_tool(meeting))
    # The cursor names the page's last call by its bare id.
    told = [meeting.id in result["content"].partition("next_cursor")[0] for result in got]
    refused = [result.get("is_error", False) for result in got]
    if may:
        assert told[:3] == [True] * 3
        assert "sent privately" in got[3]["content"]
        assert refused == [False] * 4
    else:
        assert told == [False] * 4
        # A list is no refusal: what they may not read is left out of it, and counted.
        assert refused == [True, False, True, True]
        assert "left out" in got[1]["content"]
        assert not any(word in str(got) for word in (meeting.subject, meeting.owner.name))


@pytest.mark.parametrize("who, may", [("ana", True), ("chloe", True), ("sam", False), ("rosa", False)])
@pytest.mark.parametrize("policy", ["participants", "workspace"])
async def test_a_private_call_is_for_those_who_were_in_it_alone(
    world: World, start: Start, who: str, may: bool, policy: str
) -> None:
    world.truto.options.own_private = True
    meeting = last_of_ana(world)
    world.truto.chorus.recordings[meeting.id].meeting = replace(meeting, private=True)
    async with start(CHORISTER_READING=policy):
        tools = [(GET, {"id": meeting.id}), (QUALIFICATION, {"id": meeting.id}), (MEDIA, {"id": meeting.id})]
        got = await results(Play(world), who, *tools)
    assert [result.get("is_error", False) for result in got] == [not may] * 3


async def test_fields_of_claudes_choice_do_not_keep_an_owner_from_their_call(play: Play) -> None:
    meeting = last_of_ana(play.world)
    chosen = (GET, {"id": meeting.id, "fields": "status,name"})
    (got,) = await results(play, "ana", chosen)
    assert meeting.subject in got["content"]
    (asked,) = play.world.truto.calls(GET)
    assert asked.query["fields"] == "status,name,owner,participants,private"
    got = await results(play, "ana", chosen, (QUALIFICATION, {"id": meeting.id}))
    assert not any(result.get("is_error") for result in got), "and later reads do not fail either"


async def test_a_call_that_changed_hands_is_not_its_old_owners_any_more_after_a_minute(play: Play) -> None:
    meeting = last_of_ana(play.world)
    (got,) = await results(play, "ana", (QUALIFICATION, {"id": meeting.id}))
    assert not got.get("is_error")
    ben = play.person("ben")
    others = [p for p in meeting.participants if p.user_id != play.person("ana").chorus_user_id]
    play.world.truto.chorus.recordings[meeting.id].meeting = replace(
        meeting, owner=ben, participants=tuple(others)
    )
    play.world.clock.advance(61)
    (got,) = await results(play, "ana", (QUALIFICATION, {"id": meeting.id}))
    assert got["is_error"]
    (got,) = await results(play, "ben", (QUALIFICATION, {"id": meeting.id}))
    assert not got.get("is_error")


async def test_whether_a_link_would_be_recorded_is_answered(play: Play) -> None:
    (got,) = await results(play, "ana", (VALIDATE, {"meeting_url": "https://zoom.us/j/987654321"}))
    assert not got.get("is_error")
    assert json.loads(got["content"])["result"]


async def refusals(app: App) -> list[dict[str, Any]]:
    return [row for row in await app.house.audit.all() if row["what"] == "refused read"]


async def test_a_refusal_is_for_the_asker_alone_and_on_record(world: World, start: Start) -> None:
    meeting = last_of_ana(world)
    async with start() as app:
        play = Play(world)
        tools = [(GET, {"id": meeting.id}), (QUALIFICATION, {"id": meeting.id})]
        world.claude.script(
            [tool_use(*tool) for tool in tools], f"I may not show you {meeting.subject} of Ana."
        )
        thread = await play.ask("ben", "what about that call?")
        said = "\n".join(await play.done(thread))
        assert [w for w in play.whispers("ben") if "may not read it" in w] == play.whispers("ben")[:1], "once"
        assert f"I answered @{play.person('ben').slack_id} privately." in said
        assert not any(word in said for word in ("Ana", meeting.subject, meeting.id, "may not"))
        rows = await refusals(app)
    assert {(row["who"], row["detail"]["meeting"], row["detail"]["tool"]) for row in rows} == {
        (world.company.person("ben").slack_id, meeting.id, "conversations/get"),
        (world.company.person("ben").slack_id, meeting.id, "sales_qualifications/get"),
    }


async def test_a_write_back_of_somebody_elses_call_is_refused_in_the_same_way(
    world: World, start: Start
) -> None:
    meeting = last_of_ana(world)
    change = {"meeting_id": meeting.id, "crm_changes": [{"field_name": "Metrics", "new_value": "x"}]}
    async with start() as app:
        play = Play(world)
        world.claude.script(
            [tool_use(WRITE, change | {"object_type": "Opportunity", "opportunity_id": meeting.deal.id})],
            "No.",
        )
        thread = await play.ask("ben", "push that call")
        assert "privately" in (await play.done(thread))[-1]
        assert "may not read it" in play.whispers("ben")[0]
        (row,) = await refusals(app)
    assert row["detail"]["tool"] == "sales_qualifications/writeback_crm"


@pytest.mark.parametrize("who, may", [("ben", False), ("rosa", True)])
async def test_what_cannot_be_traced_to_a_call_is_for_admins_and_the_others_hear_why(
    world: World, start: Start, who: str, may: bool
) -> None:
    async with start() as app:
        play = Play(world)
        (got,) = await results(play, who, (PLAYLISTS, {}))
        assert got.get("is_error", False) is not may
        assert ("so only admins may read it" in got["content"]) is not may
        assert "may not read it" not in got["content"]
        assert play.whispers(who) == [], "it tells of nobody, so it is no private affair"
        assert await refusals(app) == []


async def test_in_a_direct_message_a_refusal_needs_no_second_word(world: World, start: Start) -> None:
    meeting = last_of_ana(world)
    async with start() as app:
        ben = world.company.person("ben")
        play = Play(world, world.slack.dm(ben))
        world.claude.script([tool_use(GET, {"id": meeting.id})], "That is not for you.")
        thread = await play.say("ben", "what about that call?")
        assert (await play.done(thread))[-1].startswith("That is not for you.")
        assert play.whispers("ben") == []
        assert len(await refusals(app)) == 1


@pytest.mark.parametrize(
    "who, change",
    [("ivo", {}), ("ana", {"is_email_confirmed": False})],
    ids=["no Chorus user", "an unconfirmed address"],
)
async def test_somebody_whom_chorus_does_not_know_hears_so_alone_and_claude_is_not_asked(
    world: World, start: Start, who: str, change: dict[str, Any]
) -> None:
    person = world.company.person(who)
    world.slack.workspace.users[person.slack_id] |= change
    async with start() as app:
        play = Play(world)
        thread = await play.ask(who, "what was said in my last call?")
        await play.slack.wait_for(lambda: play.whispers(who))
        (said,) = play.whispers(who)
        assert said.startswith("I am not available to you here.")
        await play.slack.wait_for(lambda: play.replies(thread) == [])
        (row,) = await refusals(app)
        assert row["who"] == person.slack_id
    assert world.claude.asked == []


@pytest.mark.parametrize(
    "change",
    [{"is_restricted": True}, {"is_stranger": True}, {"deleted": True}, {"team_id": "T0CUSTOMER"}],
    ids=["a guest", "a stranger", "a deactivated account", "another workspace"],
)
async def test_whoever_is_no_full_member_gets_a_private_word_and_nothing_else(
    world: World, start: Start, change: dict[str, Any]
) -> None:
    ana = world.company.person("ana")
    world.slack.workspace.users[ana.slack_id] |= change
    async with start():
        play = Play(world)
        thread = await play.ask("ana", "what was said in my last call?")
        await play.slack.wait_for(lambda: play.whispers("ana"))
        assert [said.strip() for said in play.whispers("ana")] == ["I am not available here."]
        assert play.replies(thread) == []
    assert world.claude.asked == []
    assert [call for call in world.truto.journal if call.tool and "conversation" in call.tool] == []


async def test_after_a_refusal_the_whole_request_is_private_also_once_its_card_was_decided(
    play: Play,
) -> None:
    ben, meeting = play.person("ben"), last_of_ana(play.world)
    own, field = next(
        (call, field)
        for call in play.world.company.finished(ben)
        for field in (call.qualification.findings if call.qualification and call.deal else ())
        if field.quote and field.change_type != "NO_CHANGE"
    )
    change = {"field_name": field.field_name, "new_value": field.value}
    write = {"meeting_id": own.id, "crm_changes": [change], "opportunity_id": own.deal.id}
    play.world.claude.script(
        [tool_use(GET, {"id": meeting.id}), tool_use(WRITE, write | {"object_type": "Opportunity"})],
        "Declined; and Ana's call is not yours.",
    )
    thread = await play.ask("ben", "push my last call, and look at Ana's")
    await play.click("ben", await play.until(thread, "your decision"), cards.DECLINE)
    said = "\n".join(await play.done(thread))
    assert "I answered" in said
    assert "is not yours" not in said


async def test_somebody_whom_chorus_does_not_know_is_answered_in_direct_messages(
    world: World, start: Start
) -> None:
    async with start():
        play = Play(world, world.slack.dm(world.company.person("ivo")))
        await play.until(await play.say("ivo", "my last call?"), "no Chorus user")
    assert world.claude.asked == []
