"""Bad input and outages: each ends in one plain sentence in the thread, and nothing is lost."""

from typing import Any

import httpx
import pytest

from sandbox.claude import tool_use
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import JOIN, PUSH, RECORD, REVIEW, Play

BAD_WORDS = ("Traceback", "Error(", "Exception", "None", "{", "status_code")


def plain(said: list[str]) -> str:
    """All that was said, checked to hold no machine's words."""
    text = "\n".join(said)
    for word in BAD_WORDS:
        assert word not in text
    return text


@pytest.mark.parametrize(
    "link, words",
    [
        ("https://zoom.us/my/ana.ruiz", "personal"),
        ("https://zoom.us.evil.example/j/987654321", "zoom"),
        ("https://events.zoom.us/ev/abc", "event"),
    ],
)
async def test_a_link_no_recorder_can_join_is_refused_with_the_way_out(
    play: Play, link: str, words: str
) -> None:
    thread = await play.ask("ana", f"get Chorus into {link} please")
    said = plain([text_of(await play.until(thread, "not sent"))])
    assert words in said.lower()
    assert play.world.truto.calls(JOIN) == []
    assert play.world.claude.asked == []


async def test_an_empty_mention_gets_a_friendly_help(play: Play) -> None:
    thread = await play.ask("ana", "")
    assert "Push the notes" in plain([text_of(await play.until(thread, "Tell me what you need"))])
    assert play.world.claude.asked == []


@pytest.mark.parametrize("user, channel", [("UGUEST0001", "random"), ("UOUTSIDER1", "shared-acme")])
async def test_outsiders_and_guests_get_a_private_word_and_no_thread(
    play: Play, user: str, channel: str
) -> None:
    await play.slack.invite(play.person("ana"), channel)
    play.channel = play.slack.channels[channel]
    thread = await play.slack.say(user, play.channel, "@Chorister push my notes")
    await play.slack.wait_for(lambda: [m for m in play.slack.ephemerals if m["user"] == user])
    assert play.replies(thread) == []
    assert play.world.claude.asked == []


async def test_a_channel_shared_with_another_company_gets_no_public_word(world: World, start: Start) -> None:
    async with start():
        play = Play(world, world.slack.channels["shared-acme"])
        thread = await play.ask("ana", PUSH)
        await world.slack.wait_for(lambda: play.whispers("ana"))
        assert "shared with another company" in play.whispers("ana")[0]
        assert play.replies(thread) == []


@pytest.mark.parametrize(
    "kind, words",
    [
        ("401", "reconnect"),
        ("401_token", "API token"),
        ("404", "no such thing"),
        ("503", "blocked"),
    ],
)
async def test_a_failure_of_truto_that_waiting_does_not_mend_is_said_plainly(
    play: Play, kind: str, words: str
) -> None:
    play.world.truto.faults.add(kind, match="list_all_chorus_conversations", times=None)
    thread = await play.ask("ana", PUSH)
    assert words in plain(await play.done(thread))


async def test_a_sandbox_account_refuses_the_recorder_and_the_thread_says_so(play: Play) -> None:
    play.world.truto.options.account_status = "sandbox"
    thread = await play.ask("ana", RECORD)
    assert "sandbox" in plain(await play.done(thread))


async def test_truto_away_from_the_start_ends_in_a_sentence_with_a_reference(play: Play) -> None:
    play.world.truto.faults.add("500", times=None)
    thread = await play.ask("ana", PUSH)
    said = plain([text_of(await play.until(thread, "Reference"))])
    assert "not available" in said


@pytest.mark.parametrize("kind", ["429", "502html", "500", "reset", "truncated"])
async def test_a_passing_failure_of_a_read_is_waited_out(play: Play, kind: str) -> None:
    play.world.truto.faults.add(kind, match="list_all_chorus_conversations")
    thread = await play.ask("sam", REVIEW)
    assert "is empty or at risk in" in plain(await play.done(thread))


async def test_a_long_wait_is_told_with_the_time(play: Play) -> None:
    play.world.truto.faults.add(
        "429", match="list_all_chorus_conversations", style="retry_after", retry_after=120
    )
    thread = await play.ask("sam", REVIEW)
    said = plain(await play.done(thread))
    assert "Waited until 1" in said
    assert ": Chorus asks us to slow down for 120 seconds." in said


@pytest.mark.parametrize("kind", ["529", "500", "reset", "no_stop", "error_event"])
async def test_a_passing_failure_of_claude_is_waited_out(play: Play, kind: str) -> None:
    play.world.claude.faults.add(kind)
    thread = await play.ask("ana", RECORD)
    assert "Chorus took the link" in plain(await play.done(thread))
    assert len(play.world.truto.calls(JOIN)) == 1


async def test_a_stream_cut_in_the_middle_is_asked_for_again(play: Play) -> None:
    play.world.claude.faults.add("cut", events=4)
    thread = await play.ask("ana", RECORD)
    assert "Chorus took the link" in plain(await play.done(thread))


@pytest.mark.parametrize(
    "kind, words",
    [
        ("529", "overloaded"),
        ("spend_cap", "spending limit"),
        ("refusal", "declined"),
        ("unknown_stop", "do not know"),
    ],
)
async def test_a_failure_of_claude_that_stays_ends_in_a_sentence(play: Play, kind: str, words: str) -> None:
    play.world.claude.faults.add(kind, times=None)
    thread = await play.ask("ana", "what did Dana say about pricing?")
    said = plain(await play.done(thread))
    assert words in said
    assert "Reference" in said


@pytest.mark.parametrize(
    "kind, more",
    [
        ("empty_end_turn", {}),
        ("max_tokens", {}),  # the call's JSON is cut, and still looks like JSON
        ("unknown_tool", {}),
        ("bad_input", {}),
        ("eight_parallel", {}),
        ("pause_turn", {}),
        ("refusal", {}),
        ("refusal", {"with_content": True}),
        ("unknown_stop", {}),
    ],
)
async def test_a_model_that_misbehaves_does_not_break_the_conversation(
    play: Play, kind: str, more: dict[str, Any]
) -> None:
    play.world.claude.faults.add(kind, **more)
    thread = await play.ask("ana", RECORD)
    plain(await play.done(thread))
    await play.say("ana", "help", thread)
    assert "sandbox planner" in plain(await play.done(thread, runs=2))


async def test_a_call_whose_json_is_cut_in_the_stream_is_asked_for_anew_and_made_once(play: Play) -> None:
    for n in (6, 9, 12, 15, 18):
        play.world.claude.faults.add("cut", events=n, clean=bool(n % 2))
    thread = await play.ask("ana", RECORD)
    assert "Chorus took the link" in plain(await play.done(thread))
    assert len(play.world.truto.calls(JOIN)) == 1


async def test_a_tool_that_destroys_is_refused_by_the_desk_and_the_conversation_goes_on(play: Play) -> None:
    id = play.world.company.last_finished(play.person("rosa")).id
    delete = "delete_a_chorus_conversation_by_id"
    play.world.claude.script([tool_use(delete, {"id": id})], "That tool is switched off here.")
    thread = await play.ask("rosa", "delete my last call")
    assert "switched off here" in plain(await play.done(thread))
    assert play.world.truto.calls(delete) == []
    await play.say("rosa", "help", thread)
    assert "sandbox planner" in plain(await play.done(thread, runs=2))


async def test_a_reply_to_the_help_and_a_quick_second_message_are_both_heard(play: Play) -> None:
    thread = await play.ask("ana", "")
    await play.until(thread, "Tell me what you need")
    await play.say("ana", "help", thread)
    await play.say("ana", "and help again", thread)
    await play.done(thread, runs=2)
    assert len(play.answers(thread)) == 2


async def test_a_question_that_merely_names_an_unjoinable_link_is_answered(play: Play) -> None:
    thread = await play.ask("ana", "help me please, my room is https://zoom.us/my/ana.ruiz")
    assert "sandbox planner" in (await play.done(thread))[-1]


async def test_a_post_that_slack_refuses_does_not_end_the_run_and_the_thread_goes_on(play: Play) -> None:
    play.world.claude.script([tool_use("review_calls", {"date": "2026-06-03", "field": "\x00" * 80})])
    play.slack.faults.add("error", match="chat.postMessage", error="invalid_blocks", after=1)
    thread = await play.ask("sam", "review")
    await play.done(thread)
    await play.say("sam", "help", thread)
    assert "sandbox planner" in (await play.done(thread, runs=2))[-1]


async def test_a_run_that_broke_off_between_call_and_result_does_not_brick_the_thread(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        thread = await play.ask("ana", "help")
        await play.done(thread)
        id = f"{app.house.team}:{play.channel}:{thread}:{play.person('ana').slack_id}"
        n = await app.house.conversations.count(id)
        call = {"type": "tool_use", "id": "toolu_lost", "name": "list_all_chorus_me", "input": {}}
        await app.house.conversations.append(id, n, {"role": "assistant", "content": [call]})
        await play.say("ana", "help", thread)
        said = await play.done(thread, runs=2)
        assert "sandbox planner" in said[-1]


async def test_slack_that_stumbles_at_the_first_words_is_waited_out(play: Play) -> None:
    play.slack.faults.add("500", match="users.info", times=2)
    thread = await play.ask("ana", "help")
    assert "sandbox planner" in (await play.done(thread))[-1]


async def test_first_words_do_not_wait_for_slack_to_say_who_asks(play: Play) -> None:
    play.slack.faults.add("429", match="users.info", retry_after=1)
    thread = await play.ask("ana", "help")
    assert "sandbox planner" in (await play.done(thread))[-1]
    made = [call.method for call in play.slack.journal if call.ok]
    assert made.index("chat.postMessage") < made.index("users.info")


async def test_a_stranger_whom_slack_tells_of_late_is_answered_alone_and_nothing_stays(play: Play) -> None:
    play.slack.workspace.users[play.person("ana").slack_id] |= {"is_restricted": True}
    play.slack.faults.add("429", match="users.info", retry_after=1)
    thread = await play.ask("ana", "what was said in my last call?")
    first = (await play.until(thread, "Working on it"))["ts"]
    await play.slack.wait_for(lambda: play.replies(thread) == [] or None)
    assert [call.args["ts"] for call in play.slack.calls("chat.delete")] == [first]
    (said,) = play.whispers("ana")
    assert said == "I am not available to you here. I am only available to full members of this workspace."
    rests = ["processing", "active"]
    session = play.slack.workspace.sessions.all[(play.channel, thread)]
    await play.slack.wait_for(lambda: session.history == rests or None)
    assert play.world.claude.asked == []


async def test_a_web_page_in_place_of_slacks_answer_loses_no_post(play: Play) -> None:
    play.slack.faults.add("html", match="chat.postMessage", times=2)
    thread = await play.ask("ana", "help")
    assert "sandbox planner" in (await play.done(thread))[-1]


async def test_a_wait_before_the_turn_is_told_too(play: Play) -> None:
    play.world.truto.faults.add("429", match="list_all_chorus_users", style="retry_after", retry_after=200)
    thread = await play.ask("ana", "help")
    await play.until(thread, "asks us to slow down for 200 seconds. Going on at")
    await play.done(thread)


async def test_two_calls_under_one_id_end_in_a_sentence_and_the_thread_goes_on(play: Play) -> None:
    twice = [tool_use("list_all_chorus_me", {}, id="toolu_same") for _ in range(2)]
    play.world.claude.script(twice)
    thread = await play.ask("ana", "who am I?")
    assert "could not be read" in " ".join(await play.done(thread))
    await play.say("ana", "help", thread)
    assert "sandbox planner" in (await play.done(thread, runs=2))[-1]


async def test_a_read_that_takes_a_body_gets_it(play: Play) -> None:
    link = "https://zoom.us/j/987654321"
    tool = "chorus_conversations_validate"
    schema = next(t for t in await tools_of(play) if t["name"] == tool)["body_schema"]["properties"]
    arguments = {name: link for name in schema}
    play.world.claude.script([tool_use(tool, arguments)], "It will.")
    await play.done(await play.ask("rosa", "will it be recorded?"))
    (call,) = play.world.truto.calls(tool)
    assert call.body


async def tools_of(play: Play) -> list[dict]:
    """The tools as Truto lists them."""
    truto = play.world.truto
    url = f"{truto.url}/integrated-account/{truto.account_id}/tools"
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {truto.token}"}) as client:
        return (await client.get(url)).json()["result"]
