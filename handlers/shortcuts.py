"""Shortcuts: from the menu of a message, to record, summarise or push the call it names; and Ask Chorister from anywhere."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.durable import result, start_once
from bot.errors import reference
from bot.people import OUTSIDER
from bot.slack import ask_words
from bot.slack import recorder_words as words
from bot.slack.menu_words import Wish, pointed_at
from bot.slack.reading import all_links, meeting_links, words_of
from bot.workflows.ask_form import ask_directly, open_ask_form
from bot.workflows.call_menu import call_from_menu
from bot.workflows.house import House
from bot.workflows.menu import record_from_menu
from handlers.buttons import thread_of
from handlers.messages import MOST
from tools.meeting_links import Link, RefusedLink

log = logging.getLogger(__name__)

RECORD_CALL, SUMMARISE_CALL, PUSH_CALL, ASK = "record_call", "summarise_call", "push_call", "ask_chorister"

Shortcut = dict[str, Any]


def register(app: AsyncApp, house: House) -> None:
    """Listen to the shortcuts of the manifest. Slack waits three seconds, so only the story is begun before the ack."""

    async def record_call(ack: AsyncAck, shortcut: Shortcut) -> None:
        await begin(shortcut, house)
        await ack()

    async def tell(shortcut: Shortcut, respond: AsyncRespond) -> None:
        said = await answer_to(shortcut, house)
        await respond(text=said, response_type="ephemeral", replace_original=False)

    app.shortcut(RECORD_CALL)(ack=record_call, lazy=[tell])
    app.shortcut(SUMMARISE_CALL)(_about_call(Wish.SUMMARISE, house))
    app.shortcut(PUSH_CALL)(_about_call(Wish.PUSH, house))
    app.shortcut(ASK)(ask)
    app.view(ask_words.FORM)(sent)


def _about_call(wish: Wish, house: House) -> Callable[..., Awaitable[None]]:
    async def taken(ack: AsyncAck, shortcut: Shortcut, respond: AsyncRespond) -> None:
        if _is_strange(shortcut, house):
            await ack()
            await respond(text=OUTSIDER.say, response_type="ephemeral", replace_original=False)
            return
        message = shortcut["message"]
        pointed = pointed_at(message, house.bot_user, from_app=_is_from_app(message, house))
        await start_once(
            f"call menu:{shortcut['trigger_id']}",
            call_from_menu,
            wish.value,
            asdict(pointed),
            _click(shortcut),
        )
        await ack()

    return taken


def _click(shortcut: Shortcut) -> dict[str, str]:
    return {
        "user": shortcut["user"]["id"],
        "channel": shortcut["channel"]["id"],
        "message": shortcut["message"]["ts"],
        "thread": thread_of(shortcut),
        "url": shortcut["response_url"],
    }


async def ask(ack: AsyncAck, shortcut: Shortcut) -> None:
    """Slack lets a form be opened for three seconds after the click."""
    trigger = shortcut["trigger_id"]
    await start_once(f"ask form:{trigger}", open_ask_form, shortcut["user"]["id"], trigger)
    await ack()


async def sent(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
    """The form: an empty one says so; else its request is answered in direct messages. Slack may send it twice."""
    request = ask_words.typed(view)
    if not request:
        await ack(**ask_words.errors())
        return
    await start_once(f"asked:{view['id']}", ask_directly, body["user"]["id"], request, view["id"])
    await ack()


async def begin(shortcut: Shortcut, house: House) -> None:
    """Start the story of the meetings in the message, if there are any."""
    links, _ = _wanted(shortcut, house)
    if links and not _is_strange(shortcut, house):
        about = (shortcut["user"]["id"], shortcut["channel"]["id"], thread_of(shortcut))
        key, text = shortcut["trigger_id"], words_of(shortcut["message"])
        await start_once(f"menu:{key}", record_from_menu, [asdict(link) for link in links], *about, key, text)


async def answer_to(shortcut: Shortcut, house: House) -> str:
    """The private answer: what was asked for, or why not; also when something fails."""
    if _is_strange(shortcut, house):
        return OUTSIDER.say
    links, reasons = _wanted(shortcut, house)
    said = []
    if links:
        key = f"menu:{shortcut['trigger_id']}"
        try:
            said = await result(key)
        except Exception:
            log.exception("run %s (reference %s) failed", key, reference(key))
            said = [f"{words.FAILED} Reference {reference(key)}"]
    return "\n".join(dict.fromkeys([*said, *reasons])) or words.NO_LINK


def _wanted(shortcut: Shortcut, house: House) -> tuple[list[Link], list[str]]:
    """The meetings to record, and why others are not."""
    message = shortcut["message"]
    links = all_links(message) if _is_from_app(message, house) else meeting_links(message)
    good = [link for link in links if isinstance(link, Link)]
    reasons = [link.reason for link in links if isinstance(link, RefusedLink)]
    if len(good) > MOST:
        reasons.append(words.too_many(MOST, len(good) - MOST))
    return good[:MOST], reasons


def _is_from_app(message: dict[str, Any], house: House) -> bool:
    """Whether an app on the list posted it; in a person's message an attachment is a preview of somebody else's page."""
    return message.get("app_id") in house.settings.chorister_link_apps


def _is_strange(shortcut: Shortcut, house: House) -> bool:
    """Whether somebody of another company asks, from a shared channel."""
    return shortcut["user"].get("team_id") not in (None, house.team)
