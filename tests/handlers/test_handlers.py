"""All listeners together: each kind of thing has one, and what nobody wants comes last."""

from slack_bolt.async_app import AsyncApp

import handlers
from bot.slack import (
    after_call_words,
    cards,
    digest_items,
    errand_words,
    feedback_words,
    generate_words,
    home_admin,
    home_mine,
    main_account_words,
    recorder_words,
    risk_words,
    schedule_words,
    unfurl_words,
)
from sandbox.world import World


async def test_every_button_of_ours_has_a_listener_and_the_catch_all_is_last(world: World) -> None:
    app = AsyncApp(token=world.slack.bot_token)
    names: list[str] = []
    handlers.register(app)
    names = [listener.ack_function.__name__ for listener in app._async_listeners]
    assert names[-1] == "ignored"
    assert names.count("ignored") == 1
    buttons = {cards.APPROVE, cards.DECLINE, cards.TICK, cards.EDIT, cards.UNDO, cards.DEAL}
    buttons |= {recorder_words.SEND, recorder_words.RETRY, recorder_words.STOP, recorder_words.LEAVE}
    buttons |= {generate_words.MAKE, after_call_words.PUSH}
    buttons |= {schedule_words.RUN, schedule_words.PAUSE, schedule_words.RESUME, schedule_words.DELETE}
    buttons |= {schedule_words.EDIT, schedule_words.NEW}
    buttons |= {digest_items.ACKNOWLEDGE, digest_items.SNOOZE, digest_items.ASSIGN, digest_items.WHY}
    buttons |= {digest_items.NOT_USEFUL, digest_items.OPEN, risk_words.UNDO}
    buttons |= {errand_words.APPROVE, errand_words.CONFIRM, errand_words.DECLINE}
    buttons |= {unfurl_words.OPEN}
    buttons |= {home_mine.LEAVE, home_mine.STOP, home_mine.CONNECT, home_mine.DISCONNECT, home_mine.HELP}
    buttons |= {home_admin.TURN, home_admin.BACK, home_admin.CHANNELS, home_admin.RULES}
    buttons |= {home_admin.FIELD, home_admin.FIELDS, home_admin.AUDIT}
    buttons |= {feedback_words.RATE, main_account_words.CONNECT}
    events, forms, commands, shortcuts = 9, 10, 1, 4
    assert len(names) == len(buttons) + events + forms + commands + shortcuts + 1
