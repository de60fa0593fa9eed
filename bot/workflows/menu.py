"""Record this call, from a message's menu: each of its meetings announced, then sent for."""

from typing import Any

from bot.durable import step, workflow
from bot.people import OUTSIDER, belongs
from bot.recording import announce, start
from bot.slack.recorder_words import FAILED, NO_LINK
from bot.slack.speaking import Place
from bot.workflows.change_schedule import Click, answering, tell
from bot.workflows.house import house
from tools.meeting_links import Link

STRANGE = [OUTSIDER.say]


@workflow("record from menu")
async def record_from_menu(
    links: list[dict[str, Any]], refused: list[str], click: Click, key: str, text: str
) -> None:
    """
    What whoever asked is told alone goes to the address that came with the click. `refused`: why other links are not
    recorded, `text`: the words around the links.
    """
    async with answering(click, FAILED):
        said = (
            [*await _recorded(links, click, key, text), *refused] if await is_ours(click["user"]) else STRANGE
        )
        await tell(click, "\n".join(dict.fromkeys(said)) or NO_LINK)


async def _recorded(links: list[dict[str, Any]], click: Click, key: str, text: str) -> list[str]:
    """Announce each meeting and send for it; what is said of each."""
    user, place, said = click["user"], Place(click["channel"], click["thread"]), []
    for link in links:
        meeting, named = Link(**link), f"{key}:{Link(**link).key}"
        announced = await announce_one(link, user, place.channel, place.thread, named, text)
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
