"""`chorister ask`: the same loop, spoken in the terminal. Nothing is written: a CRM card is only a preview here."""

import html
import re
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from rich.console import Console

from bot.database_url import in_file
from bot.durable import engine, finished, queue_once
from bot.errors import BotError
from bot.furnishing import housed, truto_client
from bot.people import Member, Person, Stranger
from bot.settings import Settings
from bot.slack.allowances import Allowances
from bot.slack.blocks import Block
from bot.slack.outbox import Outbox
from bot.slack.speaking import Place, Standing
from bot.slack.streams import Streams
from bot.slack.text import clock
from bot.store import Database
from bot.workflows.answering import DID_NOT_WORK
from bot.workflows.house import House, close_house, open_house
from bot.workflows.turn import turn
from tools.errors import UpstreamError

HERE = Place("terminal", "terminal")


class Terminal:
    """Speaks in the terminal: answers and cards on standard output, progress on standard error."""

    def __init__(self) -> None:
        self._out, self._err = Console(highlight=False), Console(stderr=True, style="dim", highlight=False)
        self._said: set[str] = set()
        self.failed = False
        self._zone = local_zone()
        self.outbox = Outbox(Allowances())
        self.streams: Streams | None = None

    async def post(self, key: str, place: Place, text: str, blocks: Sequence[Block] = ()) -> str:
        self._out.print(readable(text, self._zone), markup=False)
        return key

    async def edit(self, channel: str, ts: str, text: str, blocks: Sequence[Block] = ()) -> None:
        self.failed = self.failed or text.startswith(DID_NOT_WORK)
        for line in readable(text, self._zone).splitlines():
            if line not in self._said:
                self._said.add(line)
                self._err.print(line, markup=False)

    async def edit_soon(self, channel: str, ts: str, text: str, blocks: Sequence[Block] = ()) -> bool:
        await self.edit(channel, ts, text, blocks)
        return True

    async def show(self, channel: str, ts: str, text: str, blocks: Sequence[Block] = ()) -> None:
        await self.edit(channel, ts, text, blocks)

    async def remove(self, channel: str, ts: str) -> None:
        """What is printed stays."""

    async def whisper(self, place: Place, user: str, text: str) -> None:
        self._out.print(readable(text, self._zone), markup=False)

    def shows(self, ts: str) -> str | None:
        return None

    async def open_form(self, trigger: str, view: Block) -> str:
        """There are no buttons in a terminal, so no form is ever asked for."""
        return ""

    async def change_form(self, id: str, view: Block) -> None:
        """So none is changed."""

    async def publish_home(self, user: str, view: Block) -> None:
        """Nor is there a Home tab."""

    async def respond(self, url: str, text: str, blocks: Sequence[Block], *, replace: bool) -> None:
        """Nor anything to click."""

    async def unfurl(self, channel: str, ts: str, url: str, preview: Block) -> None:
        """Nor does anybody post links."""

    async def standing(self, channel: str) -> Standing:
        return Standing(is_member=True)

    async def first(self, place: Place) -> Block:
        return {}

    async def direct(self, user: str) -> str:
        return HERE.channel

    async def is_shared(self, channel: str) -> bool:
        return False

    async def is_open(self, channel: str) -> bool:
        return False

    async def permalink(self, channel: str, ts: str) -> str:
        return "(in the terminal)"


def readable(text: str, zone: str = "UTC") -> str:
    """Slack's markup as a terminal shows it: links as label and address, times in a zone, entities undone."""
    text = re.sub(r"<!date\^(\d+)\^[^>]*>", lambda at: clock(int(at[1]), zone), text)
    text = re.sub(r"<(https?://[^|>]+)\|([^>]*)>", r"\2 (\1)", text)
    return html.unescape(re.sub(r"<(https?://[^|>]+|@[^|>]+)>", r"\1", text))


class OneMember:
    """The person at the keyboard."""

    def __init__(self, email: str) -> None:
        self._member = Member(
            slack_id=email,
            team="terminal",
            name=email,
            email=email.lower(),
            zone=local_zone(),
            is_guest=False,
            is_gone=False,
        )

    async def member(self, user: str) -> Member:
        return self._member

    async def soon(self, user: str) -> Member:
        return self._member

    async def with_email(self, email: str) -> str | None:
        return email if email == self._member.email else None

    async def present(self, channel: str) -> list[str] | None:
        return []


def local_zone() -> str:
    """This computer's IANA zone, or UTC where it does not say."""
    _, _, zone = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")
    return zone or "UTC"


async def ask(settings: Settings, question: str, email: str) -> int:
    """Answer one question as the Chorus user with this e-mail."""
    terminal = Terminal()
    async with at_terminal(settings, email, terminal) as (_, asker):
        trigger = {
            "kind": "said",
            "text": question,
            "asker": asker.to_json(),
            "place": {"channel": HERE.channel, "thread": HERE.thread},
            "progress": "plan",
        }
        await queue_once("terminal", "turn:terminal", turn, "terminal", trigger)
        await finished("turn:terminal")
    return 1 if terminal.failed else 0


@asynccontextmanager
async def at_terminal(
    settings: Settings, email: str, terminal: Terminal
) -> AsyncIterator[tuple[House, Person]]:
    """
    The house and its engine in a folder that is gone afterwards, and the Chorus user with this e-mail. Raises BotError where
    there is none, or Chorus cannot be asked.
    """
    quiet = settings.model_copy(update={"chorister_writes": "off", "chorister_edit_pause": 0.0})
    people = OneMember(email)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chorister-")))
        db = await stack.enter_async_context(Database.open(in_file(folder / "chorister.sqlite")))
        truto = await stack.enter_async_context(truto_client(quiet))
        parts = (db, truto, terminal, people, time.time)
        house = await stack.enter_async_context(
            housed(quiet, *parts, team=HERE.channel, bot_user=HERE.channel)
        )
        open_house(house)
        stack.callback(close_house)
        try:
            asker = await house.directory.recognise(await people.member(email), HERE.channel)
        except UpstreamError as error:
            raise BotError(str(error)) from error
        if isinstance(asker, Stranger):
            raise BotError(asker.say)
        await stack.enter_async_context(engine(in_file(folder / "engine.sqlite")))
        yield house, asker
