"""What stands under a posted meeting link: the offer to send the recorder, or who asked for it before."""

from functools import partial
from typing import Any

from bot.durable import step, workflow
from bot.people import Person
from bot.slack import recorder_words as words
from bot.slack.speaking import Place
from bot.slack.text import escape
from bot.workflows.claiming import look_at_meeting
from bot.workflows.looking import stop
from bot.workflows.recognising import recognised
from bot.workflows.recorder import wish
from bot.workflows.settle import settle_one
from bot.workflows.steps import apologising, edit, post, whisper
from bot.workflows.writing import joins_off
from tools.meeting_links import Link, read_link


@workflow("offer recorder")
async def offer(key: str, channel: str, thread: str, user: str, link: str, doubt: str = "") -> None:
    """
    Ask, under a message that holds a meeting link, whether the recorder shall be sent; `doubt` speaks against it. `user` is
    empty where an app posted it.
    """
    read = read_link(link)
    if not isinstance(read, Link):
        return
    found = await look_at_meeting(await wish(f"offer:{key}", read, user, Place(channel, thread)), doubt)
    if found["off"]:
        return
    said = (
        words.earlier_here(found["earlier"])
        if found["earlier"]
        else words.offer(read.key, read.url, found["doubt"])
    )
    await post(f"offer:{key}:{read.key}", channel, thread, *said)


@workflow("tell of unusable links")
async def tell_unusable(channel: str, thread: str, user: str, reasons: list[str]) -> None:
    """Tell whoever posted links that no recorder can follow why that is, and the way out."""
    if not await is_off():
        await whisper(channel, thread, user, words.unusable(reasons))


@step("are joins off")
async def is_off() -> bool:
    """Whether there is no use in speaking of a recorder."""
    return await joins_off()


@workflow("stop watching")
async def stop_watching(meeting: str, token: str, channel: str, card: str, user: str) -> None:
    """Somebody of ours had enough: the follow-up ends at its next look."""
    async with apologising(channel, card, user):
        allowed = await settle_one(partial(may_stop, user))
        if not allowed["ok"]:
            await whisper(channel, card, user, escape(str(allowed["say"])))
            return
        if not await stop(meeting, token):
            await whisper(channel, card, user, words.STOPPED_BEFORE)
            return
        text = f"*{words.meeting_name(meeting)}* · <@{escape(user)}> asked to stop watching. "
        text += "The recorder itself was not called back."
        await edit(channel, card, *words.plain(text))


@step("may stop")
async def may_stop(user: str, attempt: int) -> dict[str, Any]:
    """Whether this person is one of ours."""
    person = await recognised(user, attempt)
    return {"ok": True} if isinstance(person, Person) else person
