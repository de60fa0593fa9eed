"""An errand tells nobody more than an answer would: who may not hear of a call sees no card of it, and no refusal."""

from bot.errands.errand import Thing
from bot.errands.rights import decides
from bot.people import Person
from bot.slack.audience_words import REFUSED
from bot.workflows.propose_errand import look_at_things
from bot.workflows.recognising import recognised
from sandbox.claude import tool_use
from sandbox.slack.render import text_of
from tests.builders import an_errand
from tests.desk import CREATE, DELETE, DELETE_LIST, GET, RANDOM, Desk
from tests.play import Message


async def in_private(desk: Desk, name: str, *said: str) -> Message:
    """What the bot told somebody in direct messages, once it says all this."""
    dm = desk.slack.dm(desk.person(name))

    def found() -> Message | None:
        return next((m for m in desk.slack.messages(dm) if all(s in text_of(m) for s in said)), None)

    return await desk.slack.wait_for(found, timeout=desk.patience)


async def test_a_card_with_words_of_a_call_is_for_the_asker_alone_where_a_guest_reads_along(
    desk: Desk,
) -> None:
    desk.channel = RANDOM
    await desk.slack.invite(desk.person("rosa"), RANDOM)
    words_of_a_call = "Ingrid signs above 50k"
    desk.world.claude.script(
        [tool_use(GET, {"id": desk.call.id})], [tool_use(CREATE, {"name": words_of_a_call})], "I was told."
    )
    thread = await desk.ask("rosa", "make a playlist named after what was said in Ana's last call")
    await in_private(desk, "rosa", "your decision", words_of_a_call)
    await desk.until(thread, "the card privately")
    assert not any("Ingrid" in text for text in desk.texts(thread))


async def test_a_card_about_what_is_no_call_is_for_the_asker_alone_where_a_guest_reads_along(
    desk: Desk,
) -> None:
    desk.channel = RANDOM
    await desk.slack.invite(desk.person("rosa"), RANDOM)
    list_ = next(iter(desk.world.truto.chorus.shelves["playlists"].rows))
    thread = await desk.asks_for(DELETE_LIST, {"id": list_}, "rosa")
    await in_private(desk, "rosa", "your decision")
    await desk.until(thread, "the card privately")
    assert not any("your decision" in text for text in desk.texts(thread))


async def test_a_deletion_that_is_refused_is_on_record_and_told_to_the_asker_alone(desk: Desk) -> None:
    subject = desk.call.subject
    desk.world.claude.script(
        [tool_use(DELETE, {"id": desk.call.id})], f"You may not delete “{subject}” of Ana Ruiz."
    )
    thread = await desk.ask("ben", "delete Ana's last call")
    await desk.done(thread)
    await in_private(desk, "ben", str(subject))
    assert not any(str(subject) in text for text in desk.texts(thread))
    assert desk.whispers("ben") == [REFUSED]
    assert "refused read" in [row["what"] for row in await desk.app.house.audit.all()]


async def test_a_call_of_ones_own_in_the_arguments_opens_nobody_elses_playlist(desk: Desk) -> None:
    ana = await recognised(desk.person("ana").slack_id, 0)
    assert isinstance(ana, Person)
    list_ = next(iter(desk.world.truto.chorus.shelves["playlists"].rows))
    parts = ["playlists", "delete", list_, {"call_id": desk.call.id}, {}]
    looked = await look_at_things(ana.to_json(), parts, ["playlists"], 0)
    assert [thing["kind"] for thing in looked["things"]] == ["playlist", "call"]
    things = tuple(Thing(**thing) for thing in looked["things"])
    assert not decides(ana, an_errand(things=things))


async def test_where_nobody_who_sees_the_card_may_decide_it_none_is_made(desk: Desk) -> None:
    desk.channel = desk.slack.dm(desk.person("ana"))
    desk.world.claude.script([tool_use(CREATE, {"name": "Mine"})], "I was told.")
    thread = await desk.say("ana", "make a playlist")
    await desk.done(thread)
    assert "asked for by an admin" in desk.told()[0]["error"]
    assert not any("your decision" in text for text in desk.texts(thread))
