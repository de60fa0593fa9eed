"""Messages: mentions, direct messages, replies in a conversation of ours, and meeting links that nobody asked about."""

from dataclasses import replace
from typing import Any, Literal

from slack_bolt.async_app import AsyncApp

from bot.durable import start_once, start_soon
from bot.recorder.consent import doubt
from bot.slack.reading import Said, all_links, edited, is_bare_link, is_stop, meeting_links, said, words_of
from bot.workflows.answer import answer, conversation_id
from bot.workflows.house import House, house
from bot.workflows.offers import offer, tell_unusable
from bot.workflows.record import record
from bot.workflows.recorder import Way
from bot.workflows.stop import stop_runs
from tools.meeting_links import Link, RefusedLink

Intent = Literal["answer", "offer", "record"]

MOST = 5
"""Meetings that one message may be about; a list of more is an agenda."""


def register(app: AsyncApp) -> None:
    """Listen to what people write. Slack sends two events for one mention; both lead to the same story."""

    @app.event("app_mention")
    @app.event("message")
    async def heard(body: dict[str, Any], event: dict[str, Any]) -> None:
        here = house()
        changed = edited(event, here.settings.chorister_link_apps)
        if changed:
            event, fresh = changed
        message = said(body, event, here.bot_user, here.settings.chorister_link_apps)
        if message is None:
            return
        message = replace(message, team=here.team)  # an organisation's people and channels cross its teams
        if changed:
            await notice(message, fresh, here, words_of(event))
        elif message.user:
            await hear(message, meeting_links(event), here, words_of(event))
        else:
            await notice(message, all_links(event), here, words_of(event))


async def notice(message: Said, links: list[Link | RefusedLink], here: House, words: str) -> None:
    """Links that came with an edit or from an app: offered or joined, but nobody spoke to us."""
    quiet = replace(message, mentioned=False, channel_type="channel")
    good = [link for link in links if isinstance(link, Link)]
    auto = bool(message.user and good) and message.channel in await here.choices.auto_join()
    wanted = intent(quiet, bool(good), engaged=False, auto_join=auto)
    if wanted is not None:
        await take(wanted, message, good, here, words)
    await refuse(message, links)


async def hear(message: Said, links: list[Link | RefusedLink], here: House, words: str) -> None:
    """Start the story that a message asks for, if any."""
    good = [link for link in links if isinstance(link, Link)]
    data = message.to_json() | {
        "links": [link.key for link in good],
        "refused_links": reasons_in(links),
        "words": words,
        "root": message.in_thread and not links,
    }
    conversation = conversation_id(data)
    engaged = message.in_thread and await here.conversations.is_engaged(conversation)
    if await means_stop(message, here, engaged=engaged):
        await stop(message)
        return
    auto = bool(good) and message.channel in await here.choices.auto_join()
    wanted = intent(message, bool(good), engaged=engaged, auto_join=auto)
    if wanted == "answer":
        await here.conversations.engage(conversation)
        await start_soon(message.channel, f"ask:{message.key}", answer, data)
        return
    if wanted is not None:
        await take(wanted, message, good, here, words)
    await refuse(message, links)


async def means_stop(message: Said, here: House, *, engaged: bool) -> bool:
    """Whether a message is the Stop button, typed: Slack shows it neither to guests nor in old clients."""
    if not is_stop(message.text) or message.shared:
        return False
    if engaged or message.mentioned or message.is_direct:
        return True
    return any(run.asker == message.user for run in await here.works.at(message.channel, message.thread))


async def stop(message: Said) -> None:
    """Stop what runs in the thread; a word by itself in a direct message means all of that."""
    everywhere = message.is_direct and not message.in_thread
    at = (message.channel, message.thread, message.user)
    await start_once(f"stop runs:{message.key}", stop_runs, *at, everywhere)


async def refuse(message: Said, links: list[Link | RefusedLink]) -> None:
    """Tell the person who posted links that no recorder can follow, once per message: nobody else is concerned."""
    reasons = reasons_in(links)
    if reasons and message.user and not message.shared:
        at = (message.channel, message.thread)
        await start_once(f"refused:{message.key}", tell_unusable, *at, message.user, reasons)


def reasons_in(links: list[Link | RefusedLink]) -> list[str]:
    """Why no recorder can follow some of the links; each reason once."""
    return list(dict.fromkeys(link.reason for link in links if isinstance(link, RefusedLink)))


async def take(wanted: Intent, message: Said, links: list[Link], here: House, words: str) -> None:
    """Offer the recorder for each link, or send it; what speaks against a call is asked about first."""
    for link in links[:MOST]:
        against = doubt(words, link, here.settings.no_go)
        if wanted == "offer" or against:
            key, at = f"offer:{message.key}:{link.key}", (message.channel, message.thread)
            await start_once(key, offer, message.key, *at, message.user, link.url, against)
        else:
            token, at = f"auto:{message.key}:{link.key}", (message.channel, message.thread)
            way: Way = "asked" if message.is_direct else "auto"
            await start_once(token, record, link.url, message.user, *at, None, token, way)


def intent(message: Said, has_link: bool, *, engaged: bool, auto_join: bool) -> Intent | None:
    """What a message asks for. Being spoken to comes before a link that is merely there."""
    if message.is_direct and has_link and is_bare_link(message.text) and not message.shared:
        return "record"
    if message.mentioned or message.is_direct or engaged:
        return "answer"
    if not has_link or message.shared:
        return None
    return "record" if auto_join else "offer"
