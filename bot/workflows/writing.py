"""Whether CRM writes and recorders are allowed at this moment. Reads the store, so only steps may ask."""

from bot.slack.switch_words import why_no_write, writing_stopped
from bot.workflows.house import house


async def writing_off(user: str, channel: str, conversation: str) -> str | None:
    """
    Why a CRM write may not happen for this person in this channel now, as one sentence, or None. The sentence is mrkdwn
    of ours with a mention and a date in it: it is not to be escaped. Ask only inside a step. `channel`: where the card
    stands; one that its asker sees alone counts to the channel in which they asked (`conversation`).
    """
    here = house()
    asked_in = conversation.split(":")[1] if channel.startswith("D") and ":" in conversation else channel
    return why_no_write(here.settings, await here.switches.get("writes"), user, asked_in)


async def why_stopped() -> str | None:
    """Why no CRM write may happen anywhere now, as mrkdwn of ours, or None. Ask only inside a step."""
    here = house()
    return writing_stopped(here.settings, await here.switches.get("writes"))


async def joins_off() -> bool:
    """Whether no recorder may be sent now, by the settings or an admin's switch. Ask only inside a step."""
    here = house()
    switch = await here.switches.get("joins")
    return here.settings.chorister_joins == "off" or (switch is not None and not switch.on)
