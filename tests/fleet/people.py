"""The people of the company in a busy workspace, and what they may expect of the bot."""

import asyncio
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.slack.cards import APPROVE, DECLINE
from sandbox.company.model import Meeting, Person
from sandbox.slack.channels import Channel
from sandbox.slack.journal import Delivered
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.fleet.mix import Act, Moment
from tests.play import Play

SAID = (
    "Lunch?",
    "The deck is in the folder.",
    "Numbers look good this week.",
    "Who has the room at 3?",
    "+1",
)
ASKED = ("help", "What happened in my last meeting?", "Which tools do you have?")
FLOORS = 12
"""Channels beside #deals: Slack takes one message a second in each."""
TRIES = 30
"""Clicks on one card after which somebody gives up, a second between them."""


@dataclass
class Wish:
    """A message that wants an answer."""

    act: Act
    who: Person
    channel: str
    thread: str
    ts: str
    link: str = ""
    meeting: Meeting | None = None
    card: str = ""
    verdict: str = ""
    """What was clicked on the card."""


class Staff:
    """Everybody, and all that they asked for."""

    def __init__(self, world: World, seed: int, reading: float = 1.5) -> None:
        self.world, self.dice, self.reading = world, random.Random(seed), reading
        self.wishes: list[Wish] = []
        self.clicks: list[Delivered] = []
        self.auto = world.slack.channels["deals"]
        self.floors = [_floor(world, n) for n in range(FLOORS)]
        self._sellers = [person for person in world.company.people if world.company.finished(person)]
        self._numbers = itertools.count(900_000_000)
        self._deals = deals(world)
        self._talk: list[tuple[Person, str, str]] = []

    async def act(self, moment: Moment) -> Wish | None:
        """Do one thing; returns when Slack has tried to tell of it, and for a write-back when somebody has decided."""
        since = len(self.world.slack.delivery.sent)
        wish = await self._do(moment.act)
        if moment.again:
            await self._tell_again(since)
        return wish

    async def _do(self, act: Act) -> Wish | None:
        """Returns what wants an answer now, if anything does."""
        match act:
            case Act.MENTION:
                return await self._ask(act, self._seller(), self._floor(), f"@Chorister {self._question()}")
            case Act.DIRECT:
                who = self._seller()
                return await self._ask(act, who, self.world.slack.dm(who), self._question())
            case Act.FURTHER:
                return await self._go_on()
            case Act.LINK | Act.OFFER:
                link = f"https://zoom.us/j/{next(self._numbers)}"
                place = self.auto if act is Act.LINK else self._floor()
                return await self._ask(act, self._seller(), place, f"demo at {link}", link=link)
            case Act.WRITE:
                return await self._write_back()
        await self._chat(act)
        return None

    async def ask_in(self, place: str) -> None:
        """Somebody mentions the bot in one channel."""
        await self._ask(Act.MENTION, self._seller(), place, "@Chorister help")

    def _seller(self) -> Person:
        return self.dice.choice(self._sellers)

    def _floor(self) -> str:
        return self.dice.choice(self.floors)

    def _question(self) -> str:
        return self.dice.choice(ASKED)

    async def _ask(
        self, act: Act, who: Person, place: str, text: str, *, thread: str | None = None, link: str = ""
    ) -> Wish:
        ts = await self.world.slack.say(who, place, text, thread_ts=thread)
        wish = Wish(act, who, place, thread or ts, ts, link)
        self.wishes.append(wish)
        return wish

    async def _go_on(self) -> Wish:
        """A word more where the same person asked before; a mention where nobody did."""
        before = [wish for wish in self.wishes if wish.act in (Act.MENTION, Act.DIRECT)]
        if not before:
            return await self._ask(Act.MENTION, self._seller(), self._floor(), "@Chorister help")
        wish = self.dice.choice(before)
        return await self._ask(Act.FURTHER, wish.who, wish.channel, "help", thread=wish.thread)

    async def _write_back(self) -> Wish | None:
        """The owner of a call has its fields pushed into the CRM, looks at the card and decides."""
        meeting = next(self._deals, None)
        if meeting is None:
            return None
        text = f"@Chorister push the fields of meeting {meeting.id} into the CRM"
        wish = await self._ask(Act.WRITE, meeting.owner, self._floor(), text)
        wish.meeting = meeting
        if card := await self._card(wish):
            await asyncio.sleep(self.reading)
            wish.card, wish.verdict = card["ts"], APPROVE if "[x]" in text_of(card) else DECLINE
            await self._decide(wish)
        return wish

    async def _card(self, wish: Wish) -> dict[str, str] | None:
        """The card, or None where the answer came without one."""
        play = Play(self.world, wish.channel)
        while True:
            replies = play.replies(wish.thread)
            if card := next((m for m in replies if "your decision" in text_of(m)), None):
                return card
            if play.answers(wish.thread):
                return None
            await asyncio.sleep(0.5)

    async def _decide(self, wish: Wish) -> None:
        """Click, and again where Slack shows that it failed; some click twice at once in any case."""
        twice = self.dice.random() < 0.3
        for _ in range(TRIES):
            if any(await asyncio.gather(*(self._click(wish) for _ in range(2 if twice else 1)))):
                return
            await asyncio.sleep(1.0)

    async def _click(self, wish: Wish) -> bool:
        done = await self.world.slack.click(wish.who, wish.channel, wish.card, wish.verdict)
        self.clicks.append(done)
        return done.acked_after is not None

    async def _chat(self, act: Act) -> None:
        """Something that concerns nobody but those who talk."""
        slack, text = self.world.slack, self.dice.choice(SAID)
        author, place, ts = self.dice.choice(self._talk[-50:] or [(self._seller(), self._floor(), "")])
        if act is Act.APP:
            await slack.say("BOTHERAPP", place, text)
        elif act is Act.REPLY and ts:
            await slack.say(self._seller(), place, text, thread_ts=ts)
        elif act is Act.EDIT and ts:
            await slack.edit(author, place, ts, f"{text} (sorry)")
        else:
            who, where = self._seller(), self._floor()
            self._talk.append((who, where, await slack.say(who, where, text)))

    async def _tell_again(self, since: int) -> None:
        """Slack delivers once more what was acknowledged."""
        sent = self.world.slack.delivery.sent[since:]
        good = [old for old in sent if old.kind == "events_api" and old.acked_after is not None]
        for old in good[:2]:
            await self.world.slack.redeliver(old, attempt=old.attempt + 1)


def _floor(world: World, n: int) -> str:
    """One more channel with the bot in it, for those who have a seat in Chorus."""
    members = [person.slack_id for person in world.company.people if person.chorus_user_id]
    channel = Channel(f"CFLOOR{n:04}", f"floor-{n}", members=[*members, world.slack.me.bot_user_id])
    world.slack.workspace.channels[channel.id] = channel
    return channel.id


def deals(world: World) -> Iterator[Meeting]:
    """Calls with a qualification and an open deal, no two on the same deal."""
    found = [m for p in world.company.people for m in world.company.finished(p) if m.deal and m.qualification]
    yield from {m.deal.id: m for m in found if m.deal and m.deal.is_open}.values()


async def follow(staff: Staff, plan: Sequence[Moment]) -> None:
    """Everybody does what they do when it is time; returns when all is done."""
    loop = asyncio.get_running_loop()
    began, under_way = loop.time(), list[asyncio.Future[Wish | None]]()
    for moment in plan:
        await asyncio.sleep(max(0.0, began + moment.at - loop.time()))
        under_way.append(asyncio.ensure_future(staff.act(moment)))
    await asyncio.gather(*under_way)
