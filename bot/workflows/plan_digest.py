"""What a digest rests on besides the calls, fixed when it begins: whose deals, by which rules, compared with what."""

from collections.abc import Collection
from typing import Any

from bot.digests.schedule import EVERYBODY, Schedule
from bot.durable import step
from bot.people import Person
from bot.risk.rule_file import BadRules
from bot.risk.rulebook import Rulebook
from bot.risk.standing import Baseline, Overlay, Standing
from bot.settings import Settings
from bot.workflows.house import house
from bot.workflows.recognising import recognised
from bot.workflows.steps import SLACK_FAULTS, slack_failure

TREND = 8
"""Digests that the picture of the trend goes back."""
MAKER_GONE = "whoever made it is not a full member here, or not in Chorus, any more"


@step("plan digest")
async def plan_digest(made: dict[str, Any], attempt: int) -> dict[str, Any]:
    """Everything that a digest rests on besides the calls, as it stands when it begins. `made`: its schedule, as JSON."""
    here, settings = house(), house().settings
    schedule = Schedule.from_json(made)
    maker = await recognised(schedule.by, attempt)
    if not isinstance(maker, Person):
        return maker | ({"say": MAKER_GONE} if maker.get("private") else {})
    owners = await owners_of(maker, schedule.reps)
    if not owners:
        return {"ok": False, "say": "whoever made it sees nobody's calls any more"}
    book = await _book(settings, schedule.profile)
    if isinstance(book, str):
        return {"ok": False, "say": book}
    try:
        channel = schedule.channel or await here.speaker.direct(schedule.by)
    except SLACK_FAULTS as error:
        return slack_failure(error, "a digest", attempt)
    last = await here.readings.last_sent(schedule.id)
    rules = book.fingerprint
    comparable = last is not None and last["rules"] == rules
    return {
        "ok": True,
        "now": here.now(),
        "maker": maker.to_json(),
        "owners": owners,
        "emails": {id: email for id, email in (await emails()).items() if id in owners},
        "channel": channel,
        "policy": settings.chorister_reading,
        "book": book.model_dump(mode="json", by_alias=True),
        "tokens": settings.chorister_digest_tokens,
        "rules": rules,
        "last": last if comparable else None,
        "trend": await here.readings.history(schedule.id, rules, owners, TREND - 1),
        "overlays": {id: overlay.to_json() for id, overlay in (await here.overlays.all()).items()},
        "hide_quotes": schedule.channel in await here.choices.quiet(),
        "crm_url": settings.chorister_crm_url,
    }


async def _book(settings: Settings, profile: str) -> Rulebook | str:
    """The rules in force, or why there are none; without tokens nobody looks for red-flag words."""
    try:
        book = (await house().choices.rules()).book(profile)
    except BadRules as error:
        return f"the rules cannot be used: {error}"
    if book is None:
        return f"the rules “{profile}” are not there any more; edit it"
    if settings.chorister_digest_tokens:
        return book
    rules = book.rules.model_copy(update={"R12": book.rules.R12.model_copy(update={"enabled": False})})
    return book.model_copy(update={"rules": rules})


async def emails() -> dict[str, str]:
    """Everybody's e-mail address in Chorus."""
    return {user.id: user.email or "" for user in await house().directory.users() or []}


async def owners_of(maker: Person, reps: Collection[str]) -> dict[str, str]:
    """The people whose calls are listed: those that were chosen, or all that the maker may read, by Chorus id and name."""
    users = {
        user.id: user.name or user.email or user.id
        for user in await house().directory.users() or []
        if user.active
    }
    own, below = {maker.chorus_id} if maker.chorus_id else set(), set(maker.reports)
    readable = set(users) if maker.is_admin else own | below
    wanted = set(reps) & readable if reps else below or own
    if EVERYBODY in reps:
        wanted = readable - own or own
    return {id: users.get(id, "somebody") for id in sorted(wanted)}


def overlays_of(plan: dict[str, Any]) -> dict[str, Overlay]:
    """What people said of deals, by deal."""
    return {id: Overlay.from_json(data) for id, data in plan["overlays"].items()}


def baseline_of(plan: dict[str, Any]) -> Baseline | None:
    """What the last digest by the same rules said."""
    last = plan["last"]
    if last is None:
        return None
    standings = {id: Standing.from_json(data) for id, data in last["standings"].items()}
    return Baseline(last["at"], standings, frozenset(last["owners"]))
