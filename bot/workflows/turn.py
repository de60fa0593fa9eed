"""One turn of a conversation: what was said or decided goes to Claude, its tool calls are answered, its answer is posted."""

import logging
from dataclasses import replace
from functools import partial
from typing import Any

from bot.agent.budget import Budget
from bot.agent.prompt import system_blocks
from bot.durable import run_id, step, workflow
from bot.errands.telling import line
from bot.errors import reference
from bot.people import Person
from bot.settings import Settings
from bot.slack.progress import Plan, Progress
from bot.slack.prompt_words import beside
from bot.slack.speaking import Place
from bot.workflows.answering import finish
from bot.workflows.house import house
from bot.workflows.in_line import waiting_in_line
from bot.workflows.loop import think
from bot.workflows.opening import card_line, dangling, facts_of, is_open, opening
from bot.workflows.run import Run
from bot.workflows.settle import settle_one
from bot.workflows.stopped import say_stopped
from bot.workflows.stopping import Stopped, at_work, stoppable
from bot.workflows.suggest import around
from bot.workflows.thread_root import context, read_root
from bot.workflows.work import begin as begin_work
from bot.workflows.work import end_work
from bot.workflows.written import written_in
from tools.catalog import Catalog
from tools.desk import failure
from tools.errors import UpstreamError
from tools.meeting_links import Link, read_link

log = logging.getLogger(__name__)

UNEXPECTED = "Something went wrong on our side, and this run ended. Nothing more was done; please ask again."

Trigger = dict[str, Any]
"""
kind "said": asker, text, place, progress (ts), words (all that people see of the message), root (whether to look what the
thread begins with), work (the key of the run it goes on with, which can be stopped), looking_at (the channel beside a direct
message). kind "decided": proposal (its id, or an errand's).
"""


@workflow("turn", waits=waiting_in_line)
async def turn(conversation: str, trigger: Trigger) -> None:
    """Turns of one conversation run one after the other: the queue sees to that."""
    seen = await look(conversation, trigger)
    if seen["nothing_to_do"]:
        return
    place = Place(seen["place"]["channel"], seen["place"]["thread"])
    plan = Plan("Working on it…", {id: (title, status) for id, (title, status) in seen["plan"].items()})
    asker, pause = Person.from_json(seen["asker"]), house().settings.chorister_edit_pause
    progress = Progress(house().speaker, place, seen["progress"], plan, pause, asker.slack_id)
    run = Run(run_id(), conversation, asker, place, progress, Catalog(), seen["policy"])
    run.refused = seen["refused"]
    work = seen["work"]
    try:
        async with progress:
            told = await _to_its_end(run, trigger, seen)
    except Exception:
        await end_work(work)
        raise
    await end_work(work, told=told)


async def _to_its_end(run: Run, trigger: Trigger, seen: dict[str, Any]) -> bool:
    """Whatever the turn comes to is said in the thread; says whether somebody stopped it."""
    try:
        async with at_work(seen["work"]):
            await _take_turn(run, trigger, seen)
    except Stopped:
        await say_stopped(run, seen["work"], decided=trigger["kind"] == "decided")
        return True
    except Exception:
        # The outermost handler: whatever went wrong, the thread hears of it, and the next turn closes open calls.
        log.exception("run %s (reference %s) failed", run.id, reference(run.id))
        await finish(run, UNEXPECTED, failed=True)
    return False


async def _take_turn(run: Run, trigger: Trigger, seen: dict[str, Any]) -> None:
    """Bring the conversation up to date and let Claude go on."""
    conversation = run.conversation
    if not seen["begun"]:
        begun = await settle_one(partial(begin, conversation, run.asker.slack_id), run.notice)
        run.resumed()
        if not begun["ok"]:
            await finish(run, begun["say"], failed=True)
            return
    store = house().conversations
    held = await store.get(conversation)
    assert held is not None
    run.catalog = await house().catalog(held.catalog)
    n = seen["n"]
    root = await _root(run, trigger)
    new_to_claude = root and not _links(root) <= written_in(await store.read(conversation, n)).links
    for message in opening(trigger, seen | {"root": context(root) if root and new_to_claude else ""}):
        n = await store.append(conversation, n, message)
    await store.set_waiting(conversation, None)
    run.request = seen["request"]
    written = written_in(await store.read(conversation, n))
    run.links, run.deals = written.links, written.deals
    run.written = "\n".join([written.words, trigger.get("words", ""), root["words"] if root else ""])
    limits = seen["limits"]
    await think(run, n, Budget(**limits | {"ends_at": seen["now"] + limits["ends_at"]}))


@step("look at conversation")
async def look(conversation: str, trigger: Trigger) -> dict[str, Any]:
    """How the conversation stands as this turn begins: everything that may change between two runs of this code."""
    here, settings = house(), house().settings
    if trigger["kind"] == "said":
        await _note_asked(trigger)
    held = await here.conversations.get(conversation)
    waiting, n = held.waiting if held else None, await here.conversations.count(conversation)
    last = await here.conversations.read(conversation, n, since=n - 1)
    proposals = {}
    for call_id, ids in (waiting or {}).get("open", {}).items():
        cards = [await here.proposals.get(id) or await here.errands.get(id) for id in ids]
        proposals[call_id] = {"ids": ids, "facts": facts_of(cards), "open": any(map(is_open, cards))}
    decided = trigger["kind"] == "decided"
    undecided = any(p["open"] for p in proposals.values())
    told_already = decided and trigger["proposal"] not in [id for p in proposals.values() for id in p["ids"]]
    source = waiting if decided and waiting else trigger
    asker = source.get("asker")
    if asker:  # they may have connected or forgotten their own account since they asked
        asker = asker | {"account": await here.accounts.of(asker["slack_id"], asker["email"])}
    nothing_to_do = decided and (told_already or undecided)
    work = trigger.get("work")
    if decided and not nothing_to_do:
        work = await _begin_work(trigger, source)
    return {
        "nothing_to_do": nothing_to_do,
        "work": work,
        "begun": held is not None,
        "n": n,
        "dangling": dangling(last) if waiting is None else [],
        "unanswered": bool(last) and last[0]["role"] == "system",
        "waiting": waiting,
        "proposals": proposals,
        "place": source.get("place"),
        "asker": asker,
        "request": source.get("request") or source.get("text", ""),
        "refused": bool(source.get("refused")),
        "progress": source.get("progress"),
        "plan": source.get("plan") or {"read": ["Read your request", "complete"]},
        "beside": await _beside(trigger),
        "cards": [] if decided else [card_line(p) for p in await here.proposals.of(conversation)],
        "errands": [] if decided else [line(errand) for errand in await here.errands.of(conversation)],
        "now": here.now(),
        "policy": settings.chorister_reading,
        "limits": _limits(settings),
    }


def _limits(settings: Settings) -> dict[str, Any]:
    return {
        "max_turns": settings.chorister_max_turns,
        "max_usd": settings.chorister_max_usd,
        "max_tokens": settings.chorister_max_tokens,
        "ends_at": 60 * settings.chorister_max_minutes,
    }


async def _beside(trigger: Trigger) -> str:
    if not trigger.get("looking_at"):
        return ""
    asker = trigger["asker"]
    return beside(await around(asker["slack_id"], asker["email"], trigger["looking_at"]))


async def _begin_work(trigger: Trigger, source: dict[str, Any]) -> str:
    """After a decision the run is at work again."""
    key, asker = f"decided:{trigger['proposal']}", source["asker"]["slack_id"]
    await begin_work(key, Place(**source["place"]), asker, source["request"])
    return key


async def _note_asked(trigger: Trigger) -> None:
    asker, now = trigger["asker"], house().now()
    about = {
        "name": asker["name"],
        "email": asker["email"],
        "place": trigger["place"],
        "words": trigger["text"],
    }
    await house().audit.note(run_id(), "asked", asker["slack_id"], now, **about)


@step("begin conversation")
@stoppable
async def begin(conversation: str, asker: str, attempt: int) -> dict[str, Any]:
    """Freeze the prompt and the tools as they are live now."""
    here = house()
    try:
        catalog = await here.desk.catalogue()
    except UpstreamError as error:
        return dict(failure(error, "list", attempt=attempt))
    catalog = replace(catalog, flat=here.settings.chorister_tools == "flat")
    await here.conversations.begin(
        conversation, asker=asker, system=system_blocks(), catalog=catalog.to_json(), at=here.now()
    )
    return {"ok": True}


async def _root(run: Run, trigger: Trigger) -> dict[str, Any] | None:
    """What the thread begins with, where the asker may mean a meeting there."""
    if not trigger.get("root"):
        return None
    job = partial(read_root, run.place.channel, run.place.thread)
    found = await settle_one(job, run.notice, attempts=3)
    run.resumed()
    root: dict[str, Any] | None = found.get("root")
    return root


def _links(root: dict[str, Any]) -> set[str]:
    return {link.key for url in root["links"] if isinstance(link := read_link(url), Link)}
