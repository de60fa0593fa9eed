"""The form behind a card's Edit."""

from typing import Any

from bot.proposals.proposal import Adding, Change
from bot.proposals.shown import paged
from bot.slack import edit_form
from tests.builders import a_change, a_proposal
from tests.golden.sample import Sample, alone, under

CHANGES = (
    a_change(),
    a_change("Next_Step__c", label="Next Steps", now="Book demo", proposed="Send the quote\nby Friday"),
    a_change("Notes", label="Notes", now="Old", proposed="Pilot", adding=Adding.BY_US, stamp="2026-06-03"),
    a_change("Log", label="Log", now_known=False, proposed="Pilot", adding=Adding.BY_CHORUS),
    a_change("Stage", label="Process", now="Owner", proposed="Board", choices=("Board", "Owner", "Board")),
    a_change("Region", label="Region", proposed="Their north", choices=("North", "South"), locked=True),
    a_change("Reason", label="Reason", proposed="R1", choices=tuple(f"R{n}" for n in range(101))),
    a_change("Text", label="Text", proposed="x" * 3001),
    a_change("Amount", label="Amount", now=9.5, proposed=None),
)


def made(changes: tuple[Change, ...] = CHANGES, **more: Any) -> dict[str, Any]:
    return edit_form.form(a_proposal(changes=changes, **more), "C1", "100.1", "101.5", ["0", "2"])


def _form(name: str, changes: tuple[Change, ...], **more: Any) -> Sample:
    proposal = a_proposal(changes=changes, **more)
    return alone(name, edit_form.form, proposal, "C1", "100.1", "101.5", ["0", "2"])


SAMPLES = under(
    "edit",
    _form("form", CHANGES),
    _form("form_without_a_deal", CHANGES[:1], opportunity_id="", opportunity_name=""),
    alone("notice", edit_form.notice, "Edit CRM update", "This card was decided in the meantime."),
)
LONG = "日本 <!channel> שלום " * 200
WORDY = [a_change(f"f{n}", label=LONG[:500], now=LONG, proposed=LONG[:2000]) for n in range(40)]
LONGEST = under("edit", _form("form", tuple(paged(WORDY)[0]), opportunity_name=LONG))
