"""How long the rows of each table are kept, and why: every table has a rule here. Keys outlive what they guard against."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Self

from bot.agent.allowance import day_of
from bot.digests.schedule import LOOK_BACK
from bot.settings import Settings
from bot.store.joins import LONGEST
from bot.workflows.house import House

DAY = 86_400.0
AT_LEAST = 2 * LONGEST
"""Seconds for which runs and what they hold are kept whatever the setting says: longer than a recorder is followed."""
GUARDED = 400 * DAY
"""Seconds for which is known what was said: no rule looks at calls of more than a year ago."""


@dataclass(frozen=True)
class Terms:
    """The moments before which rows go."""

    said: float
    """What was said and read: CHORISTER_KEEP_DAYS."""
    runs: float
    """The same for runs, which guard against a second one."""
    record: float
    """Who decided and what was written: CHORISTER_AUDIT_DAYS."""
    guarded: float
    """What keeps the same thing from being said twice."""
    periods: float
    """What became of digests: a period that is still looked back at would be taken for a missed one."""

    @classmethod
    def of(cls, settings: Settings, now: float) -> Self:
        keep, record = settings.chorister_keep_days * DAY, settings.chorister_audit_days * DAY
        return cls(
            said=now - keep,
            runs=now - max(keep, AT_LEAST),
            record=now - record,
            guarded=now - max(keep, record, GUARDED),
            periods=now - max(record, 2 * LOOK_BACK * DAY),
        )


@dataclass(frozen=True)
class Rule:
    """What becomes of the rows of a table."""

    why: str
    clear: Callable[[House, Terms], Awaitable[object]] | None = None
    """Deletes what is old; None: see `goes_with`, or the rows stay."""
    goes_with: str = ""
    """The table whose rule deletes these too."""


_SETTING = "settings of this workspace: a row for each, until somebody changes it"
RULES: Mapping[str, Rule] = {
    "conversations": Rule("as long as it says", lambda h, t: h.conversations.forget(t.said)),
    "messages": Rule("what was said in one", goes_with="conversations"),
    "engaged": Rule("threads that are listened to", goes_with="conversations"),
    "catalogs": Rule("frozen tools of conversations that are left", goes_with="conversations"),
    "works": Rule("runs that left their row behind", lambda h, t: h.works.forget(t.runs)),
    "joins": Rule(
        "one recorder per meeting: a request counts for a day at most",
        lambda h, t: h.joins.forget(t.runs),
    ),
    "proposals": Rule("cards that were decided", lambda h, t: h.proposals.forget(t.record)),
    "claims": Rule("of cards that are gone", lambda h, t: h.claims.forget_orphans()),
    "errands": Rule("cards that were decided", lambda h, t: h.errands.forget(t.record)),
    "audit": Rule("the record", lambda h, t: h.audit.forget(t.record)),
    "feedback": Rule("with the record, beside which it is read", lambda h, t: h.feedback.forget(t.record)),
    "spending": Rule("with the record", lambda h, t: h.spending.forget(day_of(t.record))),
    "posts": Rule(
        "one post per key: longer than any card or run that could post again",
        lambda h, t: h.posts.forget_before(t.guarded),
    ),
    "readings": Rule("what digests said", lambda h, t: h.readings.forget(t.record)),
    "deal_owners": Rule("deals without a call since", goes_with="readings"),
    "marks": Rule(
        "what people did with reasons; that somebody was alerted is kept longer than calls are looked at",
        lambda h, t: h.overlays.forget(t.record, t.guarded),
    ),
    "overlays": Rule("one row per deal: what people said of it holds until it changes"),
    "call_flags": Rule("quotes from calls", lambda h, t: h.flags.forget(t.said)),
    "digest_periods": Rule("each digest is sent once", lambda h, t: h.schedules.forget(t.periods)),
    "schedules": Rule("a digest is sent until somebody deletes it"),
    "troubles": Rule("what was mended", lambda h, t: h.troubles.forget(t.record)),
    "sightings": Rule("one row for each connection"),
    "switches": Rule(_SETTING),
    "choices": Rule(_SETTING),
    "field_rules": Rule(_SETTING),
    "accounts": Rule("one row per person, until they disconnect"),
    "workers": Rule("processes delete the rows of dead ones after a day: bot/liveness.py"),
    "paces": Rule("one row per account and token; a process that paces by one must find it"),
    "pace_slots": Rule("as many rows per account as calls may start at once"),
    "installations": Rule("one row per workspace, until it takes us away: bot/workflows/farewell.py"),
    "used_states": Rule(
        "the next installation deletes those that are too old to be used: bot/store/used_states.py"
    ),
}
"""By the table's name, in the order in which they are cleared."""
