"""Looking for red-flag words in one call. Of its transcript nothing but verified quotes leaves the step."""

from dataclasses import asdict
from typing import Any

from bot.agent.allowance import Amount
from bot.agent.red_flags import Looked, estimate, look
from bot.durable import step
from bot.risk.quotes import verified
from bot.store.spending import NOBODY
from bot.workflows.house import house
from bot.workflows.spending import count, purse_of
from tools import chorus
from tools.chorus import Conversation
from tools.desk import failure
from tools.errors import UpstreamError
from tools.requests import Request

SPOKEN = {"fields": "private,participants,recording,recording.utterances"}

NO_TRANSCRIPT = "Chorus has no transcript of this call."
NO_SIDES = "Chorus does not say which side spoke in this call."
SPENT = "The workspace's limit of a day is reached."
TOO_LONG = "The transcript is longer than CHORISTER_DIGEST_TOKENS allows."


@step("look for red flags")
async def look_for_flags(call: str, user: str, attempt: int) -> dict[str, Any]:
    """
    A call's red flags with what it cost to look, or why nobody could look: `missing` where Chorus has nothing to look
    through. A private call has none and is not sent to Claude. `user` is whoever the review is for; it is not theirs to pay
    for, since a digest comes by the clock.
    """
    if (await purse_of(NOBODY)).workspace.reached():
        return {"ok": False, "say": SPENT, "retry_in": None}
    request = Request("conversations", "get", call, query=SPOKEN)
    try:
        read = chorus.conversation(await house().desk.fetch(request, attempt=attempt))
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error), "retry_in": None}
    if read.private:
        return _outcome(Looked(), read)
    if problem := _unlookable(read):
        return problem
    here = house()
    model = here.settings.chorister_cheap_model
    looked = await look(here.claude, read.utterances, model=model, user=here.pseudonym(user))
    await count(NOBODY, Amount(looked.usd, looked.tokens))
    return _outcome(looked, read)


def _unlookable(read: Conversation) -> dict[str, Any] | None:
    if not read.utterances:
        return {"ok": False, "say": NO_TRANSCRIPT, "retry_in": None, "missing": True}
    if not any(said.side for said in read.utterances):
        return {"ok": False, "say": NO_SIDES, "retry_in": None, "missing": True}
    if estimate(read.utterances) > house().settings.chorister_digest_tokens:
        return {"ok": False, "say": TOO_LONG, "retry_in": None}
    return None


def _outcome(looked: Looked, read: Conversation) -> dict[str, Any]:
    spent = {"tokens": looked.tokens, "usd": round(looked.usd, 6)}
    if looked.problem:
        return {"ok": False, **looked.problem, **spent}
    flags = verified(looked.candidates, read.utterances)
    return {"ok": True, "flags": [asdict(flag) for flag in flags], **spent}
