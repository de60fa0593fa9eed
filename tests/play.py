"""Acting in the sandbox as people do, and reading what they would see."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from sandbox.clock import PATIENCE
from sandbox.company.model import Person
from sandbox.slack.render import text_of
from sandbox.world import World

T = TypeVar("T")
Message = dict[str, Any]

APPROVE, EDIT, TICK = "proposal_approve", "proposal_edit", "proposal_tick"
JOIN = "chorus_conversations_join"
WRITE = "chorus_sales_qualifications_writeback_crm"

RECORD = "I just jumped into an ad-hoc demo at https://zoom.us/j/987654321. Get Chorus in there now."
PUSH = "Push the notes and framework data from my last meeting into the CRM."
REVIEW = (
    "Review all meetings from today. For any meeting lasting longer than 30 minutes, fetch the sales qualification "
    "details. If the 'Economic Buyer' field is empty or marked at risk, alert me with the meeting ID and summary."
)


class Play:
    """One stage: #deals, unless said otherwise."""

    patience = PATIENCE
    """Real seconds to wait for what is to happen."""

    def __init__(self, world: World, channel: str | None = None) -> None:
        self.world = world
        self.slack = world.slack
        self.channel = channel or world.slack.channels["deals"]

    def person(self, name: str) -> Person:
        return self.world.company.person(name)

    async def ask(self, name: str, text: str, thread: str | None = None) -> str:
        """Mention the bot; returns the message's ts, which names the thread."""
        return await self.say(name, f"@Chorister {text}", thread)

    async def say(self, name: str, text: str, thread: str | None = None) -> str:
        return await self.slack.say(self.person(name), self.channel, text, thread_ts=thread)

    def replies(self, thread: str) -> list[Message]:
        """What the bot said in a thread."""
        return [m for m in self.slack.thread(self.channel, thread) if m.get("bot_id")]

    def texts(self, thread: str) -> list[str]:
        return [text_of(m) for m in self.replies(thread)]

    async def until(self, thread: str, *words: str) -> Message:
        """Wait for a message of the bot in a thread that holds all these words."""
        return await self.slack.wait_for(lambda: self._with(thread, words), timeout=self.patience)

    def _with(self, thread: str, words: tuple[str, ...]) -> Message | None:
        found = (m for m in self.replies(thread) if all(w in text_of(m) for w in words))
        return next(found, None)

    async def done(self, thread: str, runs: int = 1) -> list[str]:
        """Wait until as many runs of a thread have given their answer, then return everything the bot said in it."""
        await self.slack.wait_for(lambda: len(self.answers(thread)) >= runs, timeout=self.patience)
        return self.texts(thread)

    def answers(self, thread: str) -> list[str]:
        """The last words of each run of a thread; what is still streamed carries no key yet."""
        keyed = [(m, m["metadata"]["event_payload"]["key"]) for m in self.replies(thread) if "metadata" in m]
        return [text_of(m) for m, key in keyed if ":answer:0" in key]

    async def click(self, name: str, message: Message, action: str, **state: Any) -> None:
        await self.slack.click(self.person(name), self.channel, message["ts"], action, **state)

    async def insist(
        self, holds: Callable[[], T | None], name: str, message: Message, action: str, **state: Any
    ) -> T:
        """
        Wait for what a click leads to, and click again where the bot died before the first one was on record: Slack tells
        the person that it failed.
        """
        with suppress(AssertionError):
            return await self.slack.wait_for(holds, timeout=5.0)
        await self.click(name, message, action, **state)
        return await self.slack.wait_for(holds, timeout=self.patience)

    async def form(self, name: str, card: Message) -> dict[str, Any]:
        """Click Edit on a card and wait for the form."""
        await self.click(name, card, EDIT)
        return await self.slack.wait_for(lambda: self.slack.modal(self.person(name)))

    async def send_form(self, name: str, form: dict[str, Any], **typed: str | None) -> dict[str, Any]:
        """Fill in fields of a form by their label's words and send it; returns what the bot answered."""
        labels = {b["label"]["text"]: b for b in form["blocks"] if b["type"] == "input"}
        blocks = {label.replace(" ", "_").lower(): block for label, block in labels.items()}
        state = {(blocks[k]["block_id"], blocks[k]["element"]["action_id"]): v for k, v in typed.items()}
        return await self.slack.submit(self.person(name), form["id"], state)

    def ticks(self, card: Message, *labels: str) -> dict[tuple[str, str], list[str]]:
        """The state of a card on which exactly the rows of these labels are ticked."""
        boxes = [b for b in card["blocks"] if b.get("accessory", {}).get("type") == "checkboxes"]
        return {
            (b["block_id"], TICK): [b["accessory"]["options"][0]["value"]]
            if any(b["text"]["text"].startswith(f"*{label}*") for label in labels)
            else []
            for b in boxes
        }

    async def card(self, words: str = PUSH) -> tuple[str, Message]:
        """Ana asks for a write; the thread, and the open card in it."""
        thread = await self.ask("ana", words)
        return thread, await self.until(thread, "your decision")

    async def approve(self, card: Message, *labels: str) -> None:
        """Ana approves exactly the rows of these labels."""
        await self.click("ana", card, APPROVE, state=self.ticks(card, *labels))

    async def written(self, *labels: str) -> tuple[str, Message]:
        """A card of Ana's of which these rows were written a minute ago."""
        thread, card = await self.card()
        await self.approve(card, *labels)
        done = await self.until(thread, "CRM update: written")
        await self.done(thread)
        self.world.clock.advance(60)
        return thread, done

    async def command(self, name: str, text: str) -> str:
        """Type /chorister; returns the private answer."""
        delivered = await self.slack.command(self.person(name), self.channel, "/chorister", text)
        await self.slack.wait_for(lambda: delivered.reply)
        assert delivered.reply["response_type"] == "ephemeral"
        return str(delivered.reply["text"])

    async def digest_form(self, name: str) -> dict[str, Any]:
        """Type /chorister digest and wait for the form."""
        await self.slack.command(self.person(name), self.channel, "/chorister", "digest")

        def form() -> dict[str, Any] | None:
            shown = self.slack.modal(self.person(name))
            return shown if shown and shown["submit"] else None

        return await self.slack.wait_for(form)

    async def schedule(self, name: str, **filled: Any) -> dict[str, Any]:
        """Make a digest by its form, with what is filled in otherwise than it stands there; returns the bot's answer."""
        form = await self.digest_form(name)
        state = {(field, "value"): value for field, value in filled.items()}
        return await self.slack.submit(self.person(name), form["id"], state)

    def private(self, name: str) -> list[Message]:
        """The messages that only this person saw, oldest first."""
        who = self.person(name).slack_id
        return [m for m in self.slack.ephemerals if m["user"] == who]

    async def digests(self, name: str) -> Message:
        """Type /chorister digests; returns the private list."""
        await self.command(name, "digests")
        return self.private(name)[-1]

    async def home(self, name: str) -> dict[str, Any]:
        """Open the Home tab and wait until it is shown anew."""
        was = self.slack.home(self.person(name))
        await self.slack.open_home(self.person(name))
        return await self.home_after(name, was)

    async def home_after(self, name: str, was: dict[str, Any] | None) -> dict[str, Any]:
        """Wait for a Home tab that was published after this one."""

        def newer() -> dict[str, Any] | None:
            now = self.slack.home(self.person(name))
            return now if now and (was is None or now["hash"] != was["hash"]) else None

        return await self.slack.wait_for(newer, timeout=self.patience)

    def whispers(self, name: str) -> list[str]:
        """What the bot told one person privately."""
        who = self.person(name).slack_id
        return [m["text"] for m in self.slack.ephemerals if m["user"] == who]
