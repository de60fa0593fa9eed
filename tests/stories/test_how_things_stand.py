"""/chorister status and settings: what runs, what waits and what holds, told to whoever asks alone."""

from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import PUSH, RECORD, Play


async def typed(play: Play, name: str, text: str) -> str:
    """Type a command that answers behind its acknowledgement; returns the private answer."""
    told = len(play.private(name))
    await play.slack.command(play.person(name), play.channel, "/chorister", text)
    await play.slack.wait_for(lambda: len(play.private(name)) > told, timeout=play.patience)
    return text_of(play.private(name)[-1])


async def test_status_tells_what_runs_and_waits_for_whoever_asks_and_for_nobody_else(play: Play) -> None:
    empty = await typed(play, "ana", "status")
    for words in (
        "No recorder of yours",
        "No card waits",
        "No digest of yours",
        "no Chorus account of your own",
    ):
        assert words in empty
    recorded = await play.ask("ana", RECORD)
    await play.until(recorded, "Chorus took the link")
    await play.done(recorded)
    thread, card = await play.card(PUSH)
    await play.until(thread, "Waiting for a decision")
    deal = play.world.company.last_finished(play.person("ana")).deal.name
    await play.schedule("sam", channel="")
    ana, sam, ben, rosa = [await typed(play, name, "status") for name in ("ana", "sam", "ben", "rosa")]
    assert "Zoom 987654321" in ana
    assert "Chorus took the link." in ana
    assert recorded.replace(".", "") in ana
    assert deal in ana
    assert card["ts"].replace(".", "") in ana
    assert deal in sam, "her manager may decide too, and reads along"
    assert "It goes to @" in sam
    assert "directly, " in sam
    for name, other in (("ben", ben), ("rosa", rosa)):
        assert deal not in other, "an admin may decide, but it is not for her that it waits"
        assert "No recorder of yours" in other
        assert deal not in text_of(await play.home(name)), "nor on their Home tab"


async def test_a_card_that_somebody_cannot_see_is_not_told_of(play: Play) -> None:
    direct = Play(play.world, play.slack.dm(play.person("ana")))
    thread, _ = await direct.card(PUSH)
    await direct.until(thread, "Waiting for a decision")
    assert "CRM field" in await typed(play, "ana", "status")
    assert "No card waits" in await typed(play, "sam", "status")


async def test_a_card_in_a_private_channel_is_told_of_to_those_who_are_in_it(play: Play) -> None:
    await play.slack.invite(play.person("ana"), "CPRIVATE01")
    private = Play(play.world, "CPRIVATE01")
    thread, _ = await private.card(PUSH)
    await private.until(thread, "Waiting for a decision")
    assert "No card waits" in await typed(play, "sam", "status")
    assert "No card waits" in text_of(await play.home("sam"))
    play.slack.channel("deal-desk").members.append(play.person("sam").slack_id)
    assert "CRM field" in await typed(play, "sam", "status")
    assert "CRM field" in text_of(await play.home("sam"))
    play.slack.faults.add("error", match="conversations.members", error="missing_scope", times=None)
    assert "No card waits" in await typed(play, "sam", "status"), (
        "where Slack does not tell, nobody reads along"
    )


async def test_settings_tell_what_holds_here_and_who_can_change_it(world: World, start: Start) -> None:
    deals = world.slack.channels["deals"]
    async with start(CHORISTER_AUTO_JOIN=deals, CHORISTER_WRITE_CHANNELS="C0OTHER"):
        play = Play(world)
        said, admins = [await typed(play, name, "settings") for name in ("ana", "rosa")]
        assert "cards here are previews" in said
        assert "gets the recorder at once" in said
        assert f"ask an admin: @{play.person('rosa').slack_id}" in said
        assert "You are an admin" in admins
        elsewhere = await typed(Play(world, "CRANDOM001"), "ana", "settings")
        assert "I am not in this conversation" in elsewhere
        world.truto.faults.add("500", match="list_all_chorus_users", times=None)
        world.clock.advance(600)
        assert "not available" in await typed(play, "ana", "status")
