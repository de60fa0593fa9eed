"""`chorister tools`: the live catalogue as a table."""

import sys
from dataclasses import replace

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.agent.local_tools import LOCAL_TOOLS
from bot.agent.tool_list import is_hot
from bot.errors import BotError
from bot.furnishing import truto_client
from bot.settings import Settings
from tools.catalog import Catalog, Offer, catalog_from
from tools.errors import UpstreamError
from tools.policy import NO_RULES, Rules, Way, effect_of, route, switched_off, verdict


async def list_tools(settings: Settings) -> int:
    """Ask Truto for the tools as they are now and print what becomes of each."""
    try:
        async with truto_client(settings) as truto:
            found = catalog_from(await truto.tools())
    except UpstreamError as error:
        raise BotError(f"The tools could not be listed: {error}") from error
    catalog, rules = replace(found, flat=settings.chorister_tools == "flat"), settings.tool_rules
    off = sum(1 for offer in catalog.offers if switched_off(offer.tool, rules)) + len(catalog.disabled)
    console = Console(width=None if sys.stdout.isatty() else 200)
    console.print(table(catalog, rules))
    console.print(
        f"{len(catalog.offers) + len(catalog.disabled)} tools at Truto, {off} of them off; {len(LOCAL_TOOLS)} of our own."
    )
    if stray := unlisted(catalog, rules):
        console.print(f"Named in CHORISTER_EFFECTS or CHORISTER_ALLOW, but not at Truto: {', '.join(stray)}.")
    return 0


def unlisted(catalog: Catalog, rules: Rules) -> list[str]:
    """Tools that the settings name and Truto does not list: a slip of the pen leaves a tool as it was."""
    return sorted({*rules.effects, *rules.allowed} - {route(offer.tool) for offer in catalog.offers})


def table(catalog: Catalog, rules: Rules = NO_RULES) -> Table:
    """Name, effect, hot or deferred, and what was repaired or why a tool is off."""
    made = Table(title="Tools of this Chorus account", box=None, pad_edge=False)
    for heading in ("Tool", "Effect", "Loaded", "Remarks"):
        made.add_column(heading, overflow="fold")
    for tool in LOCAL_TOOLS:
        made.add_row(tool.name, "read", "hot", "our own")
    rows = [(offer, *_standing(offer, catalog.flat, rules)) for offer in catalog.offers]
    for offer, loaded, remarks in sorted(rows, key=lambda row: ORDER.index(row[1])):
        made.add_row(offer.name, effect_of(offer.tool, rules).value, loaded, remarks)
    for item in catalog.disabled:
        made.add_row(escape(item.name), "-", "off", escape(item.reason))
    return made


ORDER = ("hot", "deferred", "off")


def _standing(offer: Offer, flat: bool, rules: Rules) -> tuple[str, str]:
    """Whether a tool is loaded, and the remarks that explain it: what a call needs, and every repair."""
    policy = verdict(offer.tool, rules)
    loaded = "off" if policy.why else "hot" if flat or is_hot(offer) else "deferred"
    waits = WAITS.get(policy.way, "")
    repaired = f"repaired: {escape('; '.join(offer.repairs))}" if offer.repairs else ""
    return loaded, ". ".join(filter(None, (policy.why, waits, repaired)))


WAITS = {
    Way.PROPOSE: "each call becomes a card that a person approves",
    Way.ERRAND: "allowed by CHORISTER_ALLOW; each call waits for a person",
}
"""What comes before a call, where it does not run at once."""
