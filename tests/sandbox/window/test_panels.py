"""What stands beside Slack is what the sandbox's own books say."""

import httpx

from sandbox.window import panels
from sandbox.world import World

LINK = "Join https://zoom.us/j/987654321 now"


def test_a_record_shows_each_change_with_its_time_and_who_made_it(world: World) -> None:
    deal, crm = world.company.deals[0], world.truto.crm
    assert panels.touched(world) == []
    crm.records[deal.id].write("Metrics__c", "Cut it to 1 h", world.clock.now(), "key")
    world.clock.advance(60)
    crm.edit(deal.id, "NextStep", None, world.clock.now())
    (record,) = panels.touched(world)
    assert (record.name, [change.by for change in record.changes]) == (deal.name, ["in the CRM", "Chorus"])
    newest, first = record.changes
    assert (first.field, first.old, first.new) == ("Metrics", "", "Cut it to 1 h")
    assert (newest.field, newest.new) == ("Next Steps", "")
    assert newest.at > first.at
    assert ("Metrics", "Cut it to 1 h") in record.fields


def test_of_words_that_were_added_to_only_those_are_shown() -> None:
    change = panels.Change("17:00:00", "Notes", "First call.", "First call.\nSecond call.", "Chorus")
    assert change.added == "Second call."
    assert panels.Change("17:00:00", "Notes", "First", "Second", "Chorus").added == ""
    assert panels.Change("17:00:00", "Notes", "", "Second", "Chorus").added == ""


def test_the_record_that_changed_last_comes_first(world: World) -> None:
    for deal in world.company.deals[:2]:
        world.clock.advance(1)
        world.truto.crm.edit(deal.id, "NextStep", "Call", world.clock.now())
    assert [record.id for record in panels.touched(world)] == [deal.id for deal in world.company.deals[1::-1]]


def test_a_recorder_is_shown_with_the_stage_it_has_reached(world: World) -> None:
    recording = world.truto.chorus.join(LINK)
    assert [one.status for one in panels.recorders(world)] == ["scheduled"]
    world.clock.advance(5)
    (one,) = panels.recorders(world)
    assert (one.status, one.says, one.id) == ("live", "in the call, recording", recording.id)
    assert "987654321" in one.meeting


async def test_the_wire_shows_the_newest_first_and_no_secret(world: World) -> None:
    secret = {"Authorization": f"Bearer {world.truto.token}"}
    async with httpx.AsyncClient(headers=secret) as client:
        await client.get(f"{world.truto.url}/integrated-account/{world.truto.account_id}/tools")
        await client.get(f"{world.claude.url}/v1/models", headers={"x-api-key": world.claude.key})
        await client.post(f"{world.slack.url}auth.test", data={"token": world.slack.bot_token})
    lines = panels.on_the_wire(world)
    assert {line.server for line in lines} == {"Slack", "Truto", "Claude"}
    assert {line.method for line in lines} == {"auth.test", "models", "GET /integrated-account"}
    assert all(line.ms for line in lines)
    assert {line.server: line.is_bad for line in lines}["Truto"] is False
    assert not any(key in str(lines) for key in (world.truto.token, world.slack.bot_token, world.claude.key))


async def test_the_wire_is_limited_and_what_repeats_itself_is_one_line(world: World) -> None:
    async with httpx.AsyncClient() as client:
        for path in ("x", "x", "x", "y", "z"):
            await client.get(f"{world.truto.url}/{path}")
    assert [(line.method, line.note) for line in panels.on_the_wire(world)] == [
        ("GET /z", ""),
        ("GET /y", ""),
        ("GET /x", "×3"),
    ]
    assert len(panels.on_the_wire(world, lines=2)) == 2


def test_the_time_is_that_of_the_company(world: World) -> None:
    assert panels.today(world).startswith("Wednesday, 3 June, ")
