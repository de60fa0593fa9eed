"""Shortcuts: from the menu of a message, to record, summarise or push the call it names; and Ask Chorister from anywhere."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.durable import start_once
from bot.people import OUTSIDER
from bot.slack import ask_words
from bot.slack import recorder_words as words
from bot.slack.menu_words import Wish, pointed_at
from bot.slack.reading import all_links, meeting_links, words_of
from bot.workflows.ask_form import ask_directly, open_ask_form
from bot.workflows.call_menu import call_from_menu
from bot.workflows.house import house
from bot.workflows.menu import record_from_menu
from handlers.buttons import thread_of
from handlers.messages import MOST
from tools.meeting_links import Link, RefusedLink

RECORD_CALL, SUMMARISE_CALL, PUSH_CALL, ASK = "record_call", "summarise_call", "push_call", "ask_chorister"

Shortcut = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Listen to the shortcuts of the manifest. Slack waits three seconds, so only the story is begun before the ack."""
    app.shortcut(RECORD_CALL)(_about(begin))
    app.shortcut(SUMMARISE_CALL)(_about(partial(ask_of_call, Wish.SUMMARISE)))
    app.shortcut(PUSH_CALL)(_about(partial(ask_of_call, Wish.PUSH)))
    app.shortcut(ASK)(ask)
    app.view(ask_words.FORM)(sent)


def _about(story: Callable[[Shortcut], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """A shortcut on a message: its story also answers whoever took it, so that no restart swallows the answer."""

    async def taken(ack: AsyncAck, shortcut: Shortcut, respond: AsyncRespond) -> None:
        if _is_strange(shortcut):
            await ack()
            await respond(text=OUTSIDER.say, response_type="ephemeral", replace_original=False)
            return
        await story(shortcut)
        await ack()

    return taken


async def ask_of_call(wish: Wish, shortcut: Shortcut) -> None:
    """Start the story of the call that the message names."""
    message, key = shortcut["message"], f"call menu:{shortcut['trigger_id']}"
    pointed = pointed_at(message, house().bot_user, from_app=_is_from_app(message))
    await start_once(key, call_from_menu, wish.value, asdict(pointed), _click(shortcut))


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


async def begin(shortcut: Shortcut) -> None:
    """Start the story of the meetings in the message."""
    links, refused = _wanted(shortcut)
    key, text = shortcut["trigger_id"], words_of(shortcut["message"])
    wanted = [asdict(link) for link in links]
    await start_once(f"menu:{key}", record_from_menu, wanted, refused, _click(shortcut), key, text)


def _wanted(shortcut: Shortcut) -> tuple[list[Link], list[str]]:
    """The meetings to record, and why others are not."""
    message = shortcut["message"]
    links = all_links(message) if _is_from_app(message) else meeting_links(message)
    good = [link for link in links if isinstance(link, Link)]
    reasons = [link.reason for link in links if isinstance(link, RefusedLink)]
    if len(good) > MOST:
        reasons.append(words.too_many(MOST, len(good) - MOST))
    return good[:MOST], reasons


def _is_from_app(message: dict[str, Any]) -> bool:
    """Whether an app on the list posted it; in a person's message an attachment is a preview of somebody else's page."""
    return message.get("app_id") in house().settings.chorister_link_apps


def _is_strange(shortcut: Shortcut) -> bool:
    """Whether somebody of another company asks, from a shared channel."""
    team, theirs = shortcut["user"].get("team_id"), (shortcut.get("enterprise") or {}).get("id")
    return team is not None and not house().is_ours(team, theirs)
