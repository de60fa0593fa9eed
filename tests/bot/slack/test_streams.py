"""A streamed answer ends as one whole message, whatever became of the stream; what is dropped leaves nothing."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.allowances import APPEND, START
from bot.slack.blocks import section
from bot.slack.streams import Written
from bot.store.posts import Post
from tests.bot.slack.conftest import Streamed

HALF, WHOLE = [section("Half of it.")], [section("Half of it."), section("And the rest.")]
TEXT = "Half of it.\n\nAnd the rest."


async def begun(on: Streamed, key: str = "run:answer:0") -> str:
    ts = await on.streams.start(key, on.place, on.reader, HALF)
    assert ts
    return ts


async def concluded(on: Streamed) -> str | None:
    return await on.streams.conclude("run:answer:0", on.place, TEXT, WHOLE)


def stands_once(on: Streamed) -> bool:
    (message,) = on.messages()
    assert (message["text"], [b["text"]["text"] for b in message["blocks"]]) == (
        TEXT,
        ["Half of it.", "And the rest."],
    )
    return bool(message["metadata"]["event_payload"] == {"key": "run:answer:0"})


async def test_words_appear_as_they_are_written_and_end_as_the_whole_message(streamed: Streamed) -> None:
    ts = await begun(streamed)
    assert streamed.shown() == ["Half of it."]
    more = [section("And the")]
    assert await streamed.streams.append(streamed.place.channel, ts, more) is Written.SHOWN
    assert streamed.shown() == ["Half of it.\nAnd the"]
    assert await concluded(streamed) == ts
    assert stands_once(streamed)
    assert await concluded(streamed) == ts, "a repeated step changes nothing"
    assert stands_once(streamed)
    assert await streamed.posts.get("run:answer:0") == Post("run:answer:0", streamed.place.channel, ts)


async def test_where_nothing_was_streamed_there_is_nothing_to_end_or_drop(streamed: Streamed) -> None:
    assert await concluded(streamed) is None
    assert await streamed.streams.drop("run:answer:0", streamed.place) is False
    assert streamed.calls("chat.stopStream") == []


@pytest.mark.parametrize("seconds", [0, 301])
async def test_what_was_said_too_early_is_taken_away_and_may_be_said_anew(
    streamed: Streamed, seconds: int
) -> None:
    await begun(streamed, "run:answer:0")
    await begun(streamed, "run:answer:1")
    streamed.slack.clock.advance(seconds)
    await streamed.streams.drop_all("run:answer", streamed.place)
    assert streamed.shown() == []
    assert streamed.slack.status(streamed.place.channel, streamed.place.thread) == "processing"
    await begun(streamed)
    await concluded(streamed)
    assert stands_once(streamed)
    assert streamed.slack.status(streamed.place.channel, streamed.place.thread) == "active"


async def test_what_slack_lets_nobody_delete_is_covered(streamed: Streamed) -> None:
    await begun(streamed, "run:answer:0")
    gone = await begun(streamed, "run:answer:1")
    streamed.slack.channel(streamed.place.channel).remove(gone)
    await begun(streamed, "run:answer:2")
    for _ in range(2):
        await streamed.streams.cover_all("run:answer", streamed.place, "Cut.", [section("Cut.")])
    assert streamed.shown() == ["Cut.", "Cut."]
    assert streamed.slack.status(streamed.place.channel, streamed.place.thread) == "processing"


async def test_a_stream_that_died_is_noticed_and_ends_whole_all_the_same(streamed: Streamed) -> None:
    ts = await begun(streamed)
    streamed.slack.clock.advance(301)
    assert await streamed.streams.append(streamed.place.channel, ts, HALF) is Written.BROKEN
    await concluded(streamed)
    assert stands_once(streamed)


async def test_a_stream_that_a_person_stopped_is_written_on_no_more(streamed: Streamed) -> None:
    ts = await begun(streamed)
    streamed.slack.faults.add("error", match="chat.appendStream", error="stopped_by_user")
    assert await streamed.streams.append(streamed.place.channel, ts, HALF) is Written.STOPPED


@pytest.mark.parametrize(
    "kind, more",
    [
        ("error", {"error": "restricted_action_thread_locked"}),
        ("429", {"retry_after": 7}),
        ("500", {}),
        ("reset", {}),
    ],
)
async def test_a_start_that_is_refused_leaves_the_answer_to_be_posted(
    streamed: Streamed, kind: str, more: dict[str, object]
) -> None:
    streamed.slack.faults.add(kind, match="chat.startStream", **more)
    assert await streamed.streams.start("run:answer:0", streamed.place, streamed.reader, HALF) is None
    assert await streamed.posts.get("stream:run:answer:0") is None
    held = await streamed.allowances.free(START)
    assert held == pytest.approx(more.get("retry_after", 0.0)), "a limit of Slack's is kept by everybody"


async def test_beyond_our_own_budget_slack_is_not_even_asked(streamed: Streamed) -> None:
    for n in range(START.calls):
        await begun(streamed, f"run {n}:answer:0")
    assert await streamed.streams.start("late", streamed.place, streamed.reader, HALF) is None
    assert len(streamed.calls("chat.startStream")) == START.calls
    while not await streamed.allowances.free(APPEND):
        pass
    ts = streamed.messages()[0]["ts"]
    assert await streamed.streams.append(streamed.place.channel, ts, HALF) is Written.LATER
    assert streamed.calls("chat.appendStream") == []


@pytest.mark.parametrize("ends", [True, False])
async def test_a_start_whose_answer_was_lost_is_found(streamed: Streamed, ends: bool) -> None:
    await begun(streamed, "another run:answer:0")
    streamed.slack.faults.add("lost_reply", match="chat.startStream")
    ts = await begun(streamed)
    assert streamed.messages()[-1]["ts"] == ts
    if ends:
        await concluded(streamed)
    else:
        await streamed.streams.drop("run:answer:0", streamed.place)
    assert len(streamed.messages()) == 1 + ends
    assert streamed.shown()[0] == "Half of it.", "the other run's is left alone"


async def test_what_somebody_else_began_is_never_taken_for_ours(streamed: Streamed) -> None:
    await begun(streamed, "another run:answer:0")
    await streamed.posts.forget("stream:another run:answer:0")  # it has not heard yet which message it is
    await streamed.posts.reserve("stream:another run:answer:0", streamed.place.channel)
    streamed.slack.faults.add("reset", match="chat.startStream")
    assert await streamed.streams.start("run:answer:0", streamed.place, streamed.reader, HALF) is None
    await streamed.streams.drop("run:answer:0", streamed.place)
    assert streamed.shown() == ["Half of it."]


@pytest.mark.parametrize("stands", [True, False])
async def test_a_process_that_died_while_it_began_is_followed_by_one_that_ends_it(
    streamed: Streamed, stands: bool
) -> None:
    if stands:
        ts = await begun(streamed)
    await streamed.posts.forget("stream:run:answer:0")
    await streamed.posts.reserve("stream:run:answer:0", streamed.place.channel)
    assert await concluded(streamed) == (ts if stands else None)
    assert len(streamed.messages()) == stands


async def test_what_somebody_deleted_is_not_there_to_be_ended(streamed: Streamed) -> None:
    ts = await begun(streamed)
    streamed.slack.channel(streamed.place.channel).remove(ts)
    assert await concluded(streamed) is None
    assert await streamed.streams.drop("run:answer:0", streamed.place) is False


async def test_an_append_that_has_no_room_is_kept_and_one_that_is_lost_is_not_repeated(
    streamed: Streamed,
) -> None:
    ts, channel = await begun(streamed), streamed.place.channel
    streamed.slack.faults.add("429", match="chat.appendStream", retry_after=3)
    assert await streamed.streams.append(channel, ts, HALF) is Written.LATER
    assert await streamed.allowances.free(APPEND) == pytest.approx(3)
    streamed.allowances.time += 3
    streamed.slack.faults.add("lost_reply", match="chat.appendStream")
    assert await streamed.streams.append(channel, ts, HALF) is Written.BROKEN


async def test_an_end_that_slack_does_not_take_is_an_error_to_try_again(streamed: Streamed) -> None:
    await begun(streamed)
    streamed.slack.faults.add("500", match="chat.stopStream")
    with pytest.raises(SlackApiError):
        await concluded(streamed)
    streamed.slack.faults.add("error", match="chat.update", error="msg_too_long")
    with pytest.raises(SlackApiError):
        await concluded(streamed)
    await concluded(streamed)
    assert stands_once(streamed)
