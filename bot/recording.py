"""The recorder asked for by a command or from a message's menu: said where it was asked for, then sent."""

from bot.durable import start_once
from bot.people import Person
from bot.recorder.consent import doubt
from bot.slack import recorder_words as words
from bot.slack.speaking import Place
from bot.slack.text import escape
from bot.store.joins import DOUBTED, is_fresh
from bot.workflows.house import House
from bot.workflows.offers import offer
from bot.workflows.recognising import recognised
from bot.workflows.record import record
from bot.workflows.steps import SLACK_FAULTS, slack_failure
from bot.workflows.writing import joins_off
from tools.meeting_links import Link


async def begin(link: Link, user: str, place: Place, key: str, here: House, text: str = "") -> str:
    """
    Announce the recorder in `place` and start its story; returns the private answer. Without a thread in `place` the
    announcement begins one. Where we cannot speak nothing is sent: nobody would hear what becomes of it. `text`: the words
    around the link.
    """
    announced = await announce(link, user, place, key, here, text)
    return announced.get("say") or await start(link, user, place, key, here, announced)


async def announce(link: Link, user: str, place: Place, key: str, here: House, text: str) -> dict[str, str]:
    """The `ts` of the announcement and what speaks `against` the recording; or `say`: why there is none."""
    if await joins_off():
        return {"say": words.SWITCHED_OFF}
    person = await recognised(user, 0)
    if not isinstance(person, Person):
        return {"say": escape(str(person["say"]))}
    try:
        if await here.speaker.is_shared(place.channel):
            return {"say": words.SHARED_HERE}
        ts = await here.speaker.post(f"begin:{key}", place, *words.begun(link.key, user))
    except SLACK_FAULTS as error:
        slack_failure(error, "an announcement", 0)
        return {"say": words.NOT_IN_HERE}
    return {"ts": ts, "against": doubt(text, link, here.settings.no_go)}


async def start(link: Link, user: str, place: Place, key: str, here: House, announced: dict[str, str]) -> str:
    """Start the story of an announced recorder; returns the private answer."""
    ts, against, token = announced["ts"], announced["against"], f"begin:{key}"
    at = (place.channel, place.thread or ts)
    if against:
        await start_once(f"offer:{token}", offer, token, *at, user, link.url, against)
        return words.CONFIRM
    await start_once(token, record, link.url, user, *at, ts, token)
    held = await here.joins.get(link.key)
    return words.CONFIRM if held and held.state == DOUBTED and is_fresh(held, here.now()) else words.BEGUN
