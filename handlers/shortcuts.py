"""Shortcuts: Record this call, from the menu of a message that holds meeting links."""

import logging
from dataclasses import asdict
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.durable import result, start_once
from bot.errors import reference
from bot.people import OUTSIDER
from bot.slack import recorder_words as words
from bot.slack.reading import all_links, meeting_links, words_of
from bot.workflows.house import House
from bot.workflows.menu import record_from_menu
from handlers.buttons import thread_of
from handlers.messages import MOST
from tools.meeting_links import Link, RefusedLink

log = logging.getLogger(__name__)

RECORD_CALL = "record_call"

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
    # In a person's message an attachment is a preview of somebody else's page.
    from_app = message.get("app_id") in house.settings.chorister_link_apps
    links = all_links(message) if from_app else meeting_links(message)
    good = [link for link in links if isinstance(link, Link)]
    reasons = [link.reason for link in links if isinstance(link, RefusedLink)]
    if len(good) > MOST:
        reasons.append(words.too_many(MOST, len(good) - MOST))
    return good[:MOST], reasons


def _is_strange(shortcut: Shortcut, house: House) -> bool:
    """Whether somebody of another company asks, from a shared channel."""
    return shortcut["user"].get("team_id") not in (None, house.team)
