"""A post is made once, whatever the network does; an edit is tried again; a refusal is not."""

import asyncio
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.allowances import Allowances
from bot.slack.blocks import header, section
from bot.slack.speaking import ATTEMPTS, Place, Speaker, Standing
from bot.store import Database
from bot.store.posts import Posts
from sandbox.slack import SlackServer

POST, EDIT, FIND = "chat.postMessage", "chat.update", "conversations.replies"


@pytest.fixture
async def place(slack: SlackServer) -> Place:
    channel = slack.channels["deals"]
    return Place(channel, await slack.say("UANA000001", channel, "hello"))


@pytest.fixture
def speaker(slack: SlackServer, db: Database) -> Speaker:
    client = AsyncWebClient(slack.bot_token, base_url=slack.url, retry_handlers=[])
    return Speaker(client, Posts(db), Allowances(hurry=10_000), slack.bot_user_id)


def posted(slack: SlackServer, place: Place) -> list[dict[str, Any]]:
    return [m for m in slack.thread(place.channel, place.thread) if m.get("bot_id")]


def calls(slack: SlackServer, method: str) -> list[Any]:
    return [call for call in slack.api.journal if call.method == method]


async def test_a_post_stands_in_the_thread_with_its_blocks_and_its_key(
    speaker: Speaker, slack: SlackServer, place: Place
) -> None:
    ts = await speaker.post("k", place, "words", [section("*words*")])
    (message,) = posted(slack, place)
    assert (message["ts"], message["text"], message["thread_ts"]) == (ts, "words", place.thread)
    assert message["metadata"]["event_payload"] == {"key": "k"}
    (call,) = calls(slack, POST)
    assert (call.args["unfurl_links"], call.args["unfurl_media"]) in ((False, False), ("0", "0"))


async def test_the_same_key_posts_once(speaker: Speaker, slack: SlackServer, place: Place) -> None:
    assert await speaker.post("k", place, "one") == await speaker.post("k", place, "two")
    assert [m["text"] for m in posted(slack, place)] == ["one"]
    await speaker.post("other", place, "three")
    assert len(posted(slack, place)) == 2


@pytest.mark.parametrize("kind", ["lost_reply", "reset", "500", "502", "503", "429"])
async def test_a_fault_on_the_way_leaves_one_post(
    speaker: Speaker, slack: SlackServer, place: Place, kind: str
) -> None:
    slack.faults.add(kind, match=POST, times=2)
    ts = await speaker.post("k", place, "words")
    assert [m["ts"] for m in posted(slack, place)] == [ts]
    assert await speaker.post("k", place, "words") == ts
    assert len(posted(slack, place)) == 1


async def test_a_lost_answer_is_found_among_hundreds_of_replies(
    speaker: Speaker, slack: SlackServer, place: Place
) -> None:
    for n in range(220):
        await slack.say("UANA000001", place.channel, f"{n}", thread_ts=place.thread)
    slack.faults.add("lost_reply", match=POST)
    await speaker.post("k", place, "words")
    assert len(posted(slack, place)) == 1


async def test_a_process_that_died_after_posting_finds_its_post_again(
    speaker: Speaker, slack: SlackServer, place: Place, db: Database
) -> None:
    client = AsyncWebClient(slack.bot_token, base_url=slack.url)
    sent = await client.chat_postMessage(
        channel=place.channel,
        thread_ts=place.thread,
        text="words",
        metadata={"event_type": "chorister_post", "event_payload": {"key": "k"}},
    )
    await Posts(db).reserve("k", place.channel)
    assert await speaker.post("k", place, "words") == sent["ts"]
    assert len(posted(slack, place)) == 1


async def test_a_process_that_died_before_posting_posts_after_all(
    speaker: Speaker, slack: SlackServer, place: Place, db: Database
) -> None:
    await Posts(db).reserve("k", place.channel)
    await speaker.post("k", place, "words")
    assert len(posted(slack, place)) == 1


async def test_slack_away_for_good_is_an_error_after_a_few_tries(
    speaker: Speaker, slack: SlackServer, place: Place
) -> None:
    slack.faults.add("500", match=POST, times=None)
    with pytest.raises(SlackApiError):
        await speaker.post("k", place, "words")
    assert len(calls(slack, POST)) == ATTEMPTS
    slack.faults.clear()
    assert await speaker.post("k", place, "words"), "a later try with the same key still may"
    assert len(posted(slack, place)) == 1


async def test_what_slack_refuses_is_not_tried_again(
    speaker: Speaker, slack: SlackServer, place: Place
) -> None:
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await speaker.post("k", place, "words", [header("")])
    assert len(calls(slack, POST)) == 1
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await speaker.post("k2", Place("C404", place.thread), "words")
    assert posted(slack, place) == []


async def test_a_long_text_is_cut_to_what_slack_takes(
    speaker: Speaker, slack: SlackServer, place: Place
) -> None:
    ts = await speaker.post("k", place, "x" * 30_000)
    await speaker.edit(place.channel, ts, "y" * 30_000, [section("y")])
    (message,) = posted(slack, place)
    assert message["text"].startswith("yyy")


@pytest.mark.parametrize("kind", ["lost_reply", "reset", "500", "429"])
async def test_an_edit_is_tried_again(speaker: Speaker, slack: SlackServer, place: Place, kind: str) -> None:
    ts = await speaker.post("k", place, "before")
    slack.faults.add(kind, match=EDIT, times=2)
    await speaker.edit(place.channel, ts, "after", [section("after")])
    assert posted(slack, place)[0]["text"] == "after"


async def test_an_edit_slack_refuses_is_an_error_at_once(
    speaker: Speaker, slack: SlackServer, place: Place
) -> None:
    with pytest.raises(SlackApiError, match="message_not_found"):
        await speaker.edit(place.channel, "1.1", "after")
    assert len(calls(slack, EDIT)) == 1


async def test_a_private_word_is_seen_by_one_person_alone(
    speaker: Speaker, slack: SlackServer, place: Place
) -> None:
    slack.faults.add("500", match="chat.postEphemeral")
    await speaker.whisper(place, "UBEN000001", "psst")
    assert posted(slack, place) == []
    assert [(m["user"], m["text"]) for m in slack.ephemerals] == [("UBEN000001", "psst")]


async def test_a_permalink_leads_to_the_message(speaker: Speaker, place: Place) -> None:
    assert place.thread.replace(".", "") in await speaker.permalink(place.channel, place.thread)


async def test_different_keys_are_different_posts_even_at_once(
    speaker: Speaker, slack: SlackServer, place: Place
) -> None:
    await asyncio.gather(speaker.post("a", place, "a"), speaker.post("b", place, "b"))
    assert sorted(m["text"] for m in posted(slack, place)) == ["a", "b"]


async def test_how_we_stand_to_a_channel_decides_whether_we_post_there(
    speaker: Speaker, slack: SlackServer
) -> None:
    deals, random, shared = (slack.channels[name] for name in ("deals", "random", "shared-acme"))
    slack.channel(deals).archived = True
    assert await speaker.standing(deals) == Standing(is_member=True, is_archived=True, name="deals")
    assert await speaker.standing(random) == Standing(is_member=False, name="random")
    assert await speaker.standing(shared) == Standing(is_member=True, is_shared=True, name="shared-acme")
    assert await speaker.standing("CUNKNOWN01") == Standing(is_member=False)
    assert await speaker.standing(slack.dm("UANA000001")) == Standing(is_member=True)
    slack.faults.add("error", match="conversations.info", error="missing_scope")
    with pytest.raises(SlackApiError):
        await speaker.standing(deals)


async def test_a_home_tab_is_shown_to_one_person(speaker: Speaker, slack: SlackServer) -> None:
    await speaker.publish_home("UANA000001", {"type": "home", "blocks": [section("yours")]})
    assert slack.home("UANA000001")["blocks"][0]["text"]["text"] == "yours"
    assert slack.home("UBEN000001") is None


async def test_a_private_answer_is_shown_and_replaced_whatever_happens_on_the_way(
    speaker: Speaker, slack: SlackServer
) -> None:
    place, ana = slack.channels["deals"], "UANA000001"
    url = f"{slack.workspace.base_url}/response/{slack.workspace.tickets.response_url(place, ana)}"
    slack.faults.add("500", match="response_url")
    await speaker.respond(url, "one", [section("one")], replace=False)
    (shown,) = slack.ephemerals
    assert (shown["user"], shown["text"]) == (ana, "one")
    key = slack.workspace.tickets.response_url(place, ana, shown["ts"])
    await speaker.respond(f"{slack.workspace.base_url}/response/{key}", "two", [], replace=True)
    assert [m["text"] for m in slack.ephemerals] == ["two"]


async def test_an_address_that_is_no_longer_good_is_logged_and_no_more(
    speaker: Speaker, slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    await speaker.respond(f"{slack.workspace.base_url}/response/R0", "words", [], replace=False)
    assert "HTTP 404" in caplog.text
    assert slack.ephemerals == []


async def test_the_first_message_of_a_thread_is_read_alone(
    speaker: Speaker, slack: SlackServer, place: Place
) -> None:
    await slack.say("UBEN000001", place.channel, "later", thread_ts=place.thread)
    slack.faults.add("500", match=FIND)
    assert (await speaker.first(place))["text"] == "hello"
    assert [int(call.args["limit"]) for call in calls(slack, FIND)] == [1, 1]


async def test_somebody_is_told_alone_in_their_own_channel(speaker: Speaker, slack: SlackServer) -> None:
    channel = await speaker.direct("UANA000001")
    await speaker.post("k", Place(channel, ""), "words")
    assert [m["text"] for m in slack.messages("UANA000001")] == ["words"]


async def test_a_message_of_ours_is_taken_away_once_and_stays_away(
    speaker: Speaker, slack: SlackServer, place: Place
) -> None:
    ts = await speaker.post("k", place, "words")
    await speaker.remove(place.channel, ts)
    await speaker.remove(place.channel, ts)
    assert not [m for m in slack.messages(place.channel) if m["ts"] == ts]


async def test_what_slack_does_not_let_us_take_away_is_an_error(speaker: Speaker, place: Place) -> None:
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await speaker.remove(place.channel, place.thread)


async def test_a_preview_is_put_under_a_link_and_tried_again(speaker: Speaker, slack: SlackServer) -> None:
    url, channel = "https://chorus.ai/meeting/1", slack.channels["deals"]
    ts = await slack.say("UANA000001", channel, url)
    slack.faults.add("503", match="chat.unfurl", times=1)
    await speaker.unfurl(channel, ts, url, {"blocks": [section("A call")]})
    (message,) = slack.thread(channel, ts)
    assert [each["from_url"] for each in message["attachments"]] == [url]
