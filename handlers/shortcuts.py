"""Shortcuts: Record this call, from the menu of a message that holds a meeting link."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.people import OUTSIDER, belongs
from bot.recording import begin
from bot.slack import recorder_words as words
from bot.slack.reading import all_links, words_of
from bot.slack.speaking import Place
from bot.workflows.house import House
from handlers.buttons import thread_of
from tools.meeting_links import Link, RefusedLink

RECORD_CALL = "record_call"


def register(app: AsyncApp, house: House) -> None:
    """Listen to the shortcuts of the manifest."""

    @app.shortcut(RECORD_CALL)
    async def record_call(ack: AsyncAck, shortcut: dict[str, Any], respond: AsyncRespond) -> None:
        said = await answer_to(shortcut, house)
        await ack()
        await respond(text=said, response_type="ephemeral", replace_original=False)


async def answer_to(shortcut: dict[str, Any], house: House) -> str:
    """The private answer: asked for, or why not."""
    user, message = shortcut["user"], shortcut["message"]
    if user.get("team_id") not in (None, house.team):
        return OUTSIDER.say
    if not belongs(await house.directory.member(user["id"]), house.team):
        return OUTSIDER.say
    links = all_links(message)
    good = [link for link in links if isinstance(link, Link)]
    if not good:
        reasons = [link.reason for link in links if isinstance(link, RefusedLink)]
        return reasons[0] if reasons else words.NO_LINK
    channel = shortcut["channel"]["id"]
    place, text = Place(channel, thread_of(shortcut)), words_of(message)
    named = shortcut["trigger_id"]
    said = [await begin(link, user["id"], place, f"{named}:{link.key}", house, text) for link in good]
    return said[0]
