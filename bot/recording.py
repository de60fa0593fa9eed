"""The recorder asked for by a command or from a message's menu: said where it was asked for, then sent."""

from bot.durable import start_once
from bot.slack import recorder_words as words
from bot.slack.speaking import Place
from bot.workflows.house import House
from bot.workflows.offers import record
from bot.workflows.steps import SLACK_FAULTS, slack_failure
from tools.meeting_links import Link


async def begin(link: Link, user: str, place: Place, key: str, here: House) -> str:
    """
    Announce the recorder in `place` and start its story; returns the private answer. Without a thread in `place` the
    announcement begins one. Where we cannot speak nothing is sent: nobody would hear what becomes of it.
    """
    try:
        ts = await here.speaker.post(f"begin:{key}", place, *words.begun(link.key, user))
    except SLACK_FAULTS as error:
        slack_failure(error, "an announcement", 0)
        return words.NOT_IN_HERE
    token = f"begin:{key}"
    await start_once(token, record, link.url, user, place.channel, place.thread or ts, ts, token)
    return words.BEGUN
