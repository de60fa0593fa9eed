"""What Chorister remembers, as SQLAlchemy tables. The engine keeps its checkpoints in a file or a schema of its own."""

from bot.store.tables.cards import audit, claims, errands, field_rules, proposals
from bot.store.tables.metadata import metadata
from bot.store.tables.risk import (
    call_flags,
    deal_owners,
    digest_periods,
    marks,
    overlays,
    readings,
    schedules,
)
from bot.store.tables.running import (
    choices,
    pace_slots,
    paces,
    sightings,
    spending,
    switches,
    troubles,
    workers,
)
from bot.store.tables.threads import (
    accounts,
    catalogs,
    conversations,
    engaged,
    feedback,
    joins,
    messages,
    posts,
    works,
)
from bot.store.tables.workspaces import installations, used_states

__all__ = [
    "accounts",
    "audit",
    "call_flags",
    "catalogs",
    "choices",
    "claims",
    "conversations",
    "deal_owners",
    "digest_periods",
    "engaged",
    "errands",
    "feedback",
    "field_rules",
    "installations",
    "joins",
    "marks",
    "messages",
    "metadata",
    "overlays",
    "pace_slots",
    "paces",
    "posts",
    "proposals",
    "readings",
    "schedules",
    "sightings",
    "spending",
    "switches",
    "troubles",
    "used_states",
    "workers",
    "works",
]
