"""What people think of an answer: kept with its run, and for a bad one a form asks why. The thread hears nothing of it."""

from functools import partial
from typing import Any

from bot.durable import step, workflow
from bot.people import belongs
from bot.slack import feedback_words as words
from bot.slack.feedback_words import Verdict, Wrong
from bot.workflows.house import house
from bot.workflows.settle import settle_one
from bot.workflows.steps import SLACK_FAULTS, apologising, open_modal, slack_failure, whisper

Click = dict[str, Any]
"""user, channel, thread, at (when, by Slack's clock), trigger (lets a form be opened for three seconds)."""


@workflow("rate answer")
async def rate(run: str, verdict: str, click: Click) -> None:
    """Somebody clicked 👍 or 👎. Slack shows which by itself."""
    async with apologising(click["channel"], click["thread"], click["user"]):
        kept = await settle_one(partial(keep_rating, run, verdict, click))
        if not kept["ok"]:
            await whisper(click["channel"], click["thread"], click["user"], kept["say"])
        elif verdict == Verdict.BAD:
            await ask_why(run, click)


@step("keep rating")
async def keep_rating(run: str, verdict: str, click: Click, attempt: int) -> dict[str, Any]:
    """Keep it, for anybody of the workspace: whoever can click it sees the answer."""
    here = house()
    try:
        member = await here.directory.member(click["user"])
    except SLACK_FAULTS as error:
        return slack_failure(error, "a question about a person", attempt)
    if not belongs(member, here.team):
        return {"ok": False, "say": words.NOT_YOURS}
    await here.feedback.rate(run, click["user"], member.name, verdict, click["at"])
    return {"ok": True}


@step("ask why")
async def ask_why(run: str, click: Click) -> None:
    """Open the form. Where Slack has closed the way to it, the click counts without a reason."""
    await open_modal(click["trigger"], words.form(run, click["at"], click["channel"], click["thread"]))


@workflow("explain rating")
async def explain(wrong: dict[str, Any], user: str) -> None:
    """The form was sent."""
    async with apologising(wrong["channel"], wrong["thread"], user):
        await keep_reason(wrong, user)
        await whisper(wrong["channel"], wrong["thread"], user, words.THANKS)


@step("keep reason")
async def keep_reason(wrong: dict[str, Any], user: str) -> None:
    """Keep why; where the same person has clicked again since, that click holds and needs no reason."""
    said = Wrong(**wrong)
    await house().feedback.explain(said.run, user, said.at, said.reason, said.words)
