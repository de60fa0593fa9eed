"""The hands-on part: the person at the terminal writes as anybody of the company, and presses what the bot shows."""

from collections.abc import Awaitable, Callable

from rich.text import Text

from sandbox.slack.journal import Json
from sandbox.tour import answers
from sandbox.tour.commands import Command, Say, parse
from sandbox.tour.keyboard import Keyboard
from sandbox.tour.press import Pressable, pressables, ticked_values, toggled
from sandbox.tour.stage import Stage
from sandbox.tour.tables import record_table
from sandbox.tour.window import Thread

WELCOME = "Now it is yours: write to @Chorister, or type /help. Ctrl-D leaves."
NO_CARD = "There is no card with buttons just now."
UNHEARD = "Without @Chorister the bot only looks for meeting links here."

Act = Callable[[str], Awaitable[None]]


class Prompt:
    """One visitor's session: who they are, and the channel and thread their plain words go to."""

    def __init__(self, stage: Stage, keyboard: Keyboard) -> None:
        self.stage, self.keyboard, self.slack = stage, keyboard, stage.world.slack
        self.person = stage.person("ana")
        self.place = Thread(self.slack.channels["deals"], "")
        self._by_hand: dict[str, dict[tuple[str, str], list[str]]] = {}
        self._people = {person.key: person for person in stage.world.company.people}
        self._acts: dict[str, Act] = {
            "as": self._as,
            "people": self._show_people,
            "threads": self._show_threads,
            "thread": self._show_thread,
            "in": self._in,
            "click": self._press,
            "tick": self._press,
            "crm": self._show_record,
            "help": self._help,
        }

    async def run(self) -> None:
        """Take lines until the visitor leaves; whatever happens in Slack meanwhile is shown at once."""
        self.stage.screen.show(Text(), Text(WELCOME, "bold"))
        async with self.stage.watched():
            while True:
                self._label()
                typed = parse(await self.keyboard.line(), self._people)
                if isinstance(typed, Command) and typed.name in ("quit", "exit", "q"):
                    return
                try:
                    await self._do(typed)
                except AssertionError as error:
                    self._hint(str(error).split("\n", 1)[0])

    async def _do(self, typed: Say | Command | None) -> None:
        match typed:
            case Say(text, who):
                await self._say(text, who)
            case Command(name, argument) if name in self._acts:
                await self._acts[name](argument)
            case Command(name):
                self._hint(f"There is no /{name}. Type /help.")

    async def _say(self, text: str, who: str | None) -> None:
        person = self._people[who] if who else self.person
        in_deals = self.place.channel == self.slack.channels["deals"]
        place = self.place if in_deals or person == self.person else Thread(self.slack.dm(person), "")
        await self.slack.say(person, place.channel, text, thread_ts=place.ts or None)
        if in_deals and not place.ts and "@chorister" not in text.lower() and "://" not in text:
            self._hint(UNHEARD)

    async def _as(self, name: str) -> None:
        if name.lower() not in self._people:
            self._hint(f"There is nobody called {name or '…'}. Type /people.")
            return
        if self.place.channel != self.slack.channels["deals"]:
            self.place = Thread(self.slack.dm(self._people[name.lower()]), "")
        self.person = self._people[name.lower()]

    async def _in(self, where: str) -> None:
        if where in ("deals", "#deals", ""):
            self.place = Thread(self.slack.channels["deals"], "")
        elif where == "dm":
            self.place = Thread(self.slack.dm(self.person), "")
        elif thread := self._numbered_thread(where):
            self.place = thread

    async def _show_people(self, _: str) -> None:
        self.stage.screen.show(answers.people_table(self._people.values()))

    async def _show_threads(self, _: str) -> None:
        self.stage.screen.show(answers.thread_table(self.stage.window.snapshot()))

    async def _show_thread(self, number: str) -> None:
        if thread := self._numbered_thread(number):
            self.stage.screen.show_again(self.stage.window.snapshot(thread))

    async def _show_record(self, name: str) -> None:
        deal = answers.find_deal(self.stage.world.company, name, self.person)
        if deal is None:
            self._hint(f"There is no deal like “{name}”." if name else "There is no deal of yours.")
            return
        record = self.stage.world.truto.crm.records[deal.id]
        self.stage.screen.show(
            record_table(f"{deal.name} · written {len(record.history)} times", record.fields)
        )

    async def _help(self, _: str) -> None:
        self.stage.screen.show(answers.help_table())

    async def _press(self, number: str) -> None:
        card = self._card()
        if card is None:
            self._hint(NO_CARD)
            return
        channel, message = card
        one = next((p for p in pressables(message) if str(p.number) == number), None)
        if one is None:
            self._hint(f"This card has the numbers 1 to {len(pressables(message))}.")
            return
        ts = message["ts"]
        if one.is_tick:
            self._by_hand[ts] = toggled(message, one, self._by_hand.get(ts, {}))
        by_hand = self._by_hand.get(ts, {})
        await self.slack.click(
            self.person,
            channel,
            ts,
            one.action_id,
            block_id=one.block_id,
            state=by_hand,
            value=by_hand.get((one.block_id, one.action_id)),
        )
        self._hint(self._pressed(message, one))

    def _pressed(self, message: Json, one: Pressable) -> str:
        if not one.is_tick:
            return f"{self.person.name} clicks [ {one.label} ]"
        held = ticked_values(message, one.block_id, one.action_id, self._by_hand[message["ts"]])
        return f"{one.number} [{'x' if one.value in held else ' '}] {one.label}"

    def _card(self) -> tuple[str, Json] | None:
        """The last message that can be pressed: of the thread the visitor is in, else of all."""
        cards = [(channel.id, m) for channel, m in self.stage.window.messages() if pressables(m)]
        here = [card for card in cards if self.place.ts and card[1].get("thread_ts") == self.place.ts]
        return max(here or cards, key=lambda card: str(card[1]["ts"]), default=None)

    def _numbered_thread(self, number: str) -> Thread | None:
        threads = self.stage.window.threads()
        if number.isdecimal() and 0 < int(number) <= len(threads):
            return threads[int(number) - 1]
        self._hint(f"The threads have the numbers 1 to {len(threads)}.")
        return None

    def _label(self) -> None:
        threads = self.stage.window.threads()
        place = "#deals" if self.place.channel == self.slack.channels["deals"] else "dm"
        if self.place.ts:
            place = f"thread {threads.index(self.place) + 1}"
        self.keyboard.relabel(f"{self.person.key} in {place}> ")

    def _hint(self, text: str) -> None:
        self.stage.screen.show(answers.hint(text))
