"""Push to CRM, the button under a call's report: the same as if the person had asked for it in the thread."""

from typing import Any

from bot.durable import start_once, step, workflow
from bot.slack import after_call_words as words
from bot.slack.reading import Said
from bot.workflows.answer import answer, conversation_id
from bot.workflows.house import house
from bot.workflows.steps import is_shared


@workflow("push call")
async def push_call(call: str, click: dict[str, Any]) -> None:
    """Somebody clicked Push to CRM: the same as if they had asked for it in the thread, with their own rights."""
    said = Said(
        team=house().team,
        channel=click["channel"],
        channel_type="im" if click["channel"].startswith("D") else "channel",
        user=click["user"],
        ts=click["token"],
        thread=click["thread"],
        text=words.push_request(call),
        mentioned=True,
        shared=await is_shared(click["channel"]),
    )
    message = said.to_json() | {"links": [], "refused_links": []}
    await engage(conversation_id(message))
    await start_once(f"ask:{said.key}", answer, message)


@step("engage")
async def engage(conversation: str) -> None:
    """What this person says in the thread from now on is for us."""
    await house().conversations.engage(conversation)
