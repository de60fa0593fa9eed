"""What a part of the Home tab says, and what can be pressed in it."""

from collections.abc import Sequence

from bot.slack.blocks import Block
from bot.slack.home_words import home
from sandbox.slack import check_view
from sandbox.slack.elements import interactive
from sandbox.slack.render import lines_of


def text_of(blocks: Sequence[Block]) -> str:
    view = home([blocks])
    assert check_view(view) == []
    return "\n".join(lines_of(view["blocks"]))


def pressable(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    return [(element["action_id"], element.get("value", "")) for _, element in interactive(list(blocks))]
