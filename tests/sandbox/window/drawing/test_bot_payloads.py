"""What the bot really sends, drawn: sound, nothing unknown in it, and every word there that the plain renderer says."""

import json
import re
from typing import Any

import pytest

from bot.errands.errand import Status
from bot.recorder.watching import Stage
from bot.slack import (
    after_call_words,
    digest_words,
    errand_words,
    generate_words,
    home_words,
    recorder_words,
    risk_words,
)
from bot.slack.alerts import alert
from bot.slack.progress import Plan
from bot.slack.schedule_words import listed
from bot.slack.text import FALLBACK
from sandbox.slack import text_of
from sandbox.slack.elements import state_of
from sandbox.window.drawing import Names, draw_message, draw_view, pressed_from, state_from
from sandbox.window.drawing.samples import NAMES, VIEWER
from tests.bot.risk.deals import NOW
from tests.bot.slack import (
    test_after_call_words,
    test_alerts,
    test_cards,
    test_digest_form,
    test_digest_words,
    test_edit_form,
    test_errand_words,
    test_recorder_words,
    test_risk_words,
    test_schedule_words,
)
from tests.builders import CALL, a_field, a_schedule, an_errand
from tests.sandbox.window.drawing.page import sent, sound

Json = dict[str, Any]
Message = tuple[str, list[Json]]

AT = NOW.timestamp()
JOIN = test_recorder_words.JOIN
FIRST, SECOND = test_digest_words.FIRST, test_digest_words.SECOND
LOOK = test_digest_words.look(SECOND, FIRST, crm_url="https://crm.example/{id}")
TREND = [(AT - 86_400 * n, 9 - n) for n in (3, 2, 1)]
LISTING = test_schedule_words.a_listing(a_schedule(), a_schedule("d2"))


def plan() -> Message:
    made = Plan("Reading 14 calls of today, 9 done")
    made.set("1", "Find the calls & <deals>", "complete")
    made.set("2", "Read them", "in_progress")
    made.set("3", "Ask the CRM", "error")
    return made.text(), made.blocks()


MESSAGES: dict[str, list[Message]] = {
    "cards": [test_cards.shown(name, test_cards.in_state(name)) for name in test_cards.STATES],
    "alerts": [
        one for review in test_alerts.REVIEWS.values() for one in alert(review, "USAM", "Europe/Berlin")
    ],
    "digest": [digest_words.message(SECOND, LOOK, TREND), *digest_words.thread(SECOND, LOOK)],
    "plan": [plan()],
    "errands": [
        errand_words.card(an_errand()),
        errand_words.card(an_errand(**test_errand_words.PLAYLIST)),
        *(errand_words.card(test_errand_words.ended(status)) for status in Status),
    ],
    "recorder": [
        recorder_words.offer("zoom:987654321", JOIN["link"], recorder_words.EARLIER_DOUBT),
        recorder_words.waiting(JOIN, "Chorus asks us to slow down.", AT + 300),
        recorder_words.following(JOIN, "accepted"),
        recorder_words.late(JOIN, Stage.WAITING, AT),
        *(test_recorder_words.seen(stage) for stage in ("live", "processed", "no show", "gone")),
    ],
    "risk": [
        risk_words.done("snoozed", "Northwind", "USAM", "Wed 10 Jun", "D1 token"),
        risk_words.evidence(test_risk_words.EVIDENCE, "Europe/Berlin"),
    ],
    "qualification": [generate_words.offer(CALL, "{}", AT), generate_words.asking(CALL, "UANA")],
    "after the call": [
        test_after_call_words.report(a_field(quote=None)),
        after_call_words.unreadable("UANA"),
    ],
    "schedules": [listed(LISTING, "Paused.")],
}
VIEWS: dict[str, Json] = {
    "edit form": test_edit_form.made(),
    "digest form": test_digest_form.made(everybody=True, profiles=("EMEA",)),
    "digest form, many people": test_digest_form.made(people=[(str(n), f"Person {n}") for n in range(250)]),
    "errand form": errand_words.form(an_errand(), test_errand_words.PLACE),
    "snooze form": risk_words.until_form({}, "2026-06-04"),
    "home": home_words.home(LISTING, "Paused."),
    "home of others": home_words.closed("Not for <you>."),
}


def undated(blocks: list[Json]) -> list[Json]:
    """The blocks without their dates, which each renderer spells in its own way."""
    made: list[Json] = json.loads(re.sub(r"<!date[^>]*>", "", json.dumps(blocks)))
    return made


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", re.sub(r"\(?https?://\S+", "", text)))


@pytest.mark.parametrize("name", MESSAGES)
def test_each_message_is_drawn_and_says_what_it_says_in_plain_lines(name: str) -> None:
    for text, blocks in MESSAGES[name]:
        message = {"ts": "1780488000.000001", "text": text[:FALLBACK], "blocks": with_ids(blocks)}
        page = sound(draw_message(message, VIEWER, names=Names()))
        assert "which this window cannot draw" not in page.text
        plain = text_of({"text": text, "blocks": undated(blocks)})
        assert words_of(plain.replace("[x]", "")) - words_of(" ".join(page.texts())) == set()


@pytest.mark.parametrize("name", MESSAGES)
def test_each_button_of_a_message_can_be_pressed(name: str) -> None:
    for text, blocks in MESSAGES[name]:
        message = {"ts": "1", "text": text, "blocks": with_ids(blocks)}
        page = sound(draw_message(message, VIEWER, names=NAMES))
        offered = [button.attrs["value"] for button in page.all("button") if "value" in button.attrs]
        for form in page.all("form"):
            pressed = [pressed_from(sent(form, code), message) for code in offered]
            assert all(press.action_id for press in pressed)
            assert state_of(message["blocks"], state_from(sent(form), message)) == state_of(message["blocks"])


@pytest.mark.parametrize("name", VIEWS)
def test_each_view_is_drawn_and_comes_back_as_it_was(name: str) -> None:
    view = VIEWS[name] | {"id": "V1", "blocks": with_ids(VIEWS[name]["blocks"])}
    page = sound(draw_view(view, VIEWER, names=NAMES))
    assert "which this window cannot draw" not in page.text
    for form in page.all("form"):
        assert state_of(view["blocks"], state_from(sent(form), view)) == state_of(view["blocks"])


def with_ids(blocks: list[Json]) -> list[Json]:
    """The blocks with the ids that Slack invents."""
    return [{"block_id": f"b{n}", **block} for n, block in enumerate(blocks)]
