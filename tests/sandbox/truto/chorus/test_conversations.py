from typing import Any

import pytest


async def test_a_conversation_shows_its_parts(site: Any) -> None:
    answer = (await site.call("GET", f"conversations/{site.last_call.id}")).json()
    known = answer["attributes"]
    assert (answer["id"], answer["type"], known["status"]) == (site.last_call.id, "recording", "done")
    assert known["owner"]["email"] == "ana.ruiz@seller.example"
    assert known["deal"]["id"] == site.last_call.deal.id
    assert known["recording"]["duration"] == site.last_call.duration


async def test_utterances_are_complete_but_in_no_order(site: Any) -> None:
    known = (await site.call("GET", f"conversations/{site.last_call.id}")).json()["attributes"]
    indices = [line["index"] for line in known["recording"]["utterances"]]
    assert indices != sorted(indices) == list(range(len(indices)))


async def test_fields_pick_parts_and_keep_the_status(site: Any) -> None:
    query = {"fields": "name,recording.duration"}
    known = (await site.call("GET", f"conversations/{site.last_call.id}", params=query)).json()["attributes"]
    assert set(known) == {"status", "name", "recording"}
    assert set(known["recording"]) == {"duration"}


@pytest.mark.parametrize("unwrapping", ["data", "raw", "flat"])
async def test_the_document_is_unwrapped_as_the_account_says(site: Any, unwrapping: str) -> None:
    site.server.options.unwrapping = unwrapping
    answer = (await site.call("GET", f"conversations/{site.last_call.id}")).json()
    inner = answer["data"] if unwrapping == "raw" else answer
    attributes = inner if unwrapping == "flat" else inner["attributes"]
    assert (inner["id"], attributes["status"]) == (site.last_call.id, "done")


async def test_the_invitation_may_be_plain_text_or_under_another_name(site: Any) -> None:
    plain = await site.call(
        "POST",
        "conversations/join",
        content="Hi, join https://zoom.us/j/111222333",
        headers={"content-type": "text/plain"},
    )
    named = await site.call("POST", "conversations/join", json={"url": "https://zoom.us/j/444555666"})
    assert (plain.status_code, named.status_code) == (200, 200)
    assert plain.json()["attributes"]["account"] == {"id": 0, "name": ""}


async def test_a_renamed_property_is_the_only_one_that_works(site: Any) -> None:
    site.server.options.join_property = "meeting_text"
    old = await site.call(
        "POST", "conversations/join", json={"invitation_text": "https://zoom.us/j/111222333"}
    )
    new = await site.call("POST", "conversations/join", json={"meeting_text": "https://zoom.us/j/111222333"})
    assert (old.status_code, new.status_code) == (400, 200)


@pytest.mark.parametrize("link", ["https://zoom.us/my/ana", "https://zoom.us.evil.example/j/987654321", ""])
async def test_what_cannot_be_joined_is_a_remote_400(site: Any, link: str) -> None:
    answer = await site.call("POST", "conversations/join", json={"invitation_text": link})
    assert answer.status_code == 400
    assert answer.json()["truto_is_remote_error"] is True
    assert site.server.chorus.joins == []


async def test_custom_methods_may_come_in_an_envelope(site: Any) -> None:
    site.server.options.custom_envelope = True
    answer = await site.call(
        "POST", "conversations/join", json={"invitation_text": "https://zoom.us/j/111222333"}
    )
    assert answer.json()["result"]["type"] == "conversation"


async def test_trackers_and_talk_ratio_are_those_of_the_call(site: Any) -> None:
    calls = [c for c in site.company.meetings if c.status == "done" and not c.private]
    call = next(c for c in calls if len(c.trackers) > 1)
    known = (await site.call("GET", f"conversations/{call.id}")).json()["attributes"]
    assert known["metrics"] == [{"name": "talk_ratio", "value": call.talk_ratio}]
    lines = {line["id"]: line for line in known["recording"]["utterances"]}
    for shown, tracker in zip(known["recording"]["trackers"], call.trackers, strict=True):
        met = [lines[mention["utterance"]] for mention in shown["mentions"]]
        assert (shown["name"], shown["type"], shown["count"]) == (tracker.name, tracker.type, len(met))
        assert sorted(line["snippet"] for line in met) == sorted(tracker.quotes)
        assert [m["offset"] for m in shown["mentions"]] == [line["snippet_time"] for line in met]


async def test_before_the_transcript_is_there_nothing_was_heard(site: Any) -> None:
    call = next(c for c in site.company.meetings if c.status == "live")
    known = (await site.call("GET", f"conversations/{call.id}")).json()["attributes"]
    assert (known["metrics"], known["recording"]["trackers"]) == ([], [])


async def test_the_deal_is_told_as_the_crm_has_it_now(site: Any) -> None:
    deal, path = site.last_call.deal, f"conversations/{site.last_call.id}"
    told = (await site.call("GET", path)).json()["attributes"]["deal"]
    assert told == {
        "id": deal.id,
        "name": deal.name,
        "current_stage": deal.stage,
        "size": deal.amount,
        "close_date": deal.close_date.isoformat(),
        "on_stage_since": deal.stage_since.isoformat(),
    }
    site.server.crm.edit(deal.id, "StageName", "Closed Lost", site.clock.now())
    site.server.crm.edit(deal.id, "Amount", 1000, site.clock.now())
    told = (await site.call("GET", path)).json()["attributes"]["deal"]
    assert (told["current_stage"], told["size"]) == ("Closed Lost", 1000)
    assert told["on_stage_since"] == site.clock.now().date().isoformat()
