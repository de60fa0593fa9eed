"""The control port: faults, time and words, for a sandbox that runs as a process of its own."""

import httpx
import pytest

from sandbox.control import Control
from sandbox.world import World


@pytest.fixture
async def port(world: World):
    """A client of the control port."""
    control = Control(world)
    await control.start()
    async with httpx.AsyncClient(base_url=control.url) as client:
        yield client
    await control.stop()


async def test_a_fault_that_was_ordered_happens(world: World, port: httpx.AsyncClient) -> None:
    order = {"server": "truto", "kind": "500", "match": "list_all_chorus_me", "times": 2}
    assert (await port.post("/faults", json=order)).json() == {"pending": 1}
    fault = world.truto.faults.take("list_all_chorus_me")
    assert fault is not None
    assert fault.kind == "500"


async def test_an_order_that_makes_no_sense_is_refused(port: httpx.AsyncClient) -> None:
    assert (await port.post("/faults", json={"server": "mars", "kind": "500"})).status_code == 400


async def test_the_clock_moves_on_order(world: World, port: httpx.AsyncClient) -> None:
    before = world.clock.now()
    await port.post("/clock", json={"advance": 90})
    assert (world.clock.now() - before).total_seconds() == 90


async def test_somebody_speaks_and_the_thread_can_be_read(port: httpx.AsyncClient) -> None:
    ts = (await port.post("/say", json={"who": "ana", "text": "hello all"})).json()["ts"]
    assert (await port.get("/thread", params={"ts": ts})).json() == ["hello all"]


async def test_somebody_edits_the_crm_and_its_record_can_be_read(
    world: World, port: httpx.AsyncClient
) -> None:
    deal = world.company.deals[0].id
    order = {"opportunity": deal, "field": "NextStep", "value": "Call Ingrid"}
    assert (await port.post("/crm", json=order)).json()["NextStep"] == "Call Ingrid"
    assert (await port.get("/crm", params={"opportunity": deal[:15]})).json()["NextStep"] == "Call Ingrid"
    assert [(edit.new, edit.by) for edit in world.truto.crm.edits] == [("Call Ingrid", "person")]
    assert world.truto.crm.writes == []


async def test_an_edit_of_what_does_not_exist_is_refused(world: World, port: httpx.AsyncClient) -> None:
    order = {"opportunity": world.company.deals[0].id, "field": "Shoe_Size__c", "value": 44}
    assert (await port.post("/crm", json=order)).status_code == 400
    assert (await port.post("/crm", json={**order, "opportunity": "006"})).status_code == 400
    assert (await port.post("/crm", json={"field": "NextStep"})).status_code == 400
    assert (await port.get("/crm", params={"opportunity": "006"})).status_code == 404
