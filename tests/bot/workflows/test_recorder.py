"""Which argument of a join takes the link, whatever Truto calls it today."""

from typing import Any

import pytest

from bot.workflows.recorder import link_argument
from tools.catalog import Offer, TrutoTool

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}


@pytest.mark.parametrize(
    "properties, required, name",
    [
        ({"invitation_text": TEXT}, ["invitation_text"], "invitation_text"),
        ({"meeting_url": TEXT}, ["meeting_url"], "meeting_url"),
        ({"language": TEXT, "link": TEXT}, ["link"], "link"),
        ({"minutes": NUMBER, "link": TEXT}, ["minutes", "link"], "link"),
        ({"minutes": NUMBER, "link": TEXT}, ["minutes"], "link"),
        ({"link": TEXT}, [], "link"),
        ({}, [], "invitation_text"),
    ],
)
def test_the_required_text_takes_the_link(properties: dict[str, Any], required: list[str], name: str) -> None:
    schema = {"type": "object", "properties": properties, "required": required}
    offer = Offer("join", "Join.", schema, TrutoTool("conversations", "join", "join"))
    assert link_argument(offer) == name
