"""Push to CRM, the button under a call's report: the same as if the person had asked for it in the thread."""

from typing import Any

from bot.durable import start_once, step, workflow
from bot.slack import after_call_words as words
from bot.slack.reading import Said
from bot.workflows.answer import answer, conversation_id
from bot.workflows.house import house
from bot.workflows.steps import SLACK_FAULTS, slack_failure


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


@step("is it shared")
async def is_shared(channel: str) -> bool:
    """Whether another company reads along by now; where nobody can tell, it is taken for granted."""
    try:
        return await house().speaker.is_shared(channel)
    except SLACK_FAULTS as error:
        slack_failure(error, "a question about a channel", 0)
        return True


@step("engage")
async def engage(conversation: str) -> None:
    """What this person says in the thread from now on is for us."""
    await house().conversations.engage(conversation)
