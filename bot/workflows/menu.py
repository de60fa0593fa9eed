"""Record this call, from a message's menu: each of its meetings announced, then sent for."""

from typing import Any

from bot.durable import step, workflow
from bot.people import OUTSIDER, belongs
from bot.recording import announce, start
from bot.slack.speaking import Place
from bot.workflows.house import house
from tools.meeting_links import Link


@workflow("record from menu")
async def record_from_menu(
    links: list[dict[str, Any]], user: str, channel: str, thread: str, key: str, text: str
) -> list[str]:
    """Returns what whoever asked is told in private. `text`: the words around the links."""
    if not await is_ours(user):
        return [OUTSIDER.say]
    said = []
    for link in links:
        meeting, named = Link(**link), f"{key}:{Link(**link).key}"
        announced = await announce_one(link, user, channel, thread, named, text)
        place = Place(channel, thread)
        said.append(announced.get("say") or await start(meeting, user, place, named, house(), announced))
    return said


@step("is ours")
async def is_ours(user: str) -> bool:
    """Whether somebody is a full member of this workspace."""
    return belongs(await house().directory.member(user), house().team)


@step("announce from menu")
async def announce_one(
    link: dict[str, Any], user: str, channel: str, thread: str, key: str, text: str
) -> dict[str, str]:
    """Say in the thread who asks for the recorder."""
    return await announce(Link(**link), user, Place(channel, thread), key, house(), text)
