"""An answer is said line by line, as far as all may hear it, and whatever happens on the way keeps nobody from the end."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from bot.slack.allowances import APPEND
from bot.slack.aloud import ENOUGH, OLD, ROOM, Aloud, Telling
from bot.slack.text import answer_text
from tests.bot.slack.conftest import Streamed

pytestmark = pytest.mark.parametrize("db", ["sqlite"], indirect=True)

LINE = "The buyer asked about the price, and nobody answered. " * 2
PARAGRAPH = LINE * 2 + "\n\n"
KNOWN = "https://chorus.ai/meeting/1"


def telling(on: Streamed, may: bool = True) -> tuple[Telling, list[str]]:
    asked: list[str] = []

    async def hears() -> bool:
        asked.append("may they?")
        return may

    render = partial(answer_text, known_links={KNOWN})
    return Telling("run:answer", on.place, on.reader, render, hears), asked


async def heard(on: Streamed, *pieces: str | Callable[[], object], may: bool = True) -> Aloud:
    """Say these pieces one after the other, each once the one before was said; functions are called in between."""
    about, _ = telling(on, may)
    async with Aloud(on.streams, about) as aloud:
        for piece in pieces:
            if isinstance(piece, str):
                aloud.hear(piece)
            else:
                piece()
            await settled(aloud)
    return aloud


async def settled(aloud: Aloud) -> None:
    """Wait until all that may leave has left."""
    for _ in range(10_000):
        if aloud._is_silent or not aloud._ready():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("words that may leave do not leave")


async def test_whole_lines_appear_while_the_answer_is_written(streamed: Streamed) -> None:
    await heard(streamed, PARAGRAPH[:50], PARAGRAPH[50:], "And so", " on.\n\n", "Never said")
    (said,) = streamed.shown()
    assert said == f"{PARAGRAPH.strip()}\nAnd so on."
    assert [len(streamed.calls(f"chat.{m}Stream")) for m in ("start", "append", "stop")] == [1, 1, 0]


@pytest.mark.parametrize("words", ["Let me look that up.\n\n", LINE, "\n\n\n", "x" * (ENOUGH - 2) + "\n"])
async def test_few_words_begin_nothing_since_a_call_of_tools_may_follow(
    streamed: Streamed, words: str
) -> None:
    await heard(streamed, words)
    assert streamed.shown() == []


@pytest.mark.parametrize(
    "tail",
    ["[a label](https://evil.example/?x=1", "https://evil.ex", "**bold", "<!chan", "<@UANA", f"{KNOWN[:-4]}"],
)
async def test_the_end_of_a_line_that_is_not_whole_never_leaves(streamed: Streamed, tail: str) -> None:
    await heard(streamed, PARAGRAPH, tail)
    assert streamed.shown() == [PARAGRAPH.strip()]


async def test_each_piece_passes_the_gates_of_an_answer(streamed: Streamed) -> None:
    await heard(streamed, PARAGRAPH, f"<!channel> **see** {KNOWN} and https://evil.example/?x\n\n")
    blocks = streamed.messages()[0]["blocks"]
    assert blocks[1]["text"]["text"] == f"&lt;!channel&gt; *see* <{KNOWN}> and (link removed)"


async def test_where_somebody_may_not_hear_it_nothing_is_said_and_nobody_is_asked_twice(
    streamed: Streamed,
) -> None:
    about, asked = telling(streamed, may=False)
    async with Aloud(streamed.streams, about) as aloud:
        for _ in range(3):
            aloud.hear(PARAGRAPH)
            await settled(aloud)
    assert (streamed.shown(), len(asked)) == ([], 1)


async def test_a_refused_start_is_tried_once(streamed: Streamed) -> None:
    streamed.slack.faults.add("error", match="chat.startStream", error="channel_type_not_supported")
    await heard(streamed, PARAGRAPH, PARAGRAPH)
    assert (streamed.shown(), len(streamed.calls("chat.startStream"))) == ([], 1)


async def test_before_slack_gives_a_stream_up_the_words_go_on_in_another_message(streamed: Streamed) -> None:
    def later() -> None:
        streamed.allowances.time += OLD
        streamed.slack.clock.advance(OLD)

    await heard(streamed, PARAGRAPH, later, "Then this: " + PARAGRAPH, later, "Last: " + PARAGRAPH)
    assert [said[:5] for said in streamed.shown()] == ["The b", "Then ", "Last:"]
    assert len(streamed.calls("chat.stopStream")) == 2
    assert await streamed.streams.conclude("run:answer:0", streamed.place, "All", [])
    await streamed.streams.drop_all("run:answer", streamed.place, 1)
    assert streamed.shown() == ["All"]


async def test_a_message_holds_no_more_than_slack_takes(streamed: Streamed) -> None:
    await heard(streamed, *(f"{n} {PARAGRAPH}" for n in range(ROOM + 1)))
    assert [len(m["blocks"]) for m in streamed.messages()] == [ROOM, 1]


async def test_a_stream_that_dies_early_is_put_right_and_written_on_no_more(streamed: Streamed) -> None:
    died = partial(streamed.slack.clock.advance, 301)
    await heard(streamed, PARAGRAPH, died, "More: " + PARAGRAPH, "Never: " + PARAGRAPH)
    (message,) = streamed.messages()
    assert [b["text"]["text"][:5] for b in message["blocks"]] == ["The b", "More:"]
    assert message["text"].count("The buyer") == 8, "the words without blocks are the same"
    assert "edited" in message


async def test_what_finds_no_room_is_said_with_what_comes_next(streamed: Streamed) -> None:
    about, _ = telling(streamed)
    async with Aloud(streamed.streams, about) as aloud:
        aloud.hear(PARAGRAPH)
        await streamed.slack.wait_for(streamed.messages)
        while not await streamed.allowances.free(APPEND):
            pass
        aloud.hear("One. " + PARAGRAPH)
        aloud.hear("Two. " + PARAGRAPH)
        await streamed.slack.wait_for(lambda: "Two." in streamed.shown()[0])
    assert "One." in streamed.shown()[0]
    assert len(streamed.calls("chat.appendStream")) == 1


async def test_an_answer_that_ends_waits_for_the_piece_on_its_way(streamed: Streamed) -> None:
    about, _ = telling(streamed)
    async with Aloud(streamed.streams, about) as aloud:
        aloud.hear(PARAGRAPH)
        await streamed.slack.wait_for(lambda: streamed.calls("chat.startStream"))
    row = await streamed.posts.get("stream:run:answer:0")
    assert row
    assert row.ts == streamed.messages()[0]["ts"]


async def test_a_run_that_is_cancelled_waits_for_nothing(streamed: Streamed) -> None:
    about, _ = telling(streamed)
    streamed.slack.faults.add("hang", match="chat.startStream")

    async def cancelled() -> None:
        async with Aloud(streamed.streams, about) as aloud:
            aloud.hear(PARAGRAPH)
            await streamed.slack.wait_for(lambda: streamed.calls("chat.startStream"))
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await cancelled()
    row = await streamed.posts.get("stream:run:answer:0")
    assert row
    assert row.ts is None, "whoever ends the run looks for it"


async def test_a_fault_of_slacks_does_not_reach_the_answer(streamed: Streamed) -> None:
    streamed.slack.faults.add("500", match="chat.update")
    died = partial(streamed.slack.clock.advance, 301)
    await heard(streamed, PARAGRAPH, died, PARAGRAPH)
    assert len(streamed.messages()) == 1
