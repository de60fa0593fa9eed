"""When writing is switched off or on again, every open card says so: nobody is left with a button that does nothing."""

from typing import Any

from bot.durable import step, workflow
from bot.workflows.house import house
from bot.workflows.show_card import edit_card, placed
from bot.workflows.show_errand import edit_errand, placed_errand


@workflow("repaint cards")
async def repaint() -> None:
    """Bring every open card up to date."""
    for found in await open_cards():
        await edit_card(found["id"], found["channel"], found["ts"])
    for found in await open_errands():
        await edit_errand(found["id"], found["channel"], found["ts"])


@step("open cards")
async def open_cards() -> list[dict[str, Any]]:
    """Where the cards stand that wait for a decision."""
    found = [await placed(proposal.id) for proposal in await house().proposals.open()]
    return [card for card in found if card]


@step("open errands")
async def open_errands() -> list[dict[str, Any]]:
    """The same of errands."""
    found = [await placed_errand(errand.id) for errand in await house().errands.open()]
    return [card for card in found if card]
