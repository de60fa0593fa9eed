"""Links to calls in Chorus that people post: a card stands under each where everybody may see it."""

import hashlib
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.durable import start_once
from bot.slack import unfurl_words
from bot.workflows.house import house
from bot.workflows.unfurl import Posted, unfurl_call
from tools.call_links import read_call_link

MOST = 5
"""Cards under one message; a list of more is an agenda."""


def register(app: AsyncApp) -> None:
    """Listen to posted links, and to the button of a card."""

    @app.event("link_shared")
    async def posted(body: dict[str, Any], event: dict[str, Any]) -> None:
        links = links_of(body, event, house().bot_user)
        if links and event["channel"] in await house().choices.quiet():
            return
        for call, link in links:
            await start_once(key_of(link), unfurl_call, call, link)

    @app.action(unfurl_words.OPEN)
    async def opened(ack: AsyncAck) -> None:
        await ack()  # the browser has it


def key_of(link: Posted) -> str:
    """Names one link of one message: Slack may tell of it again."""
    url = hashlib.sha256(link["url"].encode()).hexdigest()[:16]
    return f"unfurl:{link['channel']}:{link['ts']}:{url}"


def links_of(body: dict[str, Any], event: dict[str, Any], bot: str) -> list[tuple[str, Posted]]:
    """
    The calls that were linked to, each with its link. None of what is still being typed, of what no person wrote, of another
    company's channel, and of conversations we are not in.
    """
    typed = event.get("source") == "composer" or event.get("channel") == "COMPOSER"
    user = event.get("user")
    strange = body.get("is_ext_shared_channel") or not event.get("is_bot_user_member")
    if typed or strange or user in (None, bot):
        return []
    urls = dict.fromkeys(str(link.get("url") or "") for link in event.get("links") or ())
    at = {"channel": event["channel"], "ts": event["message_ts"], "user": user}
    found = [(call, at | {"url": url}) for url in urls if (call := read_call_link(url))]
    return found[:MOST]
