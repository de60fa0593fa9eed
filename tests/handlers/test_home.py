"""The Home tab is published when it is opened, and not when the tab of messages is."""

from sandbox.slack.render import lines_of
from sandbox.slack.users import GUEST
from tests.play import Play


async def test_whoever_opens_it_sees_their_own(play: Play) -> None:
    view = await play.home("ana")
    assert "Risk digests" in lines_of(view["blocks"])
    assert play.slack.home(play.person("ben")) is None


async def test_opening_the_messages_publishes_nothing(play: Play) -> None:
    await play.slack.open_home(play.person("ana"), tab="messages")
    await play.home("ben")
    assert play.slack.home(play.person("ana")) is None


async def test_a_guest_reads_that_it_is_not_for_them(play: Play) -> None:
    await play.slack.open_home(GUEST)
    view = await play.slack.wait_for(lambda: play.slack.home(GUEST))
    assert lines_of(view["blocks"]) == ["I am only available to full members of this workspace."]
