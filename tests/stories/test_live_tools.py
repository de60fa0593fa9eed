"""The tools are Truto's, live: what changes there is used by the next conversation, without a restart."""

from typing import Any

from bot.slack import cards
from sandbox.world import World
from tests.play import JOIN, PUSH, RECORD, WRITE, Play


async def test_a_new_optional_parameter_of_the_write_is_used_by_the_next_conversation(play: Play) -> None:
    first = await play.ask("ana", PUSH)
    await play.click("ana", await play.until(first, "your decision"), cards.DECLINE)
    await play.done(first)

    play.world.truto.options.schema_patches[WRITE] = with_source
    second = await play.ask("ana", PUSH)
    await play.click("ana", await play.until(second, "your decision"), cards.APPROVE)
    await play.until(second, "CRM update: written")
    (call,) = play.world.truto.calls(WRITE)
    assert call.body["source"] == "chorister"


def with_source(tool: dict[str, Any]) -> dict[str, Any]:
    body = tool["body_schema"]
    return tool | {"body_schema": body | {"properties": body["properties"] | {"source": {"type": "string"}}}}


async def test_a_renamed_join_property_is_used_by_the_next_conversation_and_by_the_button(play: Play) -> None:
    await play.done(await play.ask("ana", RECORD))
    play.world.truto.options.join_property = "meeting_text"
    await play.done(await play.ask("ben", "get Chorus into https://zoom.us/j/555666777"))
    thread = await play.say("dev", "https://zoom.us/j/888999000")
    await play.click("dev", await play.until(thread, "Shall Chorus record it?"), "recorder_send")
    await play.until(thread, "Chorus took the link")
    old, new, button = play.world.truto.calls(JOIN)
    assert list(old.body) == ["invitation_text"]
    assert new.body == {"meeting_text": "https://zoom.us/j/555666777"}
    assert button.body == {"meeting_text": "https://zoom.us/j/888999000"}


async def test_a_nested_write_back_is_built_from_the_schema_it_was_given(play: Play) -> None:
    play.world.truto.options.nested_writeback = True
    thread = await play.ask("ana", PUSH)
    await play.click("ana", await play.until(thread, "your decision"), cards.APPROVE)
    await play.until(thread, "CRM update: written")
    (call,) = play.world.truto.calls(WRITE)
    assert call.body["data"]["attributes"]["crm_changes"]


async def test_a_tool_that_vanished_between_card_and_click_ends_in_a_sentence(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    play.world.truto.faults.add("404", match=WRITE, times=None)
    await play.click("ana", card, cards.APPROVE)
    await play.until(thread, "CRM update: not written", "no such thing")
    await play.done(thread)


async def test_all_three_shapes_of_answers_lead_to_the_same_write(world: World, play: Play) -> None:
    bodies = []
    for n, shape in enumerate(("data", "raw", "flat")):
        world.truto.options.unwrapping = shape
        thread = await play.ask("ana", PUSH)
        await play.until(thread, "your decision")
        bodies.append(
            [b["text"]["text"] for b in play.replies(thread)[-1]["blocks"] if b["type"] == "section"]
        )
        assert len(bodies) == n + 1
    assert bodies[0] == bodies[1] == bodies[2]


async def test_without_a_users_list_a_persons_meetings_are_found_by_their_email(
    world: World, play: Play
) -> None:
    world.truto.options.hidden_tools = {"list_all_chorus_users"}
    thread = await play.ask(
        "sam", "Review all meetings from today longer than 30 minutes for an empty Economic Buyer"
    )
    said = "\n".join(await play.done(thread))
    assert "you may not read" in said
