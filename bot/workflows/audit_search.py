"""An admin's search of the record, answered in the form that asked: the newest entries, so that Slack need not wait."""

from collections.abc import Mapping
from typing import Any

from bot.slack.home_forms import wanted as wanted_in
from bot.slack.modals import instead, notice
from bot.slack.record_words import found
from bot.trace import Wanted, by_run, matching, with_requests
from bot.workflows.admins import admin
from bot.workflows.house import house

MOST = 500
"""Runs that are looked through: as many as are read well within the three seconds that a form waits."""
DAY = 86_400.0
TITLE = "The record"


async def search_record(view: Mapping[str, Any], user: str) -> dict[str, Any]:
    """What the acknowledgement of the form says: what was found, for an admin; else why not."""
    who = await admin(user, "search the record", f"{view['id']}:{view['hash']}")
    if isinstance(who, str):
        return instead(notice(TITLE, who))
    here, wanted = house(), wanted_in(view)
    since = here.now() - DAY * wanted["days"]
    runs = with_requests(by_run(await here.audit.newest(since, wanted["person"], MOST)))
    narrowed = matching(runs, Wanted(deal=wanted["deal"], person=wanted["person"], since=since))
    return instead(notice(TITLE, *found(narrowed, cut_off=len(runs) == MOST)))
