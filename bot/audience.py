"""Who is present in a channel, and whether all of them may hear what is told there. Pure."""

from collections.abc import Collection
from typing import Literal

from bot.people import Attendance, Person, Policy, Stranger, may_read

Audience = Literal["seats", "strict"]
"""Who must be able to hear of a call in a channel: colleagues with a Chorus seat, or only those who may read it."""

Present = Person | Stranger

UNTRACED = Attendance(None, None)
"""Stands for what cannot be traced to a call."""


def all_may_hear(
    present: Collection[Present] | None, calls: Collection[Attendance], policy: Policy, audience: Audience
) -> bool:
    """
    Whether everybody present may hear of these calls; `present` is None where nobody can tell who that is. A private call is
    for those who were in it, whatever the settings say.
    """
    if not calls:
        return True
    people = [person for person in present or () if isinstance(person, Person)]
    if present is None or len(people) < len(present):
        return False
    rule: Policy = "workspace" if audience == "seats" else policy
    return all(may_read(person, call, rule) for person in people for call in calls)
