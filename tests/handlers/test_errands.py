"""The buttons of an errand; the stories are in tests/stories/test_errands.py."""

from bot.slack import errand_words as words
from sandbox.claude import tool_use
from sandbox.world import World
from tests.conftest import Start
from tests.play import Play

DELETE = "delete_a_chorus_playlist_by_id"


async def test_the_form_stays_open_until_the_words_are_right(world: World, start: Start) -> None:
    async with start(CHORISTER_ALLOW="playlists.delete", CHORISTER_TOOLS="flat"):
        play = Play(world)
        id, row = next(iter(world.truto.chorus.shelves["playlists"].rows.items()))
        world.claude.script([tool_use(DELETE, {"id": id})], "Told.")
        card = await play.until(await play.ask("rosa", "delete it"), "your decision", row["name"])
        await play.click("rosa", card, words.CONFIRM)
        rosa = play.person("rosa")
        form = await play.slack.wait_for(lambda: play.slack.modal(rosa))
        for typed, left in (("no", True), (row["name"], False)):
            await play.slack.submit(rosa, form["id"], {(words.TYPED, words.TYPED): typed})
            assert (play.slack.modal(rosa) is not None) is left
        await world.truto.wait_for(lambda: world.truto.calls(DELETE))
        await world.truto.wait_for(lambda: id not in world.truto.chorus.shelves["playlists"].rows)


async def test_declining_closes_the_card(world: World, start: Start) -> None:
    async with start(CHORISTER_ALLOW="playlists.delete", CHORISTER_TOOLS="flat"):
        play = Play(world)
        id = next(iter(world.truto.chorus.shelves["playlists"].rows))
        world.claude.script([tool_use(DELETE, {"id": id})], "Told.")
        thread = await play.ask("rosa", "delete it")
        await play.click("rosa", await play.until(thread, "your decision"), words.DECLINE)
        await play.until(thread, "declined")
        await play.done(thread)
        assert world.truto.calls(DELETE) == []
