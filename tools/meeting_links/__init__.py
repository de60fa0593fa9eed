"""Meeting links in what people write: which meeting, or why no recorder can follow. Pure; nothing raises."""

from tools.meeting_links.links import Link, Provider, RefusedLink
from tools.meeting_links.reading import read_link
from tools.meeting_links.text import find_links

__all__ = ["Link", "Provider", "RefusedLink", "find_links", "read_link"]
