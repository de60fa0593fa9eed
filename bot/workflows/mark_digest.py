"""What somebody did with a deal shows in the digest itself, and not only in its thread."""

from bot.durable import step
from bot.slack.digest_marks import deals_in, marked
from bot.slack.speaking import Place
from bot.workflows.house import house
from bot.workflows.steps import SLACK_FAULTS, slack_failure


@step("mark a digest")
async def mark_digest(channel: str, ts: str) -> None:
    """Bring the message with a deal's buttons up to date. Tried once: the thread tells of the click in any case."""
    here = house()
    try:
        message = await here.speaker.first(Place(channel, ts))
        if message.get("ts") != ts:
            return
        text, blocks = str(message.get("text") or ""), list(message.get("blocks") or ())
        overlays = {deal: await here.overlays.get(deal) for deal in deals_in(blocks)}
        now = marked(text, blocks, overlays, here.now())
        if now[1] != blocks:
            await here.speaker.edit(channel, ts, *now)
    except SLACK_FAULTS as error:
        slack_failure(error, "a mark on a digest", 0)
