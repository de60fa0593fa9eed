"""Claude's call of a tool that changes or destroys something: it becomes a card; nothing is done before a click."""

import logging
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from bot.audience import UNTRACED
from bot.durable import step
from bot.errands.aim import MOST, calls_in, deed, has_own_thing, kind_of, too_much
from bot.errands.errand import Errand, Thing, errand_id, from_json, to_json, withdrawn
from bot.errands.rights import deciders, decides
from bot.people import Attendance, Person, may_read
from bot.slack.audience_words import shown
from bot.slack.speaking import Place
from bot.slack.switch_words import in_plain_words
from bot.store.audit import NotRecorded
from bot.subject import RIGHTS, Subject, subject_of
from bot.workflows.audience import place_for, refuse
from bot.workflows.house import house
from bot.workflows.opening import STOPPED
from bot.workflows.reading import NOT_YOURS, note_call, note_refused, offered_to
from bot.workflows.run import Result, Run, tool_result
from bot.workflows.settle import settle_one
from bot.workflows.show_errand import post_errand
from bot.workflows.steps import post
from bot.workflows.stopping import Stopped, go_on, stoppable
from bot.workflows.writing import writing_off
from tools import chorus
from tools.catalog import Catalog
from tools.desk import Ticket, failed, failure, quoting, told
from tools.errors import NotThere, UpstreamError
from tools.requests import Request
from tools.shapes import document, text
from tools.tasks import doomed, task_read

log = logging.getLogger(__name__)

SHOWN = ("name", "generated_subject", "recording.start_time", *RIGHTS)
"""Of a call that a card is about."""
NOT_RECORDED = "The record of this could not be kept, so no card was shown. Nothing was done."
NOT_SHOWN = "The card could not be shown in Slack. Nothing was done."
TOO_MANY = f"At most {MOST} things at once: a person has to look at each. Nothing was done."
TOO_MUCH = (
    "That is more than a person could be shown before they decide. Ask for less at once. Nothing was done."
)
NOBODY_HERE = (
    "No card was made: only the asker would see it, and this is not theirs to decide. It has to be asked for by {}, in a "
    "conversation of their own. Nothing was done."
)
NOT_THERE = "There is no such thing in Chorus, or the connected account may not see it. Nothing was done."


async def propose_errands(run: Run, calls: Sequence[tuple[str, Ticket]]) -> dict[str, list[str] | Result]:
    """Answer calls that wait for a person: each with the id of its open errand, or with the reason for none."""
    answers: dict[str, list[str] | Result] = {}
    for call_id, ticket in calls:
        run.progress.show(call_id, "Preparing a card to decide", "in_progress")
        try:
            made = await _propose(run, call_id, ticket)
        except Stopped:
            made = told(error=STOPPED)
        good = isinstance(made, Errand)
        said = "Prepared a card to decide" if good else "No card to decide could be prepared"
        run.progress.show(call_id, said, "complete" if good else "error")
        answers[call_id] = (
            [made.id] if isinstance(made, Errand) else tool_result(call_id, made, is_error=True)
        )
    return answers


async def _propose(run: Run, call_id: str, ticket: Ticket) -> Errand | str:
    """The errand whose card stands in the thread, or the tool result that says why there is none."""
    looked = await _look(run, ticket.request)
    if looked.get("refused"):
        await refuse(run)
    if not looked["ok"]:
        return failed(looked["say"]) if looked.get("upstream") else told(error=looked["say"])
    things = [Thing(**thing) for thing in looked["things"]]
    place = await _place(run, ticket.request, things)
    if place is None:
        return told(error=NOT_SHOWN)
    errand = _errand(run, place, call_id, ticket, things)
    if place.channel.startswith("D") and not decides(run.asker, errand):
        return quoting(error=NOBODY_HERE.format(deciders(errand)))
    if too_much(errand.arguments):
        return told(error=TOO_MUCH)
    about = {
        "request": run.request,
        "turn": run.id,
        "asker_name": run.asker.name,
        "asker_email": run.asker.email,
    }
    await go_on()
    kept = await store_errand(to_json(errand), asdict(place), about)
    if not kept["ok"]:
        return told(error=kept["say"])
    errand = from_json(kept["errand"])
    if not await post_errand(errand, place.channel, place.thread):
        await withdraw_errand(errand.id)
        return told(error=NOT_SHOWN)
    if place != run.place:
        said = shown(run.asker.slack_id)
        await post(f"errand:{errand.id}:privately", run.place.channel, run.place.thread, *said)
    return errand


async def _place(run: Run, request: Request, things: Sequence[Thing]) -> Place | None:
    """
    Where the card stands: here, or, where somebody present may not hear of its things, with the asker alone. Claude wrote
    its arguments, so they may tell of all that the conversation has let in.
    """
    place = await place_for(run)
    if place != run.place:
        return place
    named: list[Attendance | str] = [thing.id for thing in things if thing.kind == "call"]
    if len(named) < len(things) and subject_of(request.resource, "get") is not Subject.NOTHING:
        named.append(UNTRACED)
    return await place_for(run, named) if named else place


async def _look(run: Run, request: Request) -> dict[str, Any]:
    if len(calls_in(request)) > MOST:
        return {"ok": False, "say": TOO_MANY}
    parts = [request.resource, request.method, request.id, dict(request.query), dict(request.body or {})]
    readable = sorted(readable_in(run.catalog))
    looked = await settle_one(partial(look_at_things, run.asker.to_json(), parts, readable), run.notice)
    run.resumed()
    return looked


def readable_in(catalog: Catalog) -> set[str]:
    """The resources of which one thing can be read by its id."""
    return {offer.tool.resource for offer in catalog.offers if offer.tool.method == "get"}


def _errand(run: Run, place: Place, call_id: str, ticket: Ticket, things: Sequence[Thing]) -> Errand:
    request, readable = ticket.request, readable_in(run.catalog)
    return Errand(
        id=errand_id(run.id, call_id),
        conversation=run.conversation,
        call_id=call_id,
        asker=run.asker.slack_id,
        thread=place.thread,
        tool=ticket.offer.name,
        resource=request.resource,
        method=request.method,
        path_id=request.id,
        query=dict(request.query),
        body=dict(request.body) if request.body is not None else None,
        effect=ticket.effect,
        deed=deed(request, ticket.effect, things),
        things=tuple(things),
        made_at=0.0,
        expires_at=0.0,
        doomed=tuple(look for look in doomed(request) if look[0] in readable),
        task_read=task_read(readable),
    )


@step("look at things")
@stoppable
async def look_at_things(
    asker: dict[str, Any], parts: list[Any], readable: list[str], attempt: int
) -> dict[str, Any]:
    """What a call touches: each thing's name and owner, as far as the asker may know them; or why nothing is proposed."""
    person, request = Person.from_json(asker), Request(*parts)
    try:
        things = await _things(person, request, readable, attempt)
    except NotThere:
        # Of a call nobody is told whether it is gone or another's.
        return await _refused(person, request) if calls_in(request) else {"ok": False, "say": NOT_THERE}
    except UpstreamError as error:
        return {**failure(error, "get", attempt=attempt), "upstream": True}
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    return await _refused(person, request) if things is None else {"ok": True, "things": things}


async def _refused(person: Person, request: Request) -> dict[str, Any]:
    """What is not the asker's to touch is on record, and told to them alone."""
    await note_refused(person, f"{request.resource}/{request.method}", ",".join(calls_in(request)))
    return {"ok": False, "say": NOT_YOURS, "refused": True}


async def _things(
    person: Person, request: Request, readable: list[str], attempt: int
) -> list[dict[str, Any]] | None:
    """None where one of the calls is not the asker's to read."""
    calls = [await _call(person, id, attempt) for id in calls_in(request)]
    if None in calls:
        return None
    own = [await _own_thing(person, request, readable, attempt)] if has_own_thing(request) else []
    return [*own, *(call for call in calls if call)]


async def _own_thing(person: Person, request: Request, readable: list[str], attempt: int) -> dict[str, Any]:
    """What the path names, where that is no call."""
    thing: dict[str, Any] = {"kind": kind_of(request.resource), "id": request.id}
    if request.resource not in readable:
        return thing
    row = document(await house().desk.fetch(Request(request.resource, "get", request.id), attempt=attempt))
    name = next((n for key in ("name", "subject", "title") if (n := text(row.get(key)))), "")
    return thing | ({"name": name} if offered_to(person, request.resource, "get") else {})


async def _call(person: Person, id: str, attempt: int) -> dict[str, Any] | None:
    read = Request("conversations", "get", id, query={"fields": ",".join(SHOWN)})
    call = chorus.conversation(await house().desk.fetch(read, attempt=attempt))
    if not may_read(person, note_call(call), house().settings.chorister_reading):
        return None
    owner = {"owner_id": call.owner_id, "owner_email": call.owner_email, "owner_name": call.owner_name}
    at = call.start.timestamp() if call.start else None
    return {"kind": "call", "id": id, "name": call.subject or "", "at": at, **owner}


@step("store errand")
async def store_errand(body: dict[str, Any], place: dict[str, str], about: dict[str, Any]) -> dict[str, Any]:
    """Keep an errand with its record, before anybody sees the card; nothing is proposed while writing is off."""
    here, errand, now = house(), from_json(body), house().now()
    held = await here.errands.get(errand.id)
    if held:  # a crash kept this from being checkpointed
        return {"ok": True, "errand": to_json(held)}
    off = await writing_off(errand.asker, place["channel"], errand.conversation)
    if off:
        return {"ok": False, "say": f"{in_plain_words(off)} Nothing was done."}
    until = now + 3600 * here.settings.chorister_approval_hours
    kept = from_json(body | {"made_at": now, "expires_at": until})
    detail: dict[str, Any] = {
        "tool": kept.tool,
        "deed": kept.deed,
        "arguments": dict(kept.arguments),
        "digest": kept.digest,
    }
    try:
        run = f"errand:{kept.id}"
        await here.audit.record(run, "proposed", kept.asker, now, place=place, **detail, **about)
    except NotRecorded:
        log.exception("the errand %s was not shown", kept.id)
        return {"ok": False, "say": NOT_RECORDED}
    await here.errands.add(kept)
    return {"ok": True, "errand": to_json(kept)}


@step("withdraw errand")
async def withdraw_errand(id: str) -> None:
    """A card that nobody can see is open to nobody."""
    here = house()
    errand = await here.errands.get(id)
    if errand and await here.errands.decide(withdrawn(errand, here.now())):
        await here.audit.note(f"errand:{id}", "withdrawn", "chorister", here.now())
