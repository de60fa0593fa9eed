"""Who may change a schedule, and whose deals its maker may choose."""

from collections.abc import Iterable

from bot.digests.schedule import EVERYBODY, Schedule
from bot.people import Person
from tools.chorus import User


def may_change(person: Person, schedule: Schedule) -> bool:
    """The maker, their managers and admins."""
    return (
        person.is_admin
        or person.slack_id == schedule.by
        or bool(schedule.by_email and schedule.by_email in person.report_emails)
    )


def in_reach(maker: Person, users: Iterable[User]) -> tuple[User, ...]:
    """Whose deals may be chosen one by one, by name: the maker and everybody below them; for admins, everybody."""
    own = {maker.chorus_id, *maker.reports}
    found = [user for user in users if user.active and (maker.is_admin or user.id in own)]
    return tuple(sorted(found, key=lambda user: shown_name(user).casefold()))


def allowed(maker: Person, users: Iterable[User]) -> frozenset[str]:
    """What a schedule of this maker's may name as its reps."""
    everybody = {EVERYBODY} if maker.is_admin else set()
    return frozenset({user.id for user in in_reach(maker, users)} | everybody)


def shown_name(user: User) -> str:
    """A Chorus user as a person reads them."""
    return user.name or user.email or user.id
