"""A request that somebody made with a click or a form: the same as if they had written it in the thread."""

from typing import Any

from bot.durable import start_once, step
from bot.slack.reading import Said
from bot.workflows.answer import answer, conversation_id
from bot.workflows.house import house
from bot.workflows.steps import is_shared
from tools.meeting_links import Link, RefusedLink, find_links


async def ask_as(click: dict[str, Any], request: str) -> None:
    """`click`: user, channel, thread, and the token that names this one request, which is begun once."""
    said = Said(
        team=house().team,
        channel=click["channel"],
        channel_type="im" if click["channel"].startswith("D") else "channel",
        user=click["user"],
        ts=click["token"],
        thread=click["thread"],
        text=request,
        mentioned=True,
        shared=await is_shared(click["channel"]),
    )
    message = said.to_json() | _links(request) | {"words": "", "root": False}
    await engage(conversation_id(message))
    await start_once(f"ask:{said.key}", answer, message)


def _links(request: str) -> dict[str, list[str]]:
    found = find_links(request)
    refused = [link.reason for link in found if isinstance(link, RefusedLink)]
    return {
        "links": [link.key for link in found if isinstance(link, Link)],
        "refused_links": list(dict.fromkeys(refused)),
    }


@step("engage")
async def engage(conversation: str) -> None:
    """What this person says in the thread from now on is for us."""
    await house().conversations.engage(conversation)
