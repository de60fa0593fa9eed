"""`chorister tools`: the live catalogue as a table."""

import sys

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.agent.local_tools import LOCAL_TOOLS
from bot.agent.tool_list import is_hot
from bot.app import truto_client
from bot.errors import BotError
from bot.settings import Settings
from tools.catalog import Catalog, Offer, catalog_from
from tools.errors import UpstreamError
from tools.policy import effect_of, switched_off


async def list_tools(settings: Settings) -> int:
    """Ask Truto for the tools as they are now and print what becomes of each."""
    try:
        async with truto_client(settings) as truto:
            catalog = catalog_from(await truto.tools())
    except UpstreamError as error:
        raise BotError(f"The tools could not be listed: {error}") from error
    off = sum(1 for offer in catalog.offers if switched_off(offer.tool)) + len(catalog.disabled)
    console = Console(width=None if sys.stdout.isatty() else 200)
    console.print(table(catalog))
    console.print(
        f"{len(catalog.offers) + len(catalog.disabled)} tools at Truto, {off} of them off; {len(LOCAL_TOOLS)} of our own."
    )
    return 0


def table(catalog: Catalog) -> Table:
    """Name, effect, hot or deferred, and what was repaired or why a tool is off."""
    made = Table(title="Tools of this Chorus account", box=None, pad_edge=False)
    for heading in ("Tool", "Effect", "Loaded", "Remarks"):
        made.add_column(heading, overflow="fold")
    for tool in LOCAL_TOOLS:
        made.add_row(tool.name, "read", "hot", "our own")
    for offer in sorted(
        catalog.offers, key=lambda offer: ("hot", "deferred", "off").index(_standing(offer)[0])
    ):
        made.add_row(offer.name, effect_of(offer.tool).value, *_standing(offer))
    for item in catalog.disabled:
        made.add_row(escape(item.name), "-", "off", escape(item.reason))
    return made


def _standing(offer: Offer) -> tuple[str, str]:
    """Whether a tool is loaded, and the remark that explains it."""
    why = switched_off(offer.tool)
    if why:
        return "off", why
    repairs = escape("; ".join(offer.repairs))
    return "hot" if is_hot(offer) else "deferred", f"repaired: {repairs}" if repairs else ""
