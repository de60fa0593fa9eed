"""The three seed stories, each as a person would click through it."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Stage
from tests.browser.somebody import Somebody
from tests.play import PUSH, REVIEW, WRITE

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_link_gets_an_offer_and_one_click_sends_the_recorder(ana: Somebody, stage: Stage) -> None:
    await ana.open()
    await ana.write("https://meet.google.com/abc-defg-hij")
    await ana.button("Send the recorder").click()
    recorder = ana.panel("Recorder")
    await expect(recorder).to_contain_text("asked for, not in the call yet")
    await ana.reads("Chorus took the link")
    stage.world.clock.advance(10)
    await expect(recorder).to_contain_text("in the call, recording")
    await ana.reads("seen in the call")


async def test_a_field_is_ticked_and_the_card_approved_and_the_record_shows_it(
    ana: Somebody, stage: Stage
) -> None:
    deal = stage.world.company.last_finished(stage.world.company.person("ana")).deal
    assert deal is not None
    record = ana.panel("CRM record").get_by_role("article", name=deal.name)
    await ana.ask(PUSH)
    await ana.reads("your decision", "Metrics")
    await expect(record).to_have_count(0)
    await ana.thread.get_by_role("checkbox", name="Write").nth(1).check()
    await ana.button("Approve").click()
    await ana.reads("CRM update: written")
    change = record.get_by_role("listitem").filter(has_text="Metrics")
    await expect(change).to_contain_text("empty → Cut month-end reporting from 6 h to 1 h")
    change = record.get_by_role("listitem").filter(has_text="Economic Buyer")
    await expect(change).to_contain_text("→ Ingrid Solberg, CFO")
    await expect(ana.panel("On the wire")).to_contain_text(WRITE)
    await expect(ana.button("Approve")).to_have_count(0)


async def test_a_review_alerts_to_the_calls_without_an_economic_buyer(ana: Somebody) -> None:
    ana.who = "sam"
    await ana.ask(REVIEW)
    await ana.reads("Economic Buyer is empty or at risk", "The alert above names them")
