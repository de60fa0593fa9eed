"""A link to a call in Chorus that somebody posts: a card stands under it where everybody present may hear of the call."""

import asyncio
from dataclasses import replace
from typing import Any

from bot.durable import finished, was_started
from bot.slack.unfurl_words import OPEN
from handlers.links import key_of
from sandbox.slack.journal import Delivered
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import Play
from tests.stories.test_pointing_at_a_call import link_to

GET = "get_single_chorus_conversation_by_id"


def cards(play: Play, ts: str) -> list[dict[str, Any]]:
    """What stands under a message."""
    (message,) = [m for m in play.slack.messages(play.channel) if m["ts"] == ts]
    return message.get("attachments") or []


async def until_card(play: Play, ts: str) -> str:
    await play.slack.wait_for(lambda: cards(play, ts), timeout=play.patience)
    return text_of({"attachments": cards(play, ts)})


def shared(play: Play, ts: str) -> Delivered:
    """The event that told of the links in a message."""
    return next(d for d in play.slack.events if d.event.get("message_ts") == ts)


async def settled(play: Play) -> None:
    """Until a link that is posted now has its card, and so has whatever was posted before."""
    await until_card(play, await play.say("ana", link_to(play)))


async def test_a_card_stands_under_the_link_once_and_tells_nothing_that_was_said(play: Play) -> None:
    call, link = play.world.company.last_finished(play.person("ana")), f"{link_to(play)}?tab=summary"
    ts = await play.say("ana", f"worth a look: {link} {link}, not `https://chorus.ai/meeting/1`")
    card = await until_card(play, ts)
    for words in (
        call.subject,
        call.deal.name,
        call.account.name,
        "Ana Ruiz",
        "processed by Chorus",
        "Open in Chorus",
    ):
        assert words in card
    event = shared(play, ts)
    await asyncio.gather(*(play.slack.delivery.repeat(event, attempt=n) for n in (1, 2)))
    await play.slack.click(play.person("ana"), play.channel, ts, OPEN)
    await settled(play)
    assert len(cards(play, ts)) == 1
    assert [c.args["ts"] for c in play.slack.calls("chat.unfurl")].count(ts) == 1
    assert play.replies(ts) == []
    read = [c.query["fields"] for c in play.world.truto.calls(GET)]
    assert len(read) == 2, "one look for each message"
    assert not any("summary" in fields or "utterances" in fields for fields in read)


async def test_where_somebody_may_not_hear_of_it_there_is_no_card_and_no_word(
    world: World, start: Start
) -> None:
    async with start(CHORISTER_AUDIENCE="strict", CHORISTER_QUIET="CPRIVATE01"):
        play, ana = Play(world), world.company.person("ana")
        await play.slack.invite(ana, "CRANDOM001")
        await play.slack.invite(ana, "CPRIVATE01")
        link = link_to(play)
        nobodys = "https://chorus.ai/meeting/NOSUCHCALL"
        for channel, name, url, is_looked_at in (
            (play.channel, "ana", link, True),  # Ben is here, who may not read it
            ("CRANDOM001", "ana", link, True),  # a guest reads along
            (play.slack.dm(world.company.person("ben")), "ben", link, True),  # he may not read it
            (play.slack.dm(ana), "ana", nobodys, True),
            ("CSHARED001", "ana", link, False),  # another company reads along
            ("CPRIVATE01", "ana", link, False),  # the channel is quiet
        ):
            ts = await play.slack.say(world.company.person(name), channel, url)
            key = key_of({"channel": channel, "ts": ts, "url": url})
            await play.slack.wait_for(lambda ts=ts: shared(play, ts).acked_after is not None)
            assert await was_started(key) == is_looked_at
            if is_looked_at:
                await finished(key)
        direct = Play(world, play.slack.dm(ana))
        ts = await direct.say("ana", f"{link}#alone")
        assert "Open in Chorus" in await until_card(direct, ts)
        await direct.done(ts)
        assert [c.args["ts"] for c in world.slack.calls("chat.unfurl")] == [ts]
        assert world.slack.ephemerals == []


async def test_an_outage_is_waited_out_and_what_slack_refuses_is_let_go(play: Play) -> None:
    play.world.truto.faults.add("500", match=GET, times=2)
    play.slack.faults.add("500", match="chat.unfurl", times=1)
    ts = await play.say("ana", link_to(play))
    await until_card(play, ts)
    play.slack.faults.add("error", match="chat.unfurl", error="cannot_unfurl_message")
    other = await play.say("ana", link_to(play))
    await play.slack.wait_for(lambda: any(c.response.get("error") for c in play.slack.calls("chat.unfurl")))
    await settled(play)
    assert cards(play, other) == []
    assert play.replies(other) == []


async def test_a_private_call_has_no_card_where_anybody_else_is(play: Play) -> None:
    ana = play.person("ana")
    play.world.truto.options.own_private = True
    recording = play.world.truto.chorus.recordings[play.world.company.last_finished(ana).id]
    recording.meeting = replace(recording.meeting, private=True)
    link = link_to(play)
    ts = await play.say("ana", link)
    await play.slack.wait_for(lambda: shared(play, ts).acked_after is not None)
    await finished(key_of({"channel": play.channel, "ts": ts, "url": link}))
    assert cards(play, ts) == []
    direct = Play(play.world, play.slack.dm(ana))
    await until_card(direct, await direct.say("ana", link))
