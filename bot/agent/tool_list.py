"""The frozen list of tools a conversation sends: ours and Truto's, sorted by name, the rare ones behind a search."""

from typing import Any

from bot.agent.local_tools import LOCAL_TOOLS
from tools.catalog import Catalog, Offer
from tools.policy import HOT

SEARCH = {"type": "tool_search_tool_bm25_20251119", "name": "tool_search_tool_bm25"}


def is_hot(offer: Offer) -> bool:
    """Whether Claude sees a tool at once, without searching for it."""
    return (offer.tool.resource, offer.tool.method) in HOT


def tools_for_claude(catalog: Catalog) -> list[dict[str, Any]]:
    """The tools of a request, all at once where the catalogue is flat. The prompt cache depends on their fixed order."""
    made = [tool.for_claude() for tool in LOCAL_TOOLS]
    deferred = False
    for offer in catalog.offers:
        tool: dict[str, Any] = {
            "name": offer.name,
            "description": offer.description,
            "input_schema": offer.input_schema,
        }
        if not catalog.flat and not is_hot(offer):
            tool["defer_loading"] = True
            deferred = True
        made.append(tool)
    made.sort(key=lambda tool: str(tool["name"]))
    return [SEARCH, *made] if deferred else made
