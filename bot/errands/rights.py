"""Who may decide an errand. Pure."""

from bot.errands.errand import Errand, Thing
from bot.people import Person, may_decide, owns
from tools.policy import Effect


def decides(person: Person, errand: Errand) -> bool:
    """
    A change is decided by the call's owner, their manager or an admin; what destroys, by the owner or an admin alone. What
    belongs to no call is decided by admins, and so are several calls of several owners.
    """
    if person.is_admin:
        return True
    return bool(errand.things) and all(_theirs(person, errand.effect, thing) for thing in errand.things)


def _theirs(person: Person, effect: Effect, thing: Thing) -> bool:
    rule = owns if effect is Effect.DESTROY else may_decide
    return rule(person, thing.owner_id, thing.owner_email)


def deciders(errand: Errand) -> str:
    """Who may decide, in words; not escaped."""
    owners = list(dict.fromkeys(t.owner_name or t.owner_email or "" for t in errand.things))
    known = bool(owners) and all(t.owner_id or t.owner_email for t in errand.things)
    if not known or len(owners) > 1:
        return "an admin"
    managers = [] if errand.effect is Effect.DESTROY else ["their manager"]
    *before, last = [owners[0] or "the call's owner", *managers, "an admin"]
    return f"{', '.join(before)} or {last}"
