"""Plays one scene: a world that outlives the bot, a bot that dies and comes back, and the books that are read at the end."""

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.slack import cards
from sandbox.clock import PATIENCE
from sandbox.company.model import Meeting
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.chaos import life
from tests.chaos.scenes import Act, Card, Scene
from tests.nursery import Process
from tests.play import WRITE, Message, Play

REPS = ("ana", "ben", "chloe", "dev", "elif", "finn", "grace", "hugo")
ENDS = ("written", "partly written", "not written", "unverified", "declined", "expired", "overtaken")
CALM = 0.7
"""Real seconds without a call to anybody after which the bot has nothing more to do."""


class Stage:
    """One scene under way."""

    def __init__(self, world: World, home: Path, scene: Scene) -> None:
        self.world, self.home, self.scene = world, home, scene
        self.play = Play(world)
        self.bot: Process | None = None
        self.threads: list[str] = []
        self.killed = 0
        """Times the bot died before the row that the scene says."""
        self.meetings = list(self._meetings())
        self.todo = [list(card.acts) for card in scene.cards]

    def _meetings(self) -> Iterator[Meeting]:
        """One qualified call for each card, no two on the same deal."""
        taken: set[str] = set()
        for card, rep in zip(self.scene.cards, REPS, strict=False):
            found = self.world.company.finished(self.world.company.person(rep))
            usable = (
                m
                for m in found
                if m.deal and m.deal.is_open and m.qualification and m.deal.id not in taken
                and any(f.change_type != "NO_CHANGE" for f in m.qualification.all)
            )  # fmt: skip
            meeting = next(usable)
            taken.add(meeting.deal.id)
            self._order(card, meeting.deal.id)
            yield meeting

    def _order(self, card: Card, deal: str) -> None:
        if card.mishap:
            self.world.truto.faults.add(
                card.mishap,
                match=lambda call: call.tool == WRITE and (call.body or {}).get("opportunity_id") == deal,
                times=card.times,
            )

    def tick(self, **more: float) -> None:
        """Time passes for everybody."""
        if more:
            self.world.clock.advance(timedelta(**more))
        life.set_clock(self.world, self.home)

    async def begin(self, death: tuple[str, int] | None = None) -> None:
        """Start the bot; it is to die before a row of a story."""
        self.bot = await life.begin(self.world, self.home, f"{death[0]} {death[1]}" if death else "")

    @property
    def is_dead(self) -> bool:
        return self.bot is None or self.bot.returncode is not None

    async def end(self) -> None:
        """Kill the bot, if it still lives."""
        if self.bot:
            await life.end(self.world, self.bot)

    def ends(self) -> Counter[str]:
        """How the cards ended."""
        return Counter(str(self.ending(thread)) for thread in self.threads)

    async def reborn(self, death: tuple[str, int] | None) -> None:
        """kill -9, if it did not die by itself, and a new life."""
        self.killed += self.is_dead
        await self.end()
        await self.begin(death)

    async def rest(self) -> None:
        """Wait until the bot has died or has nothing more to do."""
        last = -1
        while (
            not self.is_dead
            and (heard := len(self.world.slack.journal) + len(self.world.truto.journal)) != last
        ):
            last = heard
            await asyncio.sleep(CALM)
        with suppress(AssertionError):
            await self._until(lambda: self.is_dead or not self._is_writing(), 5.0)

    def _is_writing(self) -> bool:
        return any("writing…" in text_of(self.card(t)) for t in self.threads)

    async def ask(self) -> None:
        """Everybody asks for their own call, and every card is there."""
        for meeting in self.meetings:
            text = f"push the fields of meeting {meeting.id} into the CRM"
            self.threads.append(await self.play.ask(meeting.owner.key, text))
        for thread in self.threads:
            await self.play.slack.wait_for(lambda thread=thread: self.card(thread), timeout=PATIENCE)

    def card(self, thread: str) -> Message | None:
        """The card of a thread as it is now."""
        return next((m for m in self.play.replies(thread) if text_of(m).startswith("CRM update")), None)

    async def act(self) -> None:
        """All cards at once, each in its own order, whatever becomes of the bot."""
        await asyncio.gather(*(self._act(n) for n in range(len(self.threads))))

    async def _act(self, n: int) -> None:
        """Do what is left of a card's acts; whoever finds the bot dead tries again when it lives."""
        while self.todo[n] and not self.is_dead:
            # A button that is gone, a form that never came: people shrug and go on.
            with suppress(AssertionError, TimeoutError):
                await self._do(n, self.todo[n][0])
            if not self.is_dead:
                self.todo[n].pop(0)

    async def _do(self, n: int, act: Act) -> None:
        thread, owner, deal = self.threads[n], self.meetings[n].owner.key, self.meetings[n].deal
        card = self.card(thread)
        assert card is not None
        match act:
            case "approve":
                await self.play.click(owner, card, cards.APPROVE)
            case "approve twice":
                one, two = (self.play.click(owner, card, cards.APPROVE) for _ in range(2))
                await asyncio.gather(one, two)
            case "manager approves":
                await self.play.click("rosa", card, cards.APPROVE)
            case "stranger":
                await self.play.click("mia" if owner != "mia" else "ana", card, cards.APPROVE)
            case "decline":
                await self.play.click(owner, card, cards.DECLINE)
            case "edit":
                await self._edit(owner, card)
            case "crm edit":
                self.world.truto.crm.edit(deal.id, "Metrics__c", f"typed by hand {n}", self.world.clock.now())
            case "late":
                self.tick(seconds=90)

    async def _edit(self, owner: str, card: Message) -> None:
        await self.play.click(owner, card, cards.EDIT)
        person, slack = self.play.person(owner), self.play.slack
        form = await slack.wait_for(lambda: slack.modal(person), timeout=2.0)
        first = next(b for b in form["blocks"] if b["type"] == "input")
        await slack.submit(
            person, form["id"], {(first["block_id"], first["element"]["action_id"]): "edited by hand"}
        )

    async def settle(self) -> None:
        """The bot lives on; what is still open is clicked too late, so that every thread comes to its end."""
        await self.rest()
        await self._quiet()
        self.tick(hours=25)
        for _ in range(5):
            await self._click_what_is_open()
            with suppress(AssertionError):
                await self._until(lambda: all(self.ending(t) for t in self.threads), 3.0)
        await self._until(lambda: all(self.ending(t) for t in self.threads))
        await self._until(lambda: all(self.play.answers(t) for t in self.threads))

    async def _click_what_is_open(self) -> None:
        for n, thread in enumerate(self.threads):
            card = self.card(thread)
            if "your decision" in text_of(card):
                with suppress(AssertionError):
                    await self.play.click(self.meetings[n].owner.key, card, cards.APPROVE)

    async def _quiet(self) -> None:
        await self._until(lambda: not self._is_writing())

    async def _until(self, holds: Callable[[], object], patience: float = PATIENCE) -> None:
        await self.play.slack.wait_for(lambda: holds() or None, timeout=patience)

    def ending(self, thread: str) -> str | None:
        """The word that a card ended with."""
        title = text_of(self.card(thread)).splitlines()[0]
        return next((end for end in sorted(ENDS, key=len, reverse=True) if title.endswith(end)), None)

    def check(self) -> None:
        """The CRM's own journal against the decisions and what the threads say."""
        writes = self.world.truto.crm.writes
        assert max(Counter((w.idempotency_key, w.field) for w in writes).values(), default=1) == 1, "twice"
        proposals = {f"write:{p['id']}": p for p in self._stored()}
        for write in writes:
            assert write.idempotency_key in proposals, "a write that nobody proposed"
            assert proposals[write.idempotency_key]["state"] == "approved", "a write that nobody approved"
        for key, proposal in proposals.items():
            self._check_one(proposal, [w for w in writes if w.idempotency_key == key])

    def _check_one(self, proposal: dict[str, Any], writes: list[Any]) -> None:
        chosen = (proposal["decision"] or {}).get("fields", [])
        words = {c["field_name"]: str(c["proposed"]) for c in proposal["changes"]}
        for write in writes:
            assert any(words[f] in str(write.new) for f in chosen), "a value that nobody approved"
        (thread,) = [
            t
            for t, m in zip(self.threads, self.meetings, strict=True)
            if m.id == proposal["meetings"][0]["id"]
        ]
        ending = self.ending(thread)
        if proposal["state"] != "approved":
            assert writes == []
            assert ending in ("declined", "expired", "overtaken")
        elif ending == "written":
            assert len(writes) == len(chosen)
        elif ending == "not written":
            assert writes == []
        else:
            assert ending in ("unverified", "partly written")

    def _stored(self) -> list[dict[str, Any]]:
        db = sqlite3.connect(self.home / "chorister.sqlite")
        with db:
            rows = db.execute("select body, state, decision from proposals").fetchall()
        db.close()
        decided = ((json.loads(body), state, decision) for body, state, decision in rows)
        return [b | {"state": s, "decision": json.loads(d) if d else None} for b, s, d in decided]


async def play(scene: Scene, home: Path, now: datetime) -> Counter[str]:
    """Play a scene to its end, whatever dies on the way, and check the books; returns how often it ended how."""
    async with World(seed=1, now=now) as world:
        world.slack.rate_limits = world.truto.options.rate_limits = False
        world.truto.options.previous = "live" if scene.live else "analysed"
        stage = Stage(world, home, scene)
        try:
            await stage.begin()
            await stage.ask()
            lives = iter((*scene.deaths, None))
            await stage.reborn(next(lives))
            await stage.act()
            for death in lives:
                await stage.rest()
                await stage.reborn(death)
                await stage.act()
            await stage.settle()
            stage.check()
        finally:
            await stage.end()
        return Counter({end: n for end, n in stage.ends().items()} | {"killed at a row": stage.killed})
