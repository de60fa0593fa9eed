"""What a message asks for, and the one story it starts."""

import pytest
import sqlalchemy as sa

from bot.slack.reading import Said
from handlers.messages import Intent, intent
from sandbox.world import World
from tests.conftest import Start
from tests.play import RECORD, Play


def a_message(**more: object) -> Said:
    made = {"team": "T1", "channel": "C1", "channel_type": "channel", "user": "UANA", "ts": "100.1"}
    made |= {"thread": "100.1", "text": "hello", "mentioned": False, "shared": False}
    return Said(**made | more)


SPOKEN_TO = [
    (a_message(mentioned=True), False),
    (a_message(channel_type="im", channel="D1"), False),
    (a_message(thread="90.1"), True),
    (a_message(mentioned=True, shared=True), False),
]


@pytest.mark.parametrize("message, engaged", SPOKEN_TO)
@pytest.mark.parametrize("has_link", [True, False])
@pytest.mark.parametrize("auto_join", [True, False])
def test_being_spoken_to_comes_before_a_link_that_is_merely_there(
    message: Said, engaged: bool, has_link: bool, auto_join: bool
) -> None:
    assert intent(message, has_link, engaged=engaged, auto_join=auto_join) == "answer"


@pytest.mark.parametrize(
    "message, has_link, auto_join, wanted",
    [
        (a_message(), False, False, None),
        (a_message(), False, True, None),
        (a_message(), True, False, "offer"),
        (a_message(), True, True, "record"),
        (a_message(thread="90.1"), True, False, "offer"),
        (a_message(shared=True), True, False, None),
        (a_message(shared=True), True, True, None),
        (a_message(channel_type="mpim"), True, False, "offer"),
        (
            a_message(channel_type="im", channel="D1", text="https://zoom.us/j/987654321"),
            True,
            False,
            "record",
        ),
    ],
)
def test_a_link_nobody_asked_about_is_offered_or_joined_but_never_where_others_listen(
    message: Said, has_link: bool, auto_join: bool, wanted: Intent | None
) -> None:
    assert intent(message, has_link, engaged=False, auto_join=auto_join) == wanted


async def test_a_message_that_concerns_nobody_asks_the_database_nothing_and_a_reply_one_thing(
    start: Start, world: World
) -> None:
    async with start() as app:
        play, asked = Play(world), list[str]()

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            asked.extend(t for t in ("engaged", "choices", "works", "conversations") if f" {t}" in statement)

        store = app.house.conversations._db.engine.sync_engine
        sa.event.listen(store, "before_cursor_execute", note)
        thread = await play.say("ana", "Lunch?")
        await world.slack.wait_for(lambda: len(world.slack.acks) == 1)
        assert asked == []
        await play.say("sam", "At noon.", thread)
        await world.slack.wait_for(lambda: len(world.slack.acks) == 2)
        assert asked == ["engaged"]
        await play.say("ana", "demo at https://zoom.us/j/987654321")
        await world.slack.wait_for(lambda: len(world.slack.acks) >= 3)
        assert asked[1] == "choices"


async def test_the_askers_replies_go_on_without_a_mention_and_other_peoples_words_stay_theirs(
    play: Play,
) -> None:
    chat = await play.say("ben", "lunch?")
    thread = await play.ask("ana", RECORD)
    await play.done(thread)
    await play.say("ben", "nice one", thread)
    await play.say("ana", "help", thread)
    assert "sandbox planner" in " ".join(await play.done(thread, runs=2))
    assert len(play.replies(thread)) == 6, (
        "consent, the recorder, and two plans with their answers; nothing for Ben"
    )
    assert play.replies(chat) == []
