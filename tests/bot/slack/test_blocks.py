"""Each block stays within Slack's limits, whatever it is made of."""

import pytest

from bot.slack.blocks import Block, actions, button, context, divider, header, section, tick
from sandbox.slack import check_blocks

LONG = "ä" * 10_000


@pytest.mark.parametrize("text", ["a", LONG, "<!channel>", "`x`", "🎉"])
def test_every_block_is_taken_by_slack(text: str) -> None:
    blocks: list[Block] = [
        section(text),
        section(text, accessory=tick("t", text, ticked=True, label=text)),
        header(text),
        context(*[text] * 20),
        divider(),
        actions(text, button(text, "a", text[:2000], "primary"), button(text, "b", "v")),
    ]
    assert check_blocks(blocks) == []


def test_slack_links_only_what_we_wrote_as_a_link() -> None:
    assert section("a")["text"]["verbatim"] is True
    assert context("a")["elements"][0]["verbatim"] is True


def test_a_tick_is_set_or_not() -> None:
    assert tick("t", "v", ticked=True)["initial_options"] == tick("t", "v", ticked=True)["options"]
    assert "initial_options" not in tick("t", "v", ticked=False)


def test_a_button_without_a_style_has_none() -> None:
    assert "style" not in button("Go", "a", "v")
    assert button("Go", "a", "v", "danger")["style"] == "danger"


def test_a_value_that_is_too_long_is_not_cut() -> None:
    with pytest.raises(ValueError, match="2001"):
        button("Go", "a", "v" * 2001)
